package change

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/token"
)

func system(t *testing.T, light, dark, use string) *token.System {
	t.Helper()
	text := `{"version": "2025.10", "resolutionOrder": [{"name": "theme", "type": "modifier", "default": "light", "contexts": {"light": [` + light + `]`
	if dark != "" {
		text += `, "dark": [` + dark + `]`
	}
	s, err := token.Load(fstest.MapFS{"r.json": {Data: []byte(text + `}}, {"name": "use", "type": "set", "sources": [` + use + `]}]}`)}}, "r.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestCompare: a change of each kind, its level, and what is said of it.
func TestCompare(t *testing.T) {
	n := func(v string) string { return `{"a": {"$type": "number", "$value": ` + v + `}}` }
	text := func(spacing string) string {
		return `{"a": {"$type": "typography", "$value": {"fontFamily": "A", "fontSize": {"value": 1, "unit": "rem"}, "fontWeight": 400, "letterSpacing": {"value": ` +
			spacing + `, "unit": "px"}, "lineHeight": 1}}}`
	}
	stroke := func(dash, ends string) string {
		return `{"a": {"$type": "strokeStyle", "$value": {"dashArray": [{"value": ` + dash + `, "unit": "px"}], "lineCap": "` + ends + `"}}}`
	}
	wide := func(hex string) string {
		return `{"a": {"$type": "color", "$value": {"colorSpace": "display-p3", "components": [0, 1, 0], "hex": "` + hex + `"}}}`
	}
	for _, c := range []struct {
		name                           string
		light, dark, use, l2, d2, use2 string
		level                          Level
		want                           []string
	}{
		{"nothing", n("1"), n("2"), `{}`, n("1"), n("2"), `{}`, None, nil},
		{"a value in one theme", n("1"), n("2"), `{}`, n("1"), n("3"), `{}`, Minor, []string{"`a` changed from `2` to `3` in theme dark"}},
		{"a value in both", n("1"), n("1"), `{}`, n("3"), n("3"), `{}`, Minor, []string{"`a` changed from `1` to `3`"}},
		{"gone", n("1"), n("2"), n("4"), n("1"), n("2"), `{}`, Minor, []string{"`a` changed from `4` to `1` in theme light", "`a` changed from `4` to `2` in theme dark"}},
		{"gone, with its reason", n("1"), n("1"), `{"b": {"$type": "number", "$value": 1, "$deprecated": "use {a}"}}`, n("1"), n("1"), `{}`, Major, []string{"`b` is gone (it was `1`): use {a}"}},
		{"new", n("1"), n("1"), `{}`, n("1"), n("1"), `{"b": {"$value": "{a}"}}`, Minor, []string{"`b` is new: `1`"}},
		{"another type", n("1"), n("1"), `{}`, `{"a": {"$type": "fontWeight", "$value": 1}}`, `{"a": {"$type": "fontWeight", "$value": 1}}`, `{}`, Major, []string{"`a` is a fontWeight now, no longer a number"}},
		{"an alias", n("1"), n("1"), `{"b": {"$type": "number", "$value": 1}}`, n("1"), n("1"), `{"b": {"$value": "{a}"}}`, Patch, []string{"`b` refers to `a`, no longer to none"}},
		{"deprecated", n("1"), n("1"), `{}`, n("1"), n("1"), `{"a": {"$type": "number", "$value": 1, "$deprecated": "<b>"}}`, Minor, []string{"`a` is deprecated: &lt;b&gt;"}},
		{"a description", n("1"), n("1"), `{}`, n("1"), n("1"), `{"a": {"$type": "number", "$value": 1, "$description": "x"}}`, Patch, []string{"`a` has another description"}},
		{"a context gone", n("1"), n("2"), `{}`, n("1"), "", `{}`, Major, []string{"the context `dark` of `theme` is gone"}},
		{"a context more", n("1"), "", `{}`, n("1"), n("2"), `{}`, Minor, []string{"the context `dark` of `theme` is new"}},
		{"a letter spacing", text("0.1"), text("0.1"), `{}`, text("0.2"), text("0.2"), `{}`, Minor, []string{"`a` changed from `400 1rem/1 \"A\" (letterSpacing 0.1px)` to `400 1rem/1 \"A\" (letterSpacing 0.2px)`"}},
		{"a pattern", stroke("1", "butt"), stroke("1", "butt"), `{}`, stroke("2", "butt"), stroke("2", "butt"), `{}`, Minor, []string{"`a` changed from `dashed (dashArray 1px, lineCap butt)` to `dashed (dashArray 2px, lineCap butt)`"}},
		{"an end of a line", stroke("1", "butt"), stroke("1", "butt"), `{}`, stroke("1", "round"), stroke("1", "round"), `{}`, Minor, []string{"`a` changed from `dashed (dashArray 1px, lineCap butt)` to `dashed (dashArray 1px, lineCap round)`"}},
		{"another hex for older browsers", wide("#00ff00"), wide("#00ff00"), `{}`, wide("#11ff11"), wide("#11ff11"), `{}`, Minor,
			[]string{"`a` changed from `{\"colorSpace\":\"display-p3\",\"components\":[0,1,0],\"hex\":\"#00ff00\"}` to `{\"colorSpace\":\"display-p3\",\"components\":[0,1,0],\"hex\":\"#11ff11\"}`"}},
		{"the same colour, its hex written out", `{"a": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [1, 0, 0]}}}`, "", `{}`,
			`{"a": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [1, 0, 0], "hex": "#ff0000"}}}`, "", `{}`, Patch,
			[]string{"`a` is written otherwise, as `{\"colorSpace\":\"srgb\",\"components\":[1,0,0],\"hex\":\"#ff0000\"}`"}},
		{"the name in CSS", `{"a b": {"$type": "number", "$value": 1}}`, `{"a b": {"$type": "number", "$value": 1}}`, `{}`,
			`{"a-b": {"$type": "number", "$value": 1}}`, `{"a-b": {"$type": "number", "$value": 1}}`, `{}`, Major,
			[]string{"`a b` is gone (it was `1`): its CSS name is now that of a-b", "`a-b` is new: `1`"}},
	} {
		list, err := Compare(system(t, c.light, c.dark, c.use), system(t, c.l2, c.d2, c.use2))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var got []string
		for _, ch := range list.Changes {
			got = append(got, ch.sentence())
		}
		if diff := cmp.Diff(c.want, got); diff != "" || list.Level != c.level {
			t.Errorf("%s: %s, want %s\n%s", c.name, list.Level, c.level, diff)
		}
		if md := list.Markdown(); strings.Count(md, "\n- ") != len(c.want) && len(c.want) > 0 {
			t.Errorf("%s: %s", c.name, md)
		}
	}
}
