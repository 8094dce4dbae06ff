package authoring_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
)

// titles asks for a list and gives the titles in it; least is the sequence number of a write that it must have seen.
func (s *server) titles(cookie, query, least string) (titles []string, got answer) {
	s.t.Helper()
	got = s.do(request{http.MethodGet, "/api/v1/entries?locale=en&" + query, "", with("Cookie", cookie, "Portico-Min-Sequence", least)})
	var body struct {
		Data []struct{ Fields struct{ Title string } }
	}
	if got.status == http.StatusOK {
		if err := json.Unmarshal([]byte(got.body), &body); err != nil {
			s.t.Fatal(err)
		}
	}
	titles = []string{}
	for _, e := range body.Data {
		titles = append(titles, e.Fields.Title)
	}
	return titles, got
}

// create makes an article and gives its id and the number of the write.
func (s *server) create(cookie, space, title string) (id, sequence string) {
	s.t.Helper()
	body, _ := json.Marshal(map[string]any{"space": space, "type": "article", "locales": map[string]any{"en": map[string]any{"title": title}}})
	got := s.do(request{http.MethodPost, "/api/v1/entries", string(body), with("Cookie", cookie)})
	if got.status != http.StatusCreated {
		s.t.Fatalf("create: %d %s", got.status, got.body)
	}
	return strings.TrimPrefix(got.header.Get("Location"), "/api/v1/entries/"), got.header.Get("Portico-Sequence")
}

// TestListDrafts: what was just saved is in the list that asks for it, with its state; the trash is only where it is asked for.
func TestListDrafts(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		s.create(editor, "one", "Zebra")
		id, sequence := s.create(editor, "two", "Ante")
		check := func(query string, want ...string) {
			t.Helper()
			if got, a := s.titles(editor, query, sequence); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q (%d %s)", query, got, want, a.status, a.body)
			}
		}
		check("type=article", "Ante", "First", "Second", "Zebra")
		for never, want := range map[string]int{
			"1000000": http.StatusBadRequest, "9223372036854775807": http.StatusBadRequest, "-1": http.StatusUnprocessableEntity,
		} {
			if _, a := s.titles(editor, "type=article", never); a.status != want || (want == http.StatusBadRequest) != strings.Contains(a.body, `"code":"unknown_write"`) {
				t.Errorf("a list that waits for write %s, which there was not: %d %s", never, a.status, a.body)
			}
		}
		check("type=article&space=one,two&sort=-createdAt", "Ante", "Zebra")
		check("type=article&filter[status]=draft&filter[space]=one", "Zebra")
		check("type=article&filter[status]=published", "First", "Second")
		check("type=article&filter[status]=absent")
		check("type=article&filter[locales][nin]=fr", "Ante", "Second", "Zebra")
		check("type=article&filter[updatedBy][exists]=true&filter[key]="+id, "Ante")
		got := s.do(request{http.MethodDelete, "/api/v1/entries/" + id, "", with("Cookie", editor, "If-Match", `"1"`)})
		if got.status != http.StatusNoContent {
			t.Fatalf("trash: %d %s", got.status, got.body)
		}
		sequence = got.header.Get("Portico-Sequence")
		check("type=article&space=two")
		check("type=article&filter[trashed]=true", "Ante")
		got = s.do(request{http.MethodPost, "/api/v1/entries/" + id + "/purge", "", with("Cookie", s.as(identity.Administrator))})
		sequence = got.header.Get("Portico-Sequence")
		check("type=article&filter[trashed]=true")
		if _, a := s.titles(editor, "type=article&facets=status,space&count=exact", sequence); !strings.Contains(a.body, `"total":3`) ||
			!strings.Contains(a.body, `"facets":{"space":[{"value":"shared","count":2},{"value":"one","count":1}]`) {
			t.Errorf("facets: %s", a.body)
		}
	})
}

// TestQ3ListsKeepSecrets: a list tells nothing of what the reader may not read, whatever is asked for and in whichever parameter.
func TestQ3ListsKeepSecrets(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		s.create(editor, "one", "Mine")
		_, sequence := s.create(editor, "two", "Theirs")
		one := s.assigned("one", identity.Assignment{Role: identity.Viewer, Sites: []string{"one"}, Locales: []string{"*"}})
		for query, want := range map[string][]string{
			"type=article":                              {"First", "Mine", "Second"},
			"type=article&space=two":                    nil,
			"type=article&filter[space]=two":            {},
			"type=article&filter[title]=Theirs":         nil, // not filterable: the same as what is not there
			"type=article&filter[createdBy.password]=x": nil,
			"type=article&sort=password":                nil,
			"type=nothing":                              nil,
			"type=article&q=theirs":                     nil,
			"type=article&nonsense=1":                   nil,
			"filter[a]=b":                               nil,
		} {
			got, a := s.titles(one, query, sequence)
			if (a.status == http.StatusOK) != (want != nil) || want != nil && !slices.Equal(got, want) || strings.Contains(a.body, "Theirs") {
				t.Errorf("%s: %d %q %s", query, a.status, got, a.body)
			}
		}
		if _, a := s.titles(one, "type=article&count=exact&facets=space", sequence); strings.Contains(a.body, `"two"`) || !strings.Contains(a.body, `"total":3`) {
			t.Errorf("counts: %s", a.body)
		}
	})
}

