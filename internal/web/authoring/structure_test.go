package authoring_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/identity"
)

// call makes a request as somebody, and reads the answer's body into out where that is not nil.
func (s *server) call(cookie, method, path, body, version string, want int, out any) answer {
	s.t.Helper()
	got := s.do(request{method, path, body, with("Cookie", cookie, "If-Match", version)})
	if got.status != want {
		s.t.Fatalf("%s %s: %d %s", method, path, got.status, got.body)
	}
	if out != nil {
		if err := json.Unmarshal([]byte(got.body), out); err != nil {
			s.t.Fatalf("%s %s: %v in %.200s", method, path, err, got.body)
		}
	}
	return got
}

type named struct{ ID, Key, Parent string }

// TestTreeOverHTTP: created, listed, moved; what is wrong with a place is told with a pointer.
func TestTreeOverHTTP(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		var a, b, moved named
		s.call(editor, http.MethodPost, "/api/v1/entries", `{"space":"one","type":"section","key":"a","locales":{"en":{"name":"A"}}}`, "", 201, &a)
		s.call(editor, http.MethodPost, "/api/v1/entries", `{"space":"one","type":"section","key":"b","parent":"`+a.ID+`"}`, "", 201, &b)
		if b.Parent != a.ID {
			t.Errorf("created below %q", b.Parent)
		}
		var tree struct {
			Data []struct {
				Key, Order string
				Title      map[string]string
				Children   int
			}
			Page struct{ Next string }
		}
		s.call(editor, http.MethodGet, "/api/v1/trees/one/section?page[size]=1", "", "", 200, &tree)
		if len(tree.Data) != 1 || tree.Data[0].Key != "a" || tree.Data[0].Children != 1 || tree.Data[0].Title["en"] != "A" || tree.Page.Next != "" {
			t.Errorf("the tree is %+v", tree)
		}
		path := "/api/v1/entries/" + b.ID + "/move"
		s.call(editor, http.MethodPost, path, `{"parent":""}`, "", 428, nil)
		s.call(editor, http.MethodPost, path, `{"parent":""}`, `"9"`, 412, nil)
		s.call(editor, http.MethodPost, path, `{"parent":"","deep":true}`, `"1"`, 422, nil)
		if got := s.call(editor, http.MethodPost, path, `{"parent":"`+b.ID+`"}`, `"1"`, 422, nil).problem(t); len(got.Errors) != 1 || got.Errors[0].Code != "cycle" || got.Errors[0].Pointer != "/parent" {
			t.Errorf("%+v", got)
		}
		if got := s.call(editor, http.MethodPost, path, `{"parent":"","before":"`+a.ID+`"}`, `"1"`, 200, &moved); moved.Parent != "" || got.header.Get("Portico-Sequence") == "" {
			t.Errorf("moved to %q", moved.Parent)
		}
		s.call(editor, http.MethodGet, "/api/v1/trees/one/section?page[size]=1", "", "", 200, &tree)
		if tree.Data[0].Key != "b" || tree.Page.Next == "" {
			t.Errorf("the tree is %+v", tree)
		}
		s.call(editor, http.MethodGet, "/api/v1/trees/one/section?page[size]=1&page[after]="+tree.Page.Next, "", "", 200, &tree)
		if tree.Data[0].Key != "a" {
			t.Errorf("the second page is %+v", tree)
		}
		for path, want := range map[string]int{"/one/section?page[after]=x": 400, "/one/section?page[after]=a0.%00": 400, "/one/article": 404, "/one/none": 404, "/one/section?parent=%00": 422} {
			got := s.do(request{http.MethodGet, "/api/v1/trees" + path, "", with("Cookie", editor)})
			if got.status != want && (want != 422 || got.status != 200) { // SQLite finds nothing below what cannot be
				t.Errorf("%s: %d %s", path, got.status, got.body)
			}
		}
	})
}

// TestInheritanceOverHTTP: override, overview, comparison and resumption.
func TestInheritanceOverHTTP(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor, id := s.as(identity.Editor), s.entryID("first")
		var own named
		got := s.call(editor, http.MethodPost, "/api/v1/entries/"+id+"/override", `{"site":"one"}`, "", 201, &own)
		if got.header.Get("Location") != "/api/v1/entries/"+own.ID || got.header.Get("ETag") != `"1"` {
			t.Errorf("%v", got.header)
		}
		s.call(editor, http.MethodPost, "/api/v1/entries/"+id+"/override", `{"site":"one"}`, "", 409, nil)
		s.call(editor, http.MethodPatch, "/api/v1/entries/"+own.ID, `{"locales":{"en":{"title":"Changed here"}}}`, `"1"`, 200, nil)
		var list struct {
			Data []struct {
				Key, State, ID, OverridesID, OverridesIn string
				Differences                              int
				Differs                                  []string
			}
			Menus []struct{ Name, State, Space string }
		}
		s.call(editor, http.MethodGet, "/api/v1/sites/one/inheritance?type=article&page[size]=1", "", "", 200, &list)
		if h := list.Data[0]; h.ID != own.ID || h.State != "overridden" || h.OverridesID != id || h.OverridesIn != "shared" || h.Differences != 1 || h.Differs[0] != "title" || len(list.Menus) == 0 {
			t.Errorf("the overview is %+v", list)
		}
		var diff struct {
			Data []struct {
				Pointer, Change string
				Text            []struct{ Op, Text string }
			}
		}
		s.call(editor, http.MethodGet, "/api/v1/entries/"+own.ID+"/diff?from=1&to=draft", "", "", 200, &diff)
		if len(diff.Data) != 1 || diff.Data[0].Pointer != "/locales/en/title" || diff.Data[0].Change != "changed" || len(diff.Data[0].Text) < 2 {
			t.Errorf("the comparison is %+v", diff)
		}
		s.call(editor, http.MethodGet, "/api/v1/entries/"+own.ID+"/diff?from=nothing", "", "", 400, nil)
		var resumed struct {
			Trashed   string
			Inherited named
		}
		s.call(editor, http.MethodPost, "/api/v1/entries/"+own.ID+"/resume", "", `"2"`, 200, &resumed)
		if resumed.Trashed != own.ID || resumed.Inherited.ID != id {
			t.Errorf("%+v", resumed)
		}
		s.call(editor, http.MethodPost, "/api/v1/menus/one/main/override", "", "", 201, nil)
		s.call(editor, http.MethodPost, "/api/v1/menus/one/main/resume", "", `"1"`, 204, nil)
		var uses struct {
			Data            []struct{ Key, View, Pointer string }
			Sources, Hidden int
		}
		s.call(editor, http.MethodGet, "/api/v1/entries/"+s.entryID("second")+"/uses", "", "", 200, &uses)
		if uses.Sources != 1 || len(uses.Data) < 2 || uses.Data[0].View != "draft" || !strings.HasPrefix(uses.Data[0].Pointer, "/shared/related/") {
			t.Errorf("uses are %+v", uses)
		}
	})
}

