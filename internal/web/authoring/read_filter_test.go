package authoring_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// memo has fields that only a site manager (and an administrator) may read.
const memo = `name: memo
label: {en: Memo}
title: title
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true, required: true}
  - {name: hidden, kind: text, label: {en: Hidden}, readableBy: [site-manager], filterable: true, sortable: true, searchable: true}
  - {name: whispered, kind: long-text, label: {en: Whispered}, localized: true, readableBy: [site-manager], searchable: true}
  - {name: contact, kind: component, label: {en: Contact}, readableBy: [site-manager], fields: [{name: who, kind: text, label: {en: Who}}]}
  - {name: about, kind: reference, label: {en: About}, to: [article], readableBy: [site-manager]}
  - {name: echo, kind: computed, label: {en: Echo}, value: '{hidden}', readableBy: [site-manager]}
`

const hush = "xqzhush" // stands in every value that is not for the reader

// memos makes an entry with two saved versions and a published one, and comments about a hidden field; secret stands in them.
func (s *server) memos(admin string) (id string) {
	s.t.Helper()
	s.types(map[string]string{"memo.yaml": memo})
	values := func(n int) string {
		return fmt.Sprintf(`"shared":{"hidden":"%[1]s%[2]d","contact":{"who":"%[1]s%[2]d"},"about":{"$ref":"article/%[3]s"}},`+
			`"locales":{"en":{"title":"Memo %[2]d","whispered":"%[1]s %[2]d"},"fr":{"title":"Mémo %[2]d","whispered":"%[1]s fr %[2]d"}}`, hush, n, s.entryID("first"))
	}
	var made named
	s.call(admin, http.MethodPost, "/api/v1/entries", `{"space":"shared","type":"memo","key":"memo",`+values(1)+`}`, "", 201, &made)
	at := "/api/v1/entries/" + made.ID
	s.call(admin, http.MethodPost, at+"/publish", `{}`, `"1"`, 200, nil)
	s.call(admin, http.MethodPatch, at, `{`+values(2)+`}`, `"`+s.version(admin, made.ID)+`"`, 200, nil)
	for _, pointer := range []string{"/shared/hidden", "/locales/en/whispered", "/shared/contact/who"} {
		s.call(admin, http.MethodPost, at+"/comments", `{"body":"`+hush+` said so","pointer":"`+pointer+`"}`, "", 201, nil)
	}
	return made.ID
}

