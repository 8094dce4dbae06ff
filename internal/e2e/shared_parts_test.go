package e2e

import "testing"

// TestSharedParts looks at the shared parts as a browser does. One Portico and one browser are enough for all of it; two tabs work at
// the same time, for whoever has two cores.
func TestSharedParts(t *testing.T) {
	g := newGroup(t)
	t.Run("at once", func(t *testing.T) {
		t.Run("looks", func(t *testing.T) {
			t.Parallel()
			g.looks(t)
		})
		t.Run("judges", func(t *testing.T) {
			t.Parallel()
			g.another(t).judges(t)
		})
	})
	t.Run("lighthouse", g.lighthouse) // alone: it measures time
}

func (g *group) looks(t *testing.T) {
	t.Run("host CSS", g.hostCSS)
	t.Run("keyboard", g.keyboard)
	t.Run("G1 strict policy", g.policy)
	t.Run("without script", g.withoutScript)
	t.Run("fitting", g.fitting)
	t.Run("steady", g.steady)
	t.Run("steady with the loader", g.steadyWithLoader)
	t.Run("media", g.media)
	t.Run("pictures", g.pictures)
	t.Run("components in hosts", g.componentsInHosts)
}

func (g *group) judges(t *testing.T) {
	t.Run("accessible", g.accessible)
	t.Run("accessible when open", g.accessibleOpen)
	t.Run("accessible in trouble", g.accessibleErrors)
	t.Run("style guide", g.styleguide)
	t.Run("valid HTML", g.valid)
	t.Run("assembled", g.assembled)
}
