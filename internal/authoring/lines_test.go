package authoring_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

func (p *plane) lines(actor authoring.Actor, scope authoring.LinesScope) string {
	p.t.Helper()
	var b bytes.Buffer
	if _, err := p.ExportLines(p.t.Context(), actor, scope, &b); err != nil {
		p.t.Fatal(err)
	}
	return b.String()
}

func (p *plane) importLines(actor authoring.Actor, src string, mode authoring.LinesMode) (*authoring.LinesDone, error) {
	return p.ImportLines(p.t.Context(), actor, func() (io.Reader, error) { return strings.NewReader(src), nil }, mode)
}

// TestLines: what is exported as lines makes the same entries elsewhere, whatever the order, and nothing the second time.
func TestLines(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		exported := p.lines(root, authoring.LinesScope{})
		other := newPlane(t, "")
		other.importTiny(files{"entries/": ""})
		list := strings.Split(strings.TrimSpace(exported), "\n")
		for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
			list[i], list[j] = list[j], list[i]
		}
		backwards := strings.Join(list, "\n\n")
		plan, err := other.importLines(root, backwards, authoring.LinesMode{DryRun: true})
		if err != nil || plan.Created != 4 || other.lines(root, authoring.LinesScope{}) != "" {
			t.Errorf("%+v %v", plan, err)
		}
		done, err := other.importLines(root, backwards, authoring.LinesMode{Create: true})
		if err != nil || done.Created != 4 || done.Published != 4 || done.Generation != 2 {
			t.Fatalf("%+v %v", done, err)
		}
		if diff := cmp.Diff(exported, other.lines(root, authoring.LinesScope{})); diff != "" {
			t.Error(diff)
		}
		if done, err = other.importLines(root, backwards, authoring.LinesMode{}); err != nil || done.Unchanged != 4 || done.Published+done.Updated > 0 {
			t.Errorf("%+v %v", done, err)
		}
		if _, err = other.importLines(root, list[0], authoring.LinesMode{Create: true}); !fault.Is(err, fault.Unprocessable) {
			t.Errorf("it is there already: %v", err)
		}
	})
}

// TestLinesOfADraft: the line of a draft with changes does not publish them, and documents that it does not name stay.
func TestLinesOfADraft(t *testing.T) {
	p := newPlane(t, "")
	p.importTiny(nil)
	id := p.entry("article", "first").ID
	p.must(p.SaveEntry(t.Context(), root, id, authoring.SaveEntry{Patch: []byte(`{"locales":{"en":{"title":"Other"}}}`)}))
	draft := p.lines(root, authoring.LinesScope{Type: "article"})
	if !strings.Contains(draft, `"title":"Other"`) || strings.Contains(strings.Split(draft, "\n")[0], `"publish"`) {
		t.Errorf("%s", draft)
	}
	if live := p.lines(root, authoring.LinesScope{Type: "article", Published: true}); strings.Contains(live, "Other") || !strings.Contains(live, `"publish":["en"]`) {
		t.Errorf("%s", live)
	}
	done, err := p.importLines(root, `{"space":"shared","type":"article","key":"first","locales":{"de":{"title":"Erster"}}}`, authoring.LinesMode{})
	if err != nil || done.Updated != 1 {
		t.Fatalf("%+v %v", done, err)
	}
	s, err := p.Entry(t.Context(), root, id)
	if err != nil || len(s.Draft.Locales) != 3 || s.Draft.Locales["en"]["title"] != "Other" || s.Served("en") != content.StatusChanged {
		t.Errorf("%+v %v", s.Draft, err)
	}
}

