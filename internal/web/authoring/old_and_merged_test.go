package authoring_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestOldAndMergedA4: a write is judged by what there was and by what there would be, not by what its body says. Who translates site
// one into French reaches nothing else, in whatever way they write it; and all that is refused leaves everything as it was.
func TestOldAndMergedA4(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		translator := s.assigned("fr", identity.Assignment{Role: identity.Translator, Sites: []string{"one"}, Locales: []string{"fr"}})
		make1 := func(space, key string) string {
			var made named
			s.call(admin, http.MethodPost, "/api/v1/entries", fmt.Sprintf(`{"space":%q,"type":"article","key":%q,"shared":{"order":1},`+
				`"locales":{"en":{"title":"One"},"fr":{"title":"Un"},"de":{"title":"Eins"}}}`, space, key), "", 201, &made)
			return made.ID
		}
		mine, theirs, shared, gone, archived := make1("one", "mine"), make1("two", "theirs"), make1("shared", "common"), make1("one", "gone"), make1("one", "archived")
		s.call(admin, http.MethodPatch, "/api/v1/entries/"+mine, `{"locales":{"en":{"title":"Two"},"fr":{"body":"Texte"}}}`, `"1"`, 200, nil)
		s.call(admin, http.MethodDelete, "/api/v1/entries/"+gone, "", `"1"`, 204, nil)
		s.call(admin, http.MethodPost, "/api/v1/entries/"+archived+"/archive", `{}`, `"1"`, 200, nil)
		version := func(id string) string { return `"` + s.version(admin, id) + `"` }

		type try struct{ id, method, path, body string }
		var tries []try
		for _, patch := range []string{
			`{"locales":{"en":{"title":"x"}}}`, `{"locales":{"en":{"title":null}}}`, `{"locales":{"en":null}}`, `{"locales":{"de":null}}`, `{"locales":null}`, `{"locales":{}, "shared":null}`,
			`{"shared":{"order":2}}`, `{"shared":{"order":null}}`, `{"shared":{"related":[]},"locales":{"en":{"body":"x"}}}`, `{"locales":{"fr":{"title":"x"},"en":{"title":"x"}}}`,
			`{"locales":{"ar":{"title":"x"}}}`, `{"locales":{"fr-CA":{"title":"x"}}}`, `{"locales":{"EN":{"title":"x"}}}`, `{"locales":{"fr":{"title":"x"}},"locales":{"en":{"title":"x"}}}`,
			`{"space":"two","locales":{"fr":{"title":"x"}}}`, `{"type":"faq"}`, `{"key":"x"}`, `{"id":"x"}`, `{"version":1}`, `{"workflow":{}}`, `{"status":{"fr":"published"}}`,
			`{"parent":""}`, `{"createdBy":"x"}`, `{"Locales":{"en":{"title":"x"}}}`, `{"locales":{"fr":{"order":3}}}`, `{"shared":{"title":"x"}}`, `{"locales":{"":{"title":"x"}}}`,
		} {
			tries = append(tries, try{mine, http.MethodPatch, "", patch})
		}
		for _, id := range []string{theirs, shared, gone} { // elsewhere, or not as it was
			tries = append(tries, try{id, http.MethodPatch, "", `{"locales":{"fr":{"title":"x"}}}`})
		}
		for _, act := range []try{
			{path: "/publish", body: `{}`}, {path: "/publish", body: `{"locales":["en"]}`}, {path: "/unpublish", body: `{}`}, {path: "/archive", body: `{}`},
			{path: "/revisions/1/restore"}, {path: "/override", body: `{"site":"two"}`}, {path: "/move", body: `{"parent":""}`}, {path: "/purge"}, {path: "/restore"},
			{path: "/translated", body: `{"locale":"en"}`}, {path: "/submit", body: `{"locales":["en"]}`}, {path: "/submit", body: `{"locales":["fr","en"]}`},
			{path: "/replace-uses", body: `{"by":"` + mine + `"}`}, {path: "/approve", body: `{}`},
		} {
			for _, id := range []string{mine, theirs, shared} {
				tries = append(tries, try{id, http.MethodPost, act.path, act.body})
			}
		}
		tries = append(tries, try{archived, http.MethodPost, "/unarchive", `{}`}, try{archived, http.MethodPatch, "", `{"locales":{"en":{"title":"x"}}}`})
		before := storetest.Dump(t, s.dbURL, s.dir)
		for _, r := range tries {
			for _, v := range []string{version(r.id), `"99"`} {
				got := s.do(request{r.method, "/api/v1/entries/" + r.id + r.path, r.body, with("Cookie", translator, "If-Match", v)})
				if !slices.Contains([]int{400, 403, 404, 409, 412, 422}, got.status) {
					t.Errorf("%s %s %s: %d %s", r.method, r.path, r.body, got.status, got.body)
				}
			}
		}
		line := func(more string) string { return `{"space":"one","type":"article",` + more + `}` }
		for _, body := range []string{
			line(`"key":"mine","locales":{"en":{"title":"x"}}`), line(`"key":"mine","shared":{"order":9}`), line(`"key":"mine","locales":{"fr":{"title":"x"}},"publish":["fr"]`),
			line(`"id":"` + theirs + `","locales":{"fr":{"title":"x"}}`), line(`"id":"` + theirs + `","key":"theirs","locales":{"fr":{"title":"x"}}`),
			line(`"id":"` + gone + `","key":"gone","locales":{"fr":{"title":"x"}}`), `{"space":"two","type":"article","id":"` + mine + `","locales":{"fr":{"title":"x"}}}`,
			`{"space":"two","type":"article","key":"theirs","locales":{"fr":{"title":"x"}}}`, line(`"key":"mine","locales":{"fr":{"title":"x"}}`) + "\n" + line(`"key":"mine","locales":{"de":{"title":"x"}}`),
		} {
			got := s.do(request{http.MethodPost, "/api/v1/entries/import", body, with("Cookie", translator, "Content-Type", "application/x-ndjson")})
			if !slices.Contains([]int{403, 404, 409, 422}, got.status) {
				t.Errorf("import of %s: %d %s", body, got.status, got.body)
			}
		}
		if diff := cmp.Diff(before, storetest.Dump(t, s.dbURL, s.dir)); diff != "" {
			t.Errorf("something was written: %s", diff)
		}
		s.call(translator, http.MethodPatch, "/api/v1/entries/"+mine, `{"locales":{"fr":{"title":"Traduit"},"en":{"title":"Two"}},"shared":{"order":1}}`, version(mine), 200, nil)
		read := s.call(admin, http.MethodGet, "/api/v1/entries/"+mine, "", "", 200, nil)
		if !strings.Contains(read.body, "Traduit") {
			t.Errorf("what is theirs, and what changes nothing, is refused: %s", read.body)
		}
	})
}

