package authoring_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

var braces = regexp.MustCompile(`\{([^}]+)\}`)

// TestIfMatchEverywhere: every operation that names If-Match refuses to be asked without it, and with what is not the version that
// there is, and changes nothing. The operations are those of the description, so that none is left out.
func TestIfMatchEverywhere(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		s.teamView()
		s.siteKeyID()
		s.subject()
		s.waiting()
		before := storetest.Dump(t, s.dbURL, s.dir)
		asked := 0
		for id, c := range s.description().calls {
			named := false
			for _, p := range c.Parameters {
				named = named || p.Name == "If-Match"
			}
			if !named {
				continue
			}
			p, ok := policies[c.method+" "+braces.ReplaceAllString(c.path, ":$1")]
			if !ok {
				t.Errorf("%s has no policy", id)
				continue
			}
			asked++
			for version, want := range map[string]int{"": http.StatusPreconditionRequired, `"99"`: http.StatusPreconditionFailed, `"x"`: http.StatusPreconditionFailed, `*`: http.StatusPreconditionFailed} {
				header := with("Cookie", admin)
				if version != "" {
					header["If-Match"] = version
				}
				if got := s.do(request{c.method, s.fill(p.path), s.fillBody(p.body), header}); got.status != want {
					t.Errorf("%s with If-Match %s: %d, want %d: %.200s", id, version, got.status, want, got.body)
				}
			}
		}
		if asked < 30 {
			t.Errorf("only %d operations ask for If-Match", asked)
		}
		if diff := cmp.Diff(before, storetest.Dump(t, s.dbURL, s.dir)); diff != "" {
			t.Errorf("something was written: %.2000s", diff)
		}
	})
}