// TestImportLinesRefusesI6: what is wrong with a line is told with its number, and nothing is written.
func TestImportLinesRefusesI6(t *testing.T) {
	good := `{"space":"shared","type":"article","key":"good","locales":{"en":{"title":"Good"}}}`
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		for name, tt := range map[string]struct{ line, pointer, code string }{
			"no JSON":           {`{"space":`, "/lines/3", "json_syntax"},
			"two values":        {`{} {}`, "/lines/3", "json_syntax"},
			"a list":            {`[]`, "/lines/3", "wrong_kind"},
			"twice":             {`{"space":"shared","space":"one","type":"article"}`, "/lines/3/space", "repeated_key"},
			"twice, deep":       {`{"space":"shared","type":"article","locales":{"en":{"title":"a","title":"b"}}}`, "/lines/3/locales/en/title", "repeated_key"},
			"proto":             {`{"__proto__":{"a":1},"space":"shared","type":"article"}`, "/lines/3/__proto__", "unknown_field"},
			"proto, deep":       {`{"space":"shared","type":"article","shared":{"__proto__":{}}}`, "/lines/3/shared/__proto__", "unknown_field"},
			"unknown":           {`{"space":"shared","type":"article","status":"published"}`, "/lines/3/status", "unknown_field"},
			"NUL":               {`{"space":"shared","type":"article","locales":{"en":{"title":"a\u0000"}}}`, "/lines/3/locales/en/title", "bad_text"},
			"NUL in a name":     {`{"space":"shared","type":"article","locales":{"en":{"t\u0000":"a"}}}`, "/lines/3/locales/en", "bad_text"},
			"no UTF-8":          {"{\"space\":\"shared\",\"type\":\"\xff\"}", "/lines/3", "bad_text"},
			"long":              {`{"space":"` + strings.Repeat("x", authoring.MaxLine) + `"}`, "/lines/3", "too_large"},
			"deep":              {strings.Repeat("[", 1e6), "/lines/3", "json_syntax"},
			"number":            {`{"space":"shared","type":"article","shared":{"order":1e999}}`, "/lines/3/shared/order", "bad_number"},
			"kind":              {`{"space":"shared","type":"article","locales":{"en":[]}}`, "/lines/3/locales", "wrong_kind"},
			"type":              {`{"space":"shared","type":"poem"}`, "/lines/3/type", "unknown_type"},
			"space":             {`{"space":"zoo","type":"article"}`, "/lines/3/space", "unknown_site"},
			"field":             {`{"space":"shared","type":"article","shared":{"colour":1}}`, "/lines/3/shared/colour", "unknown_field"},
			"reference":         {`{"space":"shared","type":"faq","shared":{"see":{"$ref":"article/none"}}}`, "/lines/3/shared/see", "unknown_entry"},
			"locale to publish": {`{"space":"shared","type":"faq","publish":["it"]}`, "/lines/3/publish/0", "bad_locale"},
			"cannot go out":     {`{"space":"shared","type":"faq","locales":{"en":{}},"publish":["en"]}`, "/lines/3/locales/en/question", "required"},
			"same entry":        {good, "/lines/3", "repeated"},
			"id":                {`{"id":"1","space":"shared","type":"article"}`, "/lines/3/id", "bad_id"},
			"id of another":     {`{"id":"` + p.entry("article", "first").ID + `","space":"one","type":"article","key":"x"}`, "/lines/3/id", "taken"},
		} {
			var f *fault.Error
			err := p.unchanged(func() error { _, err := p.importLines(root, good+"\n\n"+tt.line, authoring.LinesMode{}); return err })
			if f, _ = err.(*fault.Error); f == nil || f.Code != fault.Unprocessable || len(f.Problems) == 0 { //nolint:errorlint // it comes as it is
				t.Errorf("%s: %.300v", name, err)
				continue
			}
			if got := f.Problems[0]; got.Pointer != tt.pointer || got.Code != tt.code || !strings.HasPrefix(got.Message, "line 3: ") {
				t.Errorf("%s: %+v", name, got)
			}
		}
		many := strings.Repeat("x\n", 500)
		_, err := p.importLines(root, many, authoring.LinesMode{})
		if f, ok := err.(*fault.Error); !ok || len(f.Problems) != 200 { //nolint:errorlint // as above
			t.Errorf("%.200v", err)
		}
		if _, err := p.importLines(root, strings.Repeat("x\n", authoring.MaxLines+1), authoring.LinesMode{}); !fault.Is(err, fault.Unprocessable) {
			t.Errorf("%.200v", err)
		}
	})
}

// TestImportLinesA1: a line that names another's site is refused, with all the others, and so is publishing without the right to.
func TestImportLinesA1(t *testing.T) {
	line := func(space, key, publish string) string {
		return fmt.Sprintf(`{"space":%q,"type":"article","key":%q,"locales":{"fr":{"title":"T"}}%s}`, space, key, publish) + "\n"
	}
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ofTwo := actorWith("two", identity.Assignment{Role: identity.Editor, Sites: []string{"two"}, Locales: []string{"fr"}})
		first := p.entry("article", "first").ID
		for name, src := range map[string]string{
			"created elsewhere": line("two", "a", "") + line("one", "b", ""), "shared": line("two", "a", "") + line("shared", "first", ""),
			"other locale": line("two", "a", "") + strings.Replace(line("two", "b", ""), `"fr"`, `"en"`, 1),
			"by id":        `{"id":"` + first + `","space":"shared","type":"article","locales":{"fr":{"title":"T"}}}`,
			"moved":        `{"id":"` + first + `","space":"two","type":"article","key":"first","locales":{"fr":{"title":"T"}}}`,
		} {
			if err := p.unchanged(func() error { _, err := p.importLines(ofTwo, src, authoring.LinesMode{}); return err }); !fault.Is(err, fault.Unprocessable) {
				t.Errorf("%s: %v", name, err)
			}
		}
		writes := &identity.Role{Name: "author", Grants: []identity.Grant{{
			Actions: []identity.Action{identity.Read, identity.Create, identity.Update}, Types: []string{"*"}, Sites: []string{"*"}, Locales: []string{"*"}, Fields: []string{"*"},
		}}}
		author := authoring.Actor{ID: "author", Access: identity.NewAccess([]identity.Assignment{identity.Everywhere("author")}, map[string]*identity.Role{"author": writes})}
		if err := p.unchanged(func() error {
			_, err := p.importLines(author, line("two", "a", `,"publish":["fr"]`), authoring.LinesMode{})
			return err
		}); err == nil || !strings.Contains(err.Error(), "publish") {
			t.Errorf("an author publishes: %v", err)
		}
		for _, actor := range []authoring.Actor{{}, actorOf(""), actorOf(identity.Viewer)} {
			err := p.unchanged(func() error { _, err := p.importLines(actor, line("two", "a", ""), authoring.LinesMode{}); return err })
			if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("%s: %v", actor.ID, err)
			}
		}
		if done, err := p.importLines(ofTwo, line("two", "a", `,"publish":["fr"]`), authoring.LinesMode{}); err != nil || done.Created != 1 {
			t.Errorf("%+v %v", done, err)
		}
		if got := p.lines(ofTwo, authoring.LinesScope{Space: "one"}); got != "" {
			t.Errorf("reads %s", got)
		}
	})
}
