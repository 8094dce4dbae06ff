package e2e

import "testing"

// TestSharedParts looks at the shared parts as a browser does. One Portico, one browser and one tab are enough for all of it.
func TestSharedParts(t *testing.T) {
	g := newGroup(t)
	t.Run("host CSS", g.hostCSS)
}
