package publishing

import (
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/site"
)

// TestX2PanicInABundle: a page whose making panics, in a goroutine of its own, is an error of the publication.
func TestX2PanicInABundle(t *testing.T) {
	err := (&Compiler{}).make([]*page{{site: &site.Site{Key: "demo"}, tag: "fr"}}, nil)
	if err == nil || !strings.Contains(err.Error(), "site demo, locale fr: panic") {
		t.Error(err)
	}
}
