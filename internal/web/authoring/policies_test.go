package authoring_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// policy says who may call a route, by an example that is good but for an old version.
type policy struct {
	path, body     string // :entry is an article's id; the query may be in path
	viewer, editor bool   // whether these built-in roles may; an administrator may all
	anybody        bool   // whoever is signed in may, with no role at all
}

// policies has every route that is not open (SECURITY D1): one that is missing here fails the test.
var policies = map[string]policy{
	"GET /api/v1/me": {path: "/api/v1/me", anybody: true},

	"GET /api/v1/sites":        {path: "/api/v1/sites", viewer: true, editor: true},
	"GET /api/v1/sites/:key":   {path: "/api/v1/sites/one", viewer: true, editor: true},
	"PATCH /api/v1/sites/:key": {path: "/api/v1/sites/one", body: `{}`},

	"GET /api/v1/menus":                          {path: "/api/v1/menus", viewer: true, editor: true},
	"GET /api/v1/menus/:space/:name":             {path: "/api/v1/menus/shared/main", viewer: true, editor: true},
	"PATCH /api/v1/menus/:space/:name/items/:id": {path: "/api/v1/menus/shared/main/items/about", body: `{}`, editor: true},
	"POST /api/v1/menus/:space/:name/publish":    {path: "/api/v1/menus/shared/main/publish", body: `{}`, editor: true},

	"POST /api/v1/entries":                                 {path: "/api/v1/entries", body: `{"space":"shared","type":"article"}`, editor: true},
	"GET /api/v1/entries/export":                           {path: "/api/v1/entries/export", viewer: true, editor: true},
	"POST /api/v1/entries/import":                          {path: "/api/v1/entries/import?dryRun=true", body: `{"space":"shared","type":"article"}`, editor: true},
	"GET /api/v1/entries/:id":                              {path: "/api/v1/entries/:entry", viewer: true, editor: true},
	"PATCH /api/v1/entries/:id":                            {path: "/api/v1/entries/:entry", body: `{"locales":{"en":{"title":"Other"}}}`, editor: true},
	"DELETE /api/v1/entries/:id":                           {path: "/api/v1/entries/:entry", editor: true},
	"POST /api/v1/entries/:id/publish":                     {path: "/api/v1/entries/:entry/publish", body: `{}`, editor: true},
	"POST /api/v1/entries/:id/unpublish":                   {path: "/api/v1/entries/:entry/unpublish", body: `{}`, editor: true},
	"POST /api/v1/entries/:id/archive":                     {path: "/api/v1/entries/:entry/archive", body: `{}`, editor: true},
	"POST /api/v1/entries/:id/unarchive":                   {path: "/api/v1/entries/:entry/unarchive", body: `{}`, editor: true},
	"POST /api/v1/entries/:id/restore":                     {path: "/api/v1/entries/:entry/restore", editor: true},
	"POST /api/v1/entries/:id/purge":                       {path: "/api/v1/entries/:entry/purge"},
	"GET /api/v1/entries/:id/revisions":                    {path: "/api/v1/entries/:entry/revisions", viewer: true, editor: true},
	"GET /api/v1/entries/:id/revisions/:revision":          {path: "/api/v1/entries/:entry/revisions/1", viewer: true, editor: true},
	"POST /api/v1/entries/:id/revisions/:revision/restore": {path: "/api/v1/entries/:entry/revisions/1/restore", editor: true},
}

// TestRolesD1: every route asks for a right. Who has none is refused and changes nothing, and is told the same as of what is not
// there; who has it gets through.
func TestRolesD1(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		roles := map[string]string{"": s.as(""), identity.Viewer: s.as(identity.Viewer), identity.Editor: s.as(identity.Editor)}
		admin := s.as(identity.Administrator)
		before := storetest.Dump(t, s.dbURL, s.dir)
		may := func(p policy, role string) bool {
			return p.anybody || (p.viewer && role == identity.Viewer) || (p.editor && role == identity.Editor)
		}
		call := func(name string, p policy, version, cookie string) answer {
			method, _, _ := strings.Cut(name, " ")
			return s.do(request{method, s.fill(p.path), p.body, with("Cookie", cookie, "If-Match", version)})
		}
		for _, name := range s.routes() {
			p, ok := policies[name]
			if openRoutes[name] != "" {
				continue
			}
			if !ok {
				t.Errorf("%s has no policy: add a line to policies", name)
			}
			for role, cookie := range roles {
				if may(p, role) {
					continue
				}
				for _, version := range []string{`"1"`, `"99"`} {
					got := call(name, p, version, cookie)
					if !slices.Contains([]int{http.StatusForbidden, http.StatusNotFound}, got.status) {
						t.Errorf("%s as %q: %d %s", name, role, got.status, got.body)
					}
				}
			}
		}
		if diff := cmp.Diff(before, storetest.Dump(t, s.dbURL, s.dir)); diff != "" {
			t.Errorf("something was written: %s", diff)
		}
		for name, p := range policies {
			if !slices.Contains(s.routes(), name) {
				t.Errorf("%s has a policy and does not exist", name)
				continue
			}
			for role, cookie := range roles {
				if !may(p, role) {
					continue
				}
				if got := call(name, p, `"99"`, cookie); got.status == http.StatusForbidden || got.status >= 500 {
					t.Errorf("%s as %q: %d %s", name, role, got.status, got.body)
				}
			}
			if got := call(name, p, `"99"`, admin); slices.Contains([]int{http.StatusForbidden, http.StatusNotFound}, got.status) || got.status >= 500 {
				t.Errorf("%s as administrator: %d %s", name, got.status, got.body)
			}
		}
	})
}
