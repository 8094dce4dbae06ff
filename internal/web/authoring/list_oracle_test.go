package authoring_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/query"
)

// listProbes ask a list for a field, in each parameter that takes paths.
var listProbes = map[string][]string{
	"filter":  {"filter[%s]=1", "filter[%s][starts]=$2", "filter[%s][exists]=true", "filter[related.%s][in]=a,b", "filter[related.related.%s]=1"},
	"sort":    {"sort=%s", "sort=-%s", "sort=title,%s"},
	"fields":  {"fields=%s", "fields=title,%s", "fields=related.%s&include=related"},
	"include": {"include=%s", "include=related.%s"},
	"facets":  {"facets=%s"},
}

// TestQ1Q2ListsAreNoOracle: a field that may not be asked for, or of what is no content at all, is answered as one that there is not,
// in every parameter that takes paths. The parameters are those of the query language: a new one without a probe fails.
func TestQ1Q2ListsAreNoOracle(t *testing.T) {
	s := start(t, "", "")
	s.load()
	viewer := s.as(identity.Viewer)
	names := []string{"nosuchfield", "passwordHash", "createdBy.passwordHash", "createdBy.email", "password", "updatedBy.sessions", "hash", "via"}
	for _, p := range query.Parameters() {
		if p.Paths != (listProbes[p.Name] != nil) {
			t.Errorf("%s: takes paths is %v, and there are %d probes", p.Name, p.Paths, len(listProbes[p.Name]))
		}
		for _, probe := range listProbes[p.Name] {
			first := ""
			for _, name := range names {
				if strings.Contains(name, ".") && strings.Contains(probe, "related.related") {
					continue // four names are no path at all
				}
				got := s.do(request{http.MethodGet, "/api/v1/entries?type=article&locale=en&" + fmt.Sprintf(probe, name), "", with("Cookie", viewer)})
				said := neutral(t, got.body, name)
				if first == "" {
					first = said
				}
				if got.status != http.StatusBadRequest || said != first {
					t.Errorf("%s of %s: %d %s, of another name %s", probe, name, got.status, said, first)
				}
			}
		}
	}
	for _, probe := range []string{`"filter":{"%s":{"starts":"$2"}}`, `"filter":{"not":{"related.%s":1}}`, `"sort":["%s"]`, `"fields":["%s"]`, `"include":["%s"]`, `"facets":["%s"]`} {
		first := ""
		for _, name := range names {
			got := s.do(request{http.MethodPost, "/api/v1/entries/query", `{"type":"article",` + fmt.Sprintf(probe, name) + `}`, with("Cookie", viewer)})
			said := neutral(t, got.body, name)
			if first == "" {
				first = said
			}
			if got.status != http.StatusBadRequest || said != first {
				t.Errorf("%s of %s: %d %s, of another name %s", probe, name, got.status, said, first)
			}
		}
	}
}

// sequences are of all writes there are: of a job, too.
var sequences = regexp.MustCompile(`,"sequence":\d+`)