// TestApprovalOfWhatWasReadA4: an approval is of what the reviewer has read, and goes with the change after it.
func TestApprovalOfWhatWasReadA4(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		s.types(map[string]string{"memo.yaml": strings.Replace(memo, "title: title\n", "title: title\nreview: required\n", 1)})
		editor, reviewer := s.as(identity.Editor), s.as(identity.Reviewer)
		var made named
		s.call(editor, http.MethodPost, "/api/v1/entries", `{"space":"one","type":"memo","locales":{"en":{"title":"Good"},"fr":{"title":"Bon"}}}`, "", 201, &made)
		at := "/api/v1/entries/" + made.ID
		act := func(cookie, what, body string, want int) {
			t.Helper()
			s.call(cookie, http.MethodPost, at+what, body, `"`+s.version(editor, made.ID)+`"`, want, nil)
		}
		patch := func(body string) {
			t.Helper()
			s.call(editor, http.MethodPatch, at, body, `"`+s.version(editor, made.ID)+`"`, 200, nil)
		}
		act(editor, "/publish", `{}`, 409)
		act(editor, "/submit", `{"locales":["en","fr"]}`, 200)
		act(reviewer, "/approve", `{"locales":["en"]}`, 200)
		act(editor, "/publish", `{"locales":["en","fr"]}`, 409)
		patch(`{"locales":{"en":{"title":"Bad"}}}`)
		act(editor, "/publish", `{"locales":["en"]}`, 409)
		patch(`{"locales":{"en":{"title":"Good"}}}`)
		act(editor, "/submit", `{"locales":["en"]}`, 200)
		stale := s.version(editor, made.ID)
		patch(`{"locales":{"en":{"title":"Bad again"}}}`)
		s.call(reviewer, http.MethodPost, at+"/approve", `{"locales":["en"]}`, `"`+stale+`"`, 412, nil)
		act(editor, "/publish", `{"locales":["en"]}`, 409)
	})
}
