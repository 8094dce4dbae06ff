package token

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestConvert: what is converted is read by the compiler, and means what the old file meant; what has no place is noted.
func TestConvert(t *testing.T) {
	for _, c := range []struct {
		name, dialect, text string
		want                map[string]string // path to CSS
		notes               string            // codes
	}{
		{"strings of the drafts", DialectDTCG, `{"color": {"$type": "color", "a": {"$value": "#F00"}, "b": {"$value": "rgba(0, 0, 0, 0.5)"}, "c": {"$value": "{color.a}"}},
			"size": {"$type": "dimension", "s": {"$value": "8px"}, "z": {"$value": "0"}, "n": {"$value": 4}, "r": {"$value": ".5rem"}},
			"time": {"$type": "duration", "$value": "200ms"}, "ease": {"$type": "cubicBezier", "$value": [0, 0, 1, 1]},
			"font": {"$type": "fontFamily", "$value": "'Noto Sans', Arial"}, "weight": {"$type": "fontWeight", "$value": "Semi Bold"},
			"shadow": {"$type": "shadow", "$value": {"color": "#00000080", "offsetX": "0px", "offsetY": "1px", "blur": "2px", "spread": "0px"}}}`,
			map[string]string{"color.a": "#ff0000", "color.b": "rgb(0 0 0 / 0.5)", "color.c": "#ff0000", "size.s": "8px", "size.z": "0px", "size.n": "4px", "size.r": "0.5rem",
				"time": "200ms", "ease": "cubic-bezier(0, 0, 1, 1)", "font": `"Noto Sans", "Arial"`, "weight": "600", "shadow": "0px 1px 2px 0px #00000080"}, ""},
		{"Style Dictionary 3", DialectStyleDictionary, `{"color": {"base": {"red": {"value": "#ff0000", "comment": "hot", "attributes": {"a": 1}}}, "font": {"value": "{color.base.red.value}"}},
			"size": {"m": {"value": "1rem"}}, "mixed": {"value": "{size.m.value} * 2"}, "asset": {"value": "img/a.png"}}`,
			map[string]string{"color.base.red": "#ff0000", "color.font": "#ff0000", "size.m": "1rem"}, "guessed guessed left_out left_out"},
		{"tokens below a token", DialectStyleDictionary, `{"color": {"accent": {"value": "#00ff00", "type": "color", "dark": {"value": "{color.accent}", "type": "color"}}}}`,
			map[string]string{"color.accent.$root": "#00ff00", "color.accent.dark": "#00ff00"}, "root"},
		{"Tokens Studio, one set", DialectStudio, `{"space": {"0.5": {"value": "2", "type": "spacing"}, "x": {"value": "{space.0.5}", "type": "spacing"}}, "o": {"value": "50%", "type": "opacity"},
			"lh": {"value": "24px", "type": "lineHeights"}, "case": {"value": "uppercase", "type": "textCase"}, "em": {"value": "2em", "type": "sizing"},
			"old": {"value": "$space.x", "type": "spacing"},
			"drop": {"type": "boxShadow", "value": [{"x": "0", "y": "2", "blur": "4", "spread": "0", "color": "hsl(0, 100%, 50%)", "type": "innerShadow"}]},
			"h1": {"type": "typography", "value": {"fontFamily": "Inter", "fontWeight": "Bold", "lineHeight": "24px", "fontSize": "16px", "paragraphSpacing": "0"}}}`,
			map[string]string{"space.0_5": "2px", "space.x": "2px", "o": "0.5", "lh": "24px", "old": "2px", "drop": "inset 0px 2px 4px 0px #ff0000", "h1": `700 16px/1.5 "Inter"`},
			"left_out left_out renamed"},
		{"current already", DialectCurrent, `{"a": {"$type": "number", "$value": 1}, "value": {"$type": "number", "$value": 2}, "b": {"$value": "{a}"}}`,
			map[string]string{"a": "1", "value": "2", "b": "1"}, ""},
	} {
		got, err := Convert("t.json", []byte(c.text))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got.Dialect != c.dialect {
			t.Errorf("%s: taken for %s", c.name, got.Dialect)
		}
		var notes []string
		for _, n := range got.Notes {
			notes = append(notes, n.Code)
			if n.Line == 0 || n.File != "t.json" {
				t.Errorf("%s: no place: %+v", c.name, n)
			}
		}
		sortStrings(notes)
		if strings.Join(notes, " ") != c.notes {
			t.Errorf("%s: notes %v, want %s\n%v", c.name, notes, c.notes, got.Notes)
		}
		s, err := loadText(string(got.Files[0].Data))
		if err != nil {
			t.Errorf("%s: %v\n%s", c.name, err, got.Files[0].Data)
			continue
		}
		if diff := cmp.Diff(c.want, cssOf(t, s, nil)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func cssOf(t *testing.T, s *System, inputs map[string]string) map[string]string {
	t.Helper()
	set, err := s.Resolve(inputs)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, tok := range set.Tokens() {
		out[tok.Path] = tok.CSS()
	}
	return out
}

// TestConvertStudioThemes: sets become files, themes become modifiers by their groups.
func TestConvertStudioThemes(t *testing.T) {
	got, err := Convert("studio.json", []byte(`{"core": {"red": {"value": "#f00", "type": "color"}, "white": {"value": "#fff", "type": "color"}},
		"mode/light": {"page": {"value": "{white}", "type": "color"}}, "mode/dark": {"page": {"value": "{red}", "type": "color"}}, "unused": {"x": {"value": "1px", "type": "sizing"}},
		"$themes": [{"name": "light", "group": "mode", "selectedTokenSets": {"core": "source", "mode/light": "enabled", "mode/dark": "disabled"}},
			{"name": "dark", "group": "mode", "selectedTokenSets": {"core": "source", "mode/dark": "enabled"}}],
		"$metadata": {"tokenSetOrder": ["core", "mode/light", "mode/dark"]}}`))
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range got.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	s, err := Load(fsys, "tokens.resolver.json")
	if err != nil {
		t.Fatal(err)
	}
	for mode, want := range map[string]string{"light": "#ffffff", "dark": "#ff0000"} {
		if got := cssOf(t, s, map[string]string{"mode": mode})["page"]; got != want {
			t.Errorf("%s: page is %s, want %s", mode, got, want)
		}
	}
}

// TestDialectsAreReported: the compiler names an older dialect once, and what to do; it does not guess.
func TestDialectsAreReported(t *testing.T) {
	for _, text := range []string{`{"a": {"b": {"value": "#fff"}, "c": {"value": "8px"}}}`, `{"a": {"value": "8", "type": "spacing"}}`} {
		_, err := loadText(text)
		if err == nil || strings.Count(err.Error(), "\n") > 0 || !strings.Contains(err.Error(), "portico tokens convert") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := loadText(`{"a": {"$type": "dimension", "$value": "8px"}}`); err == nil || !strings.Contains(err.Error(), "tokens convert") {
		t.Errorf("%v", err)
	}
}

func FuzzConvert(f *testing.F) {
	for _, seed := range []string{`{"a": {"value": "#fff"}}`, `{"a": {"$value": "8px", "$type": "dimension"}, "b": {"value": {"x": "1"}, "type": "boxShadow"}}`,
		`{"s": {"a": {"value": "{a} + 1", "type": "sizing"}}, "$themes": [{"name": "x", "selectedTokenSets": {"s": "enabled"}}]}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Convert("t.json", []byte(text))
		if err != nil {
			problemsOf(t, err)
			return
		}
		again, err := Convert("t.json", []byte(text))
		if err != nil || !cmp.Equal(got, again) {
			t.Fatalf("two runs differ: %v", err)
		}
		for _, file := range got.Files {
			rep := newReport()
			if parseSource(newSource(file.Name, file.Data), rep); rep.problems != nil {
				t.Fatalf("what is written is not read: %v\n%s", rep.problems, file.Data)
			}
		}
	})
}
