package authoring_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestTryMenus: an editor sees what is typed, and nothing of it is kept; what could not be published says why, where it stands.
func TestTryMenus(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	read := func(res answer, into any) {
		if err := json.Unmarshal([]byte(res.body), into); err != nil {
			t.Fatalf("%d %s: %v", res.status, res.body, err)
		}
	}
	try := func(cookie, body string) answer {
		return s.do(request{http.MethodPost, "/api/v1/sites/one/draft-parts", body, with("Cookie", cookie)})
	}
	before := storetest.Dump(t, s.dbURL, s.dir)
	menus := func(label string) string {
		return `"menus":[{"space":"shared","name":"main","items":[{"id":"typed","label":{"en":"` + label + `"},"site":"one","path":"/typed"}]}]`
	}
	var got struct {
		Locale, Styles, StylesKey string
		Parts                     map[string]string
	}
	res := try(editor, `{"locale":"en","path":"/typed",`+menus("Typed <b>&amp;")+`}`)
	read(res, &got)
	header := got.Parts["header"]
	if res.status != http.StatusOK || !strings.Contains(header, "Typed &lt;b&gt;&amp;amp;") || !strings.Contains(header, `aria-current="page"`) {
		t.Errorf("%d %s", res.status, res.body)
	}
	if !strings.Contains(got.Styles, ".portico-") || got.Locale != "en" {
		t.Errorf("styles %.80s, locale %s", got.Styles, got.Locale)
	}
	again := got
	again.Styles = ""
	read(try(editor, `{"locale":"en","known":"`+got.StylesKey+`"}`), &again)
	if again.Styles != "" || again.StylesKey != got.StylesKey || strings.Contains(again.Parts["header"], "Typed") {
		t.Errorf("known styles come again, or what was typed was kept: %.80s", again.Parts["header"])
	}
	for body, want := range map[string]int{
		`{"locale":"xx"}`: http.StatusNotFound, `{` + menus("x") + `,"more":1}`: http.StatusUnprocessableEntity,
		`{"menus":[{"space":"shared","name":"main","items":[{"id":"a","label":{"en":"A"},"site":"nowhere","path":"/"}]}]}`: http.StatusUnprocessableEntity,
	} {
		if res := try(editor, body); res.status != want {
			t.Errorf("%s: %d %s", body, res.status, res.body)
		}
	}
	if res := s.do(request{http.MethodPost, "/api/v1/sites/none/draft-parts", `{}`, with("Cookie", editor)}); res.status != http.StatusNotFound {
		t.Errorf("an unknown site: %d", res.status)
	}
	if diff := cmp.Diff(before["menus"], storetest.Dump(t, s.dbURL, s.dir)["menus"]); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
}