// TestTranslationsOverHTTP: lists, counts, and files out and in.
func TestTranslationsOverHTTP(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor, id := s.as(identity.Editor), s.entryID("first")
		s.call(editor, http.MethodGet, "/api/v1/translations", "", "", 422, nil)
		s.call(editor, http.MethodGet, "/api/v1/translations?locale=de&state=lost", "", "", 422, nil)
		var list struct {
			Data []struct{ ID, State, Source string }
		}
		s.call(editor, http.MethodGet, "/api/v1/translations?locale=DE&type=article", "", "", 200, &list)
		if len(list.Data) != 2 || list.Data[0].State != "missing" || list.Data[0].Source != "en" {
			t.Errorf("to be translated: %+v", list)
		}
		export := func(format string) answer {
			return s.call(editor, http.MethodPost, "/api/v1/translations/export", `{"type":"article","source":"en","target":"de","format":"`+format+`"}`, "", 200, nil)
		}
		csv, xliff := export("csv"), export("xliff")
		if csv.header.Get("Content-Type") != "text/csv; charset=utf-8" || xliff.header.Get("Content-Type") != "application/xliff+xml" ||
			!strings.HasPrefix(csv.header.Get("Content-Disposition"), "attachment") || !strings.Contains(xliff.body, `version="2.1"`) {
			t.Errorf("%v, %v", csv.header, xliff.header)
		}
		var title struct {
			Locales map[string]struct{ Title string }
		}
		s.call(editor, http.MethodGet, "/api/v1/entries/"+id, "", "", 200, &title)
		send := func(media, body string, want int) (out struct {
			Target  string
			Entries []struct {
				ID, State string
				Applied   []string
			}
		}) {
			got := s.do(request{http.MethodPost, "/api/v1/translations/import", body, with("Cookie", editor, "Content-Type", media)})
			if got.status != want {
				t.Fatalf("%s: %d %s", media, got.status, got.body)
			}
			_ = json.Unmarshal([]byte(got.body), &out)
			return out
		}
		english := title.Locales["en"].Title
		if got := send("text/csv; charset=utf-8", strings.Replace(csv.body, "/title,"+english+",", "/title,"+english+",Titel", 1), 200); got.Target != "de" || got.Entries[0].State != "saved" {
			t.Errorf("%+v", got)
		}
		s.call(editor, http.MethodGet, "/api/v1/entries/"+id, "", "", 200, &title)
		if title.Locales["de"].Title != "Titel" {
			t.Errorf("imported: %+v", title)
		}
		xliff = s.call(editor, http.MethodPost, "/api/v1/translations/export", `{"entries":["`+id+`"],"source":"en","target":"de"}`, "", 200, nil)
		if n, left := xliff.header.Get("Portico-Entries"), xliff.header.Get("Portico-Left-Out"); n != "1" || left != "0" {
			t.Errorf("%q entries in the file, %q left out", n, left)
		}
		if got := send("application/xliff+xml", strings.Replace(xliff.body, "Titel", "Anderer Titel", 1), 200); got.Entries[0].State != "saved" {
			t.Errorf("%+v", got)
		}
		send("text/plain", "x", 415)
		send("application/xliff+xml", "x", 422)
		s.call(editor, http.MethodPatch, "/api/v1/entries/"+id, `{"locales":{"en":{"title":"New"}}}`, "\""+s.version(editor, id)+"\"", 200, nil)
		var counts struct {
			Data []struct {
				Space, Type, Locale       string
				Outdated, Missing, Source int
			}
		}
		s.call(editor, http.MethodGet, "/api/v1/translations/summary?space=shared&type=article", "", "", 200, &counts)
		found := false
		for _, c := range counts.Data {
			found = found || (c.Locale == "de" && c.Outdated == 1 && c.Missing == 1)
		}
		if !found {
			t.Errorf("counted: %+v", counts)
		}
		s.call(editor, http.MethodPost, "/api/v1/entries/"+id+"/translated", `{"locale":"de"}`, "\""+s.version(editor, id)+"\"", 200, nil)
	})
}

// version gives the version of an entry.
func (s *server) version(cookie, id string) string {
	return strings.Trim(s.call(cookie, http.MethodGet, "/api/v1/entries/"+id, "", "", 200, nil).header.Get("ETag"), `"`)
}