// TestQ5RowsOfOthersDecideNothing: a condition through a reference finds nothing in rows that are not for the reader, whether they have
// what is asked for or not; nor do counts, facets and inclusions tell of them.
func TestQ5RowsOfOthersDecideNothing(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		folder := tiny(t).(fstest.MapFS)
		maps.DeleteFunc(folder, func(name string, _ *fstest.MapFile) bool { return !strings.HasPrefix(name, "content-types/") })
		article := folder["content-types/article.yaml"]
		article.Data = []byte(strings.NewReplacer("label: {en: Order}", "label: {en: Order}, filterable: true", "many: true", "many: true, filterable: true").
			Replace(string(article.Data)))
		if _, err := s.core.ImportFS(t.Context(), core.System("test"), folder); err != nil {
			t.Fatal(err)
		}
		editor := s.as(identity.Editor)
		theirs, _ := s.create(editor, "two", "Theirs")
		mine, _ := s.create(editor, "one", "Mine")
		for id, body := range map[string]string{
			theirs: `{"shared":{"order":7}}`, mine: `{"shared":{"order":7,"related":[{"$ref":"article/` + theirs + `"}]}}`,
		} {
			got := s.do(request{http.MethodPatch, "/api/v1/entries/" + id, body, with("Cookie", editor, "If-Match", `"1"`, "Content-Type", "application/merge-patch+json")})
			if got.status != http.StatusOK {
				t.Fatal(got.body)
			}
		}
		_, sequence := s.create(editor, "one", "Later")
		one := s.assigned("reader", identity.Assignment{Role: identity.Viewer, Sites: []string{"one"}, Locales: []string{"*"}})
		ask := func(cookie, query string) ([]string, string) {
			titles, a := s.titles(cookie, "type=article&count=exact&"+query, sequence)
			if a.status != http.StatusOK {
				t.Errorf("%s: %d %s", query, a.status, a.body)
			}
			return titles, sequences.ReplaceAllString(a.body, "")
		}
		for query, right := range map[string]string{ // what is there, and would be found by who may see it
			"filter[related.order]=7": "filter[related.order]=8", "filter[related.order][gt]=6": "filter[related.order][gt]=9",
			"filter[related.key]=" + theirs: "filter[related.key]=01920000-0000-7000-8000-000000000000",
		} {
			if found, _ := ask(editor, query); !slices.Equal(found, []string{"Mine"}) {
				t.Errorf("%s finds %q for an editor: the test asks nothing", query, found)
			}
			found, body := ask(one, query)
			if other, none := ask(one, right); len(found) > 0 || len(other) > 0 || body != none {
				t.Errorf("%s tells: %q %s\nwhere there is nothing: %q %s", query, found, body, other, none)
			}
		}
		_, body := ask(one, "facets=related&include=related") // that a reference leads nowhere is told, once
		if strings.Count(body, theirs) != 1 || !strings.Contains(body, `"unresolved":["article/`+theirs) || strings.Contains(body, "Theirs") || !strings.Contains(body, "Mine") {
			t.Errorf("facets and inclusions: %s", body)
		}
	})
}

// neutral is a problem without what differs in every one: its id, and the name that the caller has sent.
func neutral(t *testing.T, raw, name string) string {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(raw), &body); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	delete(body, "id")
	same, _ := json.Marshal(body)
	return strings.ReplaceAll(string(same), name, "NAME")
}

var tellsOfSQL = regexp.MustCompile(`(?i)\bSQL|sqlite|SELECT |fts5|\bpgx\b|SQLSTATE`)

// TestI1ManagementLists: SQL, and what looks like it, in every parameter of every list is a value like any other, or refused.
func TestI1ManagementLists(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		lists := map[string][]string{
			"/api/v1/entries?type=article&locale=en": {
				"filter[title]=", "filter[order][gt]=", "filter[status]=", "filter[space][in]=", "filter[%s]=x", "q=", "sort=", "fields=", "include=", "facets=",
				"count=", "page[size]=", "page[after]=", "space=", "fallback=", "format=",
			},
			"/api/v1/entries?":               {"type=", "locale=en&type="},
			"/api/v1/audit?":                 {"actor=", "action=", "subject=", "site=", "since=", "page[after]=", "page[size]="},
			"/api/v1/accounts?":              {"q=", "role=", "page[after]="},
			"/api/v1/media?":                 {"q=", "space=", "sort=", "page[after]="},
			"/api/v1/translations?locale=de": {"&space=", "&type=", "&state=", "&page[after]="},
			"/api/v1/reviews?":               {"assignee=", "page[after]="},
			"/api/v1/content-releases?":      {"state=", "page[after]="},
			"/api/v1/jobs?":                  {"state=", "page[after]="},
			"/api/v1/keys?":                  {"owner=", "page[after]="},
		}
		for list, parameters := range lists {
			for _, parameter := range parameters {
				for _, value := range []string{"' OR 1=1 --", "1;DROP TABLE entries", `"`, "') UNION SELECT hash FROM api_keys --", "%", "_", "\\", "$1", "title) = 1 OR (1", "NEAR(a b)", "title:x"} {
					path := list + "&" + parameter + url.QueryEscape(value)
					if strings.Contains(parameter, "%s") {
						path = list + "&" + fmt.Sprintf(parameter, url.QueryEscape(value))
					}
					got := s.do(request{http.MethodGet, path, "", with("Cookie", admin)})
					if got.status >= 500 || tellsOfSQL.MatchString(noise.ReplaceAllString(strings.ReplaceAll(got.body, value, ""), "")) {
						t.Errorf("%s: %d %.300s", path, got.status, got.body)
					}
				}
			}
		}
		if titles, got := s.titles(admin, "type=article", ""); len(titles) != 2 {
			t.Errorf("afterwards: %q %s", titles, got.body)
		}
	})
}
