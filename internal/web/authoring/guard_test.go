package authoring

import (
	"net/netip"
	"testing"

	"github.com/portico-cms/portico/internal/web/address"
)

// TestPrefix: one customer is one bucket: an IPv4 address, or a /64.
func TestPrefix(t *testing.T) {
	prefix := func(s string) netip.Prefix { return address.Network(netip.MustParseAddr(s).Unmap()) }
	for a, b := range map[string]string{
		"192.0.2.1": "::ffff:192.0.2.1", "2001:db8:1:2::1": "2001:db8:1:2:ffff:ffff:ffff:ffff",
	} {
		if prefix(a) != prefix(b) {
			t.Errorf("%s and %s are counted apart", a, b)
		}
	}
	for a, b := range map[string]string{"192.0.2.1": "192.0.2.2", "2001:db8:1:2::1": "2001:db8:1:3::1"} {
		if prefix(a) == prefix(b) {
			t.Errorf("%s and %s are counted together", a, b)
		}
	}
}

func TestPointer(t *testing.T) {
	for location, want := range map[string]string{
		"": "", "body": "", "body.email": "/email", "body.items[3].label": "/items/3/label", "path.name": "name", "header.If-Match": "If-Match",
	} {
		if got := pointer(location); got != want {
			t.Errorf("%q becomes %q, want %q", location, got, want)
		}
	}
}
