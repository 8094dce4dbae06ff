package authoring

import "testing"

// TestFramePolicy: our own origin is never framed, whatever somebody registers.
func TestFramePolicy(t *testing.T) {
	const before, middle, after = "default-src 'none'; frame-src ", "; form-action ", "; base-uri 'none'; frame-ancestors 'self'"
	for _, c := range []struct {
		origins []string
		want    string
	}{
		{[]string{"https://a.example", "https://b.example:8443"}, "https://a.example https://b.example:8443"},
		{[]string{"https://admin.example", "https://a.example"}, "https://a.example"},
		{[]string{"https://ADMIN.example/"}, "'none'"},
		{nil, "'none'"},
	} {
		if got := framePolicy(c.origins, "https://admin.example/portico"); got != before+c.want+middle+c.want+after {
			t.Errorf("%v: %s", c.origins, got)
		}
	}
}
