package token

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestWhereThePeersFallShort: what other compilers were seen to get wrong. want is a line of the style sheet, or the code of the problem.
func TestWhereThePeersFallShort(t *testing.T) {
	color := `{"colorSpace": "srgb", "components": [1, 0, 0]}`
	for name, c := range map[string]struct{ text, want string }{
		"{a.$root}":                   {`{"a": {"$type": "number", "$root": {"$value": 1}}, "b": {"$value": "{a.$root}"}}`, "--b: var(--a);"},
		"$extends":                    {`{"a": {"$type": "number", "x": {"$value": 1}}, "b": {"$extends": "{a}"}}`, "--b-x: 1;"},
		"token $ref":                  {`{"a": {"$type": "number", "$value": 1}, "b": {"$ref": "#/a"}}`, "--b: var(--a);"},
		"$ref into a component":       {`{"a": {"$type": "color", "$value": ` + color + `}, "b": {"$type": "number", "$value": {"$ref": "#/a/$value/components/0"}}}`, "--b: 1;"},
		"duration":                    {`{"a": {"$type": "duration", "$value": {"value": 1.5, "unit": "s"}}}`, "--a: 1.5s;"},
		"gradient, clamped":           {`{"a": {"$type": "gradient", "$value": [{"color": ` + color + `, "position": -3}, {"color": ` + color + `, "position": 42}]}}`, "--a: #ff0000 0%, #ff0000 100%;"},
		"transition":                  {`{"a": {"$type": "transition", "$value": {"duration": {"value": 1, "unit": "s"}, "delay": {"value": 0, "unit": "ms"}, "timingFunction": [0, 0, 1, 1]}}}`, "--a: 1s cubic-bezier(0, 0, 1, 1) 0ms;"},
		"bad unit":                    {`{"a": {"$type": "dimension", "$value": {"value": 1, "unit": "em"}}}`, "bad_value"},
		"bad weight":                  {`{"a": {"$type": "fontWeight", "$value": "Bold"}}`, "bad_value"},
		"weight 1000":                 {`{"a": {"$type": "fontWeight", "$value": 1000}}`, "--a: 1000;"},
		"type mismatch":               {`{"a": {"$type": "number", "$value": 1}, "b": {"$type": "color", "$value": "{a}"}}`, "type_mismatch"},
		"colour none":                 {`{"a": {"$type": "color", "$value": {"colorSpace": "oklch", "components": [0.5, 0, "none"]}}}`, "--a: oklch(0.5 0 none);"},
		"display-p3":                  {`{"a": {"$type": "color", "$value": {"colorSpace": "display-p3", "components": [0, 1, 0]}}}`, "--a: color(display-p3 0 1 0);"},
		"prophoto-rgb":                {`{"a": {"$type": "color", "$value": {"colorSpace": "prophoto-rgb", "components": [0, 1, 0]}}}`, "--a: color(prophoto-rgb 0 1 0);"},
		"shadow as a list of aliases": {`{"s": {"$type": "shadow", "$value": ` + shadowLayer + `}, "a": {"$type": "shadow", "$value": ["{s}", "{s}"]}}`, "--a: var(--s), var(--s);"},
		"name $x":                     {`{"$x": {"$type": "number", "$value": 1}}`, "reserved_name"},
		"name with a bracket":         {`{"a{": {"$type": "number", "$value": 1}}`, "bad_name"},
		"name with a dot":             {`{"a.b": {"$type": "number", "$value": 1}}`, "bad_name"},
		"token with children":         {`{"a": {"$type": "number", "$value": 1, "b": {"$value": 2}}}`, "token_with_children"},
		"hue 360":                     {`{"a": {"$type": "color", "$value": {"colorSpace": "hsl", "components": [360, 0, 0]}}}`, "out_of_range"},
		"names that collide":          {`{"a b": {"$type": "number", "$value": 1}, "a-b": {"$type": "number", "$value": 1}}`, "css_name"},
		"$deprecated":                 {`{"a": {"$type": "number", "$value": 1, "$deprecated": "use b"}}`, "--a: 1; /* deprecated: use b */"},
	} {
		s, err := loadText(c.text)
		if err != nil {
			if got := strings.Join(codes(t, err), " "); !strings.Contains(got, c.want+" ") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		set, _ := s.Resolve(nil)
		var css strings.Builder
		if err := set.WriteCSS(&css, CSSOptions{}); err != nil || !strings.Contains(css.String(), "  "+c.want+"\n") {
			t.Errorf("%s: %v, no %s in\n%s", name, err, c.want, css.String())
		}
	}
}

// TestHugeFiles: a file of 100 MB is refused by its size, before it is read.
func TestHugeFiles(t *testing.T) {
	huge := make([]byte, 100<<20)
	for _, err := range []error{
		func() error { _, err := LoadFiles(fstest.MapFS{"t.json": {Data: huge}}, "t.json"); return err }(),
		func() error { _, err := Convert("t.json", huge); return err }(),
	} {
		if err == nil || !strings.Contains(err.Error(), "104857600 bytes") {
			t.Errorf("%.200v", err)
		}
	}
}

// TestUsable: what has a problem is left out with what refers to it, and the rest is there.
func TestUsable(t *testing.T) {
	s, problems := LoadUsable(fstest.MapFS{"t.json": {Data: []byte(`{"$type": "number", "a": {"$value": 1}, "b": {"$value": "x"}, "c": {"$value": "{b}"},
		"d e": {"$value": 4}, "d-e": {"$value": 5}, "f": {"$type": "string", "$value": "x"}}`)}}, "", "t.json")
	if s == nil || len(problems) != 3 {
		t.Fatalf("%v", problems)
	}
	if got := cssOf(t, s, nil); len(got) != 2 || got["a"] != "1" || got["d e"] != "4" {
		t.Errorf("%v", got)
	}
	if s, problems := LoadUsable(fstest.MapFS{"t.json": {Data: []byte(`{`)}}, "", "t.json"); s != nil || len(problems) != 1 {
		t.Errorf("%v", problems)
	}
}