// TestReadFilterL2: whatever is asked about an entry, and in whatever way it goes wrong, a value of a field that the reader may not
// read is not in the answer. Every route of policies is asked about the entry, and what needs more than an address is listed here.
func TestReadFilterL2(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		s.teamView()
		s.siteKeyID()
		s.subject()
		id := s.memos(admin)
		_, sequence := s.create(admin, "shared", "Wait for it") // what the list is asked to have seen
		at := "/api/v1/entries/" + id
		more := []request{
			{"GET", at + "/revisions/2", "", nil}, {"GET", at + "/diff?from=1&to=2", "", nil}, {"GET", at + "/diff?from=1&to=draft", "", nil},
			{"GET", at + "/diff?from=published&to=draft", "", nil}, {"GET", "/api/v1/entries/" + s.entryID("first") + "/uses", "", nil},
			{"GET", "/api/v1/entries?type=memo", "", nil}, {"GET", "/api/v1/entries?type=memo&include=about", "", nil}, {"GET", "/api/v1/entries?type=memo&locale=fr", "", nil},
			{"GET", "/api/v1/entries?type=memo&filter[hidden]=" + hush + "2", "", nil}, {"GET", "/api/v1/entries?type=memo&filter[hidden][starts]=x", "", nil},
			{"GET", "/api/v1/entries?type=memo&sort=hidden", "", nil}, {"GET", "/api/v1/entries?type=memo&fields=hidden,title", "", nil},
			{"GET", "/api/v1/entries?type=memo&facets=hidden", "", nil}, {"GET", "/api/v1/entries?type=memo&q=xqz", "", nil},
			{"POST", "/api/v1/entries/query", `{"type":"memo","fields":["hidden"]}`, nil}, {"POST", "/api/v1/entries/query", `{"type":"memo"}`, nil},
			{"GET", "/api/v1/entries/export?type=memo", "", nil}, {"GET", "/api/v1/entries/export?type=memo&view=published", "", nil},
			{"POST", "/api/v1/entries/export", `{"entries":["` + id + `"]}`, nil},
			{"POST", "/api/v1/translations/export", `{"entries":["` + id + `"],"source":"en","target":"fr","state":"current"}`, nil},
			{"POST", "/api/v1/translations/export", `{"entries":["` + id + `"],"source":"en","target":"de","format":"csv"}`, nil},
			{"POST", "/api/v1/translations/export", `{"source":"en","target":"de"}`, nil},
			{"GET", "/api/v1/translations?locale=fr&type=memo", "", nil}, {"GET", "/api/v1/audit?subject=entry/" + id, "", nil},
			{"PATCH", at, `{"shared":{"hidden":"x"}}`, nil}, {"PATCH", at, `{"shared":{"hidden":null}}`, nil}, {"PATCH", at, `{"locales":{"en":{"title":"New"}}}`, nil},
			{"POST", at + "/revisions/1/restore", "", nil}, {"POST", at + "/override", `{"site":"one"}`, nil},
			{"POST", "/api/v1/entries/import", `{"space":"shared","type":"memo","key":"memo","locales":{"en":{"title":"Line"}}}`, nil},
			{"POST", "/api/v1/entries/import", `{"space":"shared","type":"memo","key":"memo","shared":{"hidden":"x"}}`, nil},
			{"GET", "/api/v1/sites/one/inheritance?type=memo", "", nil}, {"GET", "/api/v1/jobs?page[size]=10", "", nil},
		}
		manager := s.as(identity.SiteManager) // who may read it finds it by the same questions
		for _, r := range more[:4] {
			if got := s.call(manager, r.method, r.path, "", "", 200, nil); !strings.Contains(got.body, hush) {
				t.Errorf("as site-manager: %s: %s", r.path, got.body)
			}
		}
		var paths []string
		for name := range policies {
			paths = append(paths, name)
		}
		slices.Sort(paths)
		about := func(text string) string { return strings.ReplaceAll(text, ":entry", id) }
		for _, role := range []string{identity.Viewer, identity.Editor} {
			cookie := s.as(role)
			ask := func(r request, what string) {
				if r.path == "/api/v1/events" {
					return // it names entries, and ends when it wants to
				}
				for i, version := range []string{`"99"`, `"` + s.version(admin, id) + `"`} { // a 412, which carries the entry, and an answer
					if i > 0 && r.method == http.MethodGet {
						break
					}
					r.header = with("Cookie", cookie, "If-Match", version, "Portico-Min-Sequence", sequence)
					if strings.HasSuffix(r.path, "/import") {
						r.header["Content-Type"] = "application/x-ndjson"
					}
					if got := s.do(r); strings.Contains(got.body+fmt.Sprint(got.header), hush) || got.status >= 500 {
						t.Errorf("%s as %s: %d %s", what, role, got.status, got.body)
					}
				}
			}
			for _, r := range more {
				ask(r, r.method+" "+r.path+" "+r.body)
			}
			for _, name := range paths {
				method, _, _ := strings.Cut(name, " ")
				if strings.HasSuffix(name, "/purge") || method == http.MethodDelete && strings.HasSuffix(name, "/:id") || strings.Contains(name, "/me/") {
					continue // they answer nothing about it
				}
				p := policies[name]
				ask(request{method, s.fill(about(p.path)), s.fillBody(about(p.body)), nil}, name)
			}
		}
	})
}

// TestNoOracleL2: what is not in an answer cannot be guessed from it: whether a guess about a hidden value is right or wrong, or the
// value is there at all, the reader is answered the same.
func TestNoOracleL2(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin, editor := s.as(identity.Administrator), s.as(identity.Editor)
		s.memos(admin)
		_, sequence := s.create(admin, "shared", "Wait for it")
		for _, query := range []string{"q=%s", "filter[hidden]=%s", "filter[hidden][starts]=%s", "filter[contact.who]=%s", "filter[echo]=%s", "sort=hidden&q=%s"} {
			ask := func(guess string) string {
				got := s.do(request{http.MethodGet, "/api/v1/entries?type=memo&locale=en&count=exact&" + fmt.Sprintf(query, guess), "",
					with("Cookie", editor, "Portico-Min-Sequence", sequence)})
				var body map[string]any
				if err := json.Unmarshal([]byte(got.body), &body); err != nil {
					t.Fatal(err)
				}
				delete(body, "id")
				out, _ := json.Marshal(body)
				return fmt.Sprint(got.status, " ", string(out))
			}
			if right, wrong := ask(hush+"2"), ask("wrongguess"); right != wrong {
				t.Errorf("%s: a right guess: %s\na wrong one: %s", query, right, wrong)
			}
		}
	})
}

