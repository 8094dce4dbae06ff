package token

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func sourcesOf(files ...string) (out []ConvertSource) {
	for i := 0; i < len(files); i += 2 {
		out = append(out, ConvertSource{files[i], []byte(files[i+1])})
	}
	return out
}

// TestConvertFolders: files that belong together are converted together; what is written is read by the compiler.
func TestConvertFolders(t *testing.T) {
	for _, c := range []struct {
		name, dialect string
		files         []string
		written       []string
		inputs        map[string]string
		want          map[string]string
		notes         string
	}{
		{
			"Style Dictionary 3", DialectStyleDictionary, []string{
				"color/base.json", `{"color": {"base": {"red": {"value": "#ff0000"}, "1.5": {"value": "#00ff00"}}}}`,
				"color/use.json", `{"color": {"font": {"value": "{color.base.red.value}"}, "mark": {"value": "{color.base.1.5.value}"}}}`,
				"size.json5", `{size: {m: {value: "1rem"}, l: {value: "{size.m}"}}}`, "config.json", `{"source": ["**/*.json"], "platforms": {"css": {"files": []}}}`,
			}, []string{"color/base.json", "color/use.json", "size.json5"}, nil,
			map[string]string{"color.base.red": "#ff0000", "color.base.1_5": "#00ff00", "color.font": "#ff0000", "color.mark": "#00ff00", "size.m": "1rem", "size.l": "1rem"},
			"guessed guessed guessed left_out renamed",
		},
		{
			"Style Dictionary 4", DialectDTCG, []string{
				"a.json", `{"color": {"$type": "color", "red": {"$value": "#f00"}}}`, "b.json", `{"link": {"$value": "{color.red}"}, "gap": {"$type": "dimension", "$value": "8px"}}`,
			}, []string{"a.json", "b.json"}, nil, map[string]string{"color.red": "#ff0000", "link": "#ff0000", "gap": "8px"}, "",
		},
		{
			"Tokens Studio", DialectStudio, []string{
				"tokens/$metadata.json", `{"tokenSetOrder": ["core", "mode/light", "mode/dark", "brand/klio"]}`,
				"tokens/$themes.json", `[{"name": "light", "group": "mode", "selectedTokenSets": {"core": "source", "mode/light": "enabled", "brand/klio": "enabled"}},
					{"name": "dark", "group": "mode", "selectedTokenSets": {"core": "source", "mode/dark": "enabled", "brand/klio": "enabled"}}]`,
				"tokens/mode/dark.json", `{"page": {"value": "{red}", "type": "color"}}`, "tokens/mode/light.json", `{"page": {"value": "$white", "type": "color"}}`,
				"tokens/core.json", `{"red": {"value": "#f00", "type": "color"}, "white": {"value": "#fff", "type": "color"}}`,
				"tokens/brand/klio.json", `{"card": {"value": "{page}", "type": "color"}}`, "package.json", `{"name": "x"}`,
			}, []string{"sets/core.tokens.json", "sets/mode-light.tokens.json", "sets/mode-dark.tokens.json", "sets/brand-klio.tokens.json", "tokens.resolver.json"},
			map[string]string{"mode": "dark"}, map[string]string{"red": "#ff0000", "white": "#ffffff", "page": "#ff0000", "card": "#ff0000"}, "left_out",
		},
	} {
		got, err := ConvertFiles(sourcesOf(c.files...))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var names, notes []string
		fsys := fstest.MapFS{}
		for _, f := range got.Files {
			names = append(names, f.Name)
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
		for _, n := range got.Notes {
			notes = append(notes, n.Code)
			if n.File == "" || n.Line == 0 {
				t.Errorf("%s: no place: %+v", c.name, n)
			}
		}
		sortStrings(notes)
		if diff := cmp.Diff(c.written, names); diff != "" || got.Dialect != c.dialect || strings.Join(notes, " ") != c.notes {
			t.Errorf("%s: %s, notes %v: %s", c.name, got.Dialect, got.Notes, diff)
		}
		var s *System
		if c.inputs != nil {
			s, err = Load(fsys, "tokens.resolver.json")
		} else {
			s, err = LoadFiles(fsys, names...)
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, cssOf(t, s, c.inputs)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if _, err := ConvertFiles(sourcesOf("a.json", `{`, "b.json", `{"a": }`)); err == nil || !strings.Contains(err.Error(), "a.json:1:") || !strings.Contains(err.Error(), "b.json:1:") {
		t.Errorf("files that cannot be read: %v", err)
	}
	if got, err := ConvertFiles(sourcesOf("$themes.json", `7`, "a.json", `[]`, "b.json", `"x"`)); err != nil || len(got.Files) != 1 {
		t.Errorf("files that hold something else: %v %v", got, err)
	}
}
