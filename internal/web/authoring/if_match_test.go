package authoring_test

import (
	"encoding/json"
	"net/http"
	gopath "path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

var braces = regexp.MustCompile(`\{([^}]+)\}`)

// TestIfMatchEverywhere: every operation that names If-Match refuses to be asked without it, and with what is not the version that
// there is, and changes nothing; the refusal carries what there is now, for whoever merges. The operations are those of the description, so that none is left out.
func TestIfMatchEverywhere(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		s.teamView()
		s.siteKeyID()
		s.subject()
		s.waiting()
		before := storetest.Dump(t, s.dbURL, s.dir)
		asked := 0
		said := s.description()
		for id, c := range said.calls {
			named := false
			for _, p := range c.Parameters {
				named = named || p.Name == "If-Match"
				if p.Name == "If-Match" && !p.Required {
					t.Errorf("%s: If-Match is not required", id)
				}
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
				got := s.do(request{c.method, s.fill(p.path), s.fillBody(p.body), header})
				if err := said.check(c, []byte(got.body), "responses", strconv.Itoa(want), "content", "application/problem+json", "schema"); err != nil {
					t.Errorf("%s with If-Match %s: %v", id, version, err)
				}
				if got.status != want {
					t.Errorf("%s with If-Match %s: %d, want %d: %.200s", id, version, got.status, want, got.body)
				} else if now := s.readAbove(s.fill(p.path), admin); want == http.StatusPreconditionFailed && got.current() != now {
					t.Errorf("%s with If-Match %s tells %.200s\nthere is %.200s", id, version, got.current(), now)
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

// current gives the ETag and the state that a refusal tells, as JSON with its names in order.
func (a answer) current() string {
	var body struct{ Current any }
	_ = json.Unmarshal([]byte(a.body), &body)
	doc, _ := json.Marshal(body.Current)
	return a.header.Get("ETag") + " " + string(doc)
}

// readAbove gives the ETag and the state of what is written by an address: of the first that has them, going up.
func (s *server) readAbove(path, cookie string) string {
	s.t.Helper()
	for path, _, _ = strings.Cut(path, "?"); path != "/"; path = gopath.Dir(path) {
		got := s.do(request{http.MethodGet, path, "", with("Cookie", cookie)})
		if got.status == http.StatusOK && got.header.Get("ETag") != "" {
			got.body = `{"current":` + got.body + `}`
			return got.current()
		}
	}
	s.t.Fatal("nothing to read there")
	return ""
}