// TestRecreatedFieldA3: a field that was removed, which somebody accepted, and came back later has none of its old values: not in the
// draft, nor in what is published, nor in lists and exports, nor in its history, in the audit and in comments.
func TestRecreatedFieldA3(t *testing.T) {
	const line = "  - {name: note, kind: %s, label: {en: Note}%s, filterable: true}\n"
	base, _, _ := strings.Cut(memo, "  - {name: hidden")
	onEach(t, func(t *testing.T, s *server) {
		admin, editor := s.as(identity.Administrator), s.as(identity.Editor)
		with1 := func(kind, access string) {
			src := base
			if kind != "" {
				src += fmt.Sprintf(line, kind, access)
			}
			s.types(map[string]string{"memo.yaml": src})
		}
		for i, again := range []string{"text", "integer", "tags"} {
			with1("text", ", readableBy: [site-manager]")
			body := fmt.Sprintf(`{"space":"shared","type":"memo","key":"k%d","shared":{"note":"%s"},"locales":{"en":{"title":"K%d"}}}`, i, hush, i)
			var made named
			s.call(admin, http.MethodPost, "/api/v1/entries", body, "", 201, &made)
			at := "/api/v1/entries/" + made.ID
			published := s.call(admin, http.MethodPost, at+"/publish", `{}`, `"1"`, 200, nil)
			s.call(admin, http.MethodPost, at+"/comments", `{"body":"`+hush+` said so","pointer":"/shared/note"}`, "", 201, nil)
			with1("", "")
			with1(again, "")
			_, sequence := s.create(admin, "shared", fmt.Sprint("Wait for it ", i))
			for _, path := range []string{
				at, "/api/v1/entries?type=memo&locale=en", "/api/v1/entries?type=memo&locale=en&filter[note]=" + hush, "/api/v1/entries?type=memo&locale=en&q=" + hush,
				"/api/v1/entries/export?type=memo", "/api/v1/entries/export?type=memo&view=published", at + "/diff?from=published&to=draft",
				at + "/revisions/1", at + "/diff?from=0&to=1", at + "/diff?from=1&to=draft", at + "/comments",
			} {
				got := s.do(request{http.MethodGet, path, "", with("Cookie", editor, "Portico-Min-Sequence", sequence)})
				if strings.Contains(got.body, hush) || got.status >= 500 {
					t.Errorf("note is %s again, %s: %d %s", again, path, got.status, got.body)
				}
			}
			trail := s.do(request{http.MethodGet, "/api/v1/audit?subject=entry/" + made.ID, "", with("Cookie", admin)})
			if strings.Contains(trail.body, hush) || !strings.Contains(trail.body, "entry.create") {
				t.Errorf("note is %s again, and the audit: %d %s", again, trail.status, trail.body)
			}
			if n := s.published(made.ID, published.header.Get("Portico-Generation")); strings.Contains(n, hush) {
				t.Errorf("note is %s again, and is served: %s", again, n)
			}
			var restored struct{ Shared map[string]any }
			s.call(editor, http.MethodPost, at+"/revisions/1/restore", "", `"`+s.version(editor, made.ID)+`"`, 200, &restored)
			if len(restored.Shared) > 0 {
				t.Errorf("note is %s again, and was restored: %v", again, restored.Shared)
			}
			version := `"` + s.version(editor, made.ID) + `"`
			s.call(editor, http.MethodPost, at+"/publish", `{}`, version, 200, nil)
			if n := s.published(made.ID, "0"); strings.Contains(n, hush) || !strings.Contains(n, "K"+fmt.Sprint(i)) {
				t.Errorf("note is %s again, and was published: %s", again, n)
			}
		}
	})
}

// published gives the newest record of an entry after a generation, as delivery nodes get it; "" where there is none.
func (s *server) published(id, after string) (body string) {
	s.t.Helper()
	n := int64(0)
	_, _ = fmt.Sscan(after, &n)
	records, _, err := storetest.Since(s.t.Context(), s.store, n)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range records {
		if r.Key == id {
			body = string(r.Body)
		}
	}
	return body
}
