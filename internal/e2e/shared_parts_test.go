package e2e

import "testing"

// TestSharedParts looks at the shared parts as a browser does. One Portico, one browser and one tab are enough for all of it.
func TestSharedParts(t *testing.T) {
	g := newGroup(t)
	t.Run("host CSS", g.hostCSS)
	t.Run("accessible", g.accessible)
	t.Run("accessible when open", g.accessibleOpen)
	t.Run("keyboard", g.keyboard)
	t.Run("G1 strict policy", g.policy)
	t.Run("without script", g.withoutScript)
	t.Run("fitting", g.fitting)
	t.Run("steady", g.steady)
	t.Run("media", g.media)
	t.Run("pictures", g.pictures)
	t.Run("valid HTML", g.valid)
	t.Run("lighthouse", g.lighthouse)
	t.Run("style guide", g.styleguide)
	t.Run("components in hosts", g.componentsInHosts)
	t.Run("assembled", g.assembled)
}