// TestListsOfOneLocale: who reads one locale alone sees its texts in lists, and nothing of the others: they do not stand in for what is
// missing, and cannot be asked by.
func TestListsOfOneLocale(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		role := &identity.Role{Name: "french", Label: map[string]string{"en": "French"}, Grants: []identity.Grant{{
			Actions: []identity.Action{identity.Read}, Types: []string{"*"}, Sites: []string{"*", "shared"}, Locales: []string{"fr"}, Fields: []string{"*"},
		}}}
		err := s.store.Update(t.Context(), func(tx core.Tx) error {
			_, err := tx.SaveRole(t.Context(), role, 0)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		id, sequence := s.create(s.as(identity.Editor), "one", "Secret word")
		french := s.assigned("french", identity.Assignment{Role: "french", Sites: []string{"*", "shared"}, Locales: []string{"*"}})
		for query, want := range map[string][]string{
			"type=article&locale=fr&sort=key":              {"", "Premier", ""},
			"type=article&locale=fr&sort=key&fields=title": {"", "Premier", ""},
			"type=article&locale=en&sort=key":              {"", "", ""},
			"type=article&locale=fr&q=premier":             nil, // what stands in for French would be searched, too
			"type=article&locale=fr&sort=title":            nil,
			"type=article&locale=fr&filter[order]=1":       nil, // all locales share it
		} {
			got := s.do(request{http.MethodGet, "/api/v1/entries?" + query, "", with("Cookie", french, "Portico-Min-Sequence", sequence)})
			var body struct {
				Data []struct{ Fields struct{ Title string } }
			}
			_ = json.Unmarshal([]byte(got.body), &body)
			titles := []string{}
			for _, e := range body.Data {
				titles = append(titles, e.Fields.Title)
			}
			if (got.status == http.StatusOK) != (want != nil) || want != nil && !slices.Equal(titles, want) || strings.Contains(got.body, "Secret") {
				t.Errorf("%s: %d %q, want %q: %s", query, got.status, titles, want, got.body)
			}
		}
		if got := s.do(request{http.MethodGet, "/api/v1/entries/" + id, "", with("Cookie", french)}); strings.Contains(got.body, "Secret") {
			t.Errorf("the entry itself: %s", got.body)
		}
	})
}

// TestListCursors: pages follow each other, and a cursor of one reader opens nothing to another.
func TestListCursors(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	sequence := ""
	for _, title := range []string{"A", "B", "C", "D", "E"} {
		_, sequence = s.create(editor, "one", title)
	}
	var all []string
	next := ""
	for range 10 {
		titles, a := s.titles(editor, "type=article&space=one&page[size]=2"+next, sequence)
		all = append(all, titles...)
		var body struct{ Page struct{ Next string } }
		if err := json.Unmarshal([]byte(a.body), &body); err != nil {
			t.Fatal(a.body)
		}
		if body.Page.Next == "" {
			break
		}
		next = "&page[after]=" + url.QueryEscape(body.Page.Next)
	}
	if got := strings.Join(all, ""); got != "ABCDE" {
		t.Errorf("pages gave %s", got)
	}
	if _, a := s.titles(editor, "type=article&space=two&page[size]=2"+next, sequence); a.status != http.StatusBadRequest {
		t.Errorf("a cursor of another list: %d %s", a.status, a.body)
	}
}

// TestQueryWaitsForTheWrite: a list that is asked for as a document has seen the write that its reader knows of, too.
func TestQueryWaitsForTheWrite(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	for range 20 {
		id, sequence := s.create(editor, "one", "Just now")
		got := s.do(request{http.MethodPost, "/api/v1/entries/query", `{"type":"article","page":{"size":100}}`,
			with("Cookie", editor, "Portico-Min-Sequence", sequence, "Content-Type", "application/json")})
		if got.status != http.StatusOK || !strings.Contains(got.body, id) {
			t.Fatalf("sequence %s: %d, answered as of %s", sequence, got.status, got.header.Get("Portico-Sequence"))
		}
	}
}
