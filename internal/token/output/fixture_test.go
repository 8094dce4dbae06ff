package output_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/output"
)

// hard has a token of every type, in two themes and two brands, with references of all kinds, composites, colours of every space,
// deprecations, names that are words of languages, and texts that would like to leave their comments.
const hard = `{ "version": "2025.10", "name": "Hard </title><script>",
  "sets": { "base": { "sources": [ { "$ref": "base.json" } ] }, "use": { "sources": [ { "$ref": "use.json" } ] } },
  "modifiers": {
    "brand": { "default": "orvane", "contexts": { "orvane": [], "klio": [ { "color": { "$type": "color",
      "brand": { "$value": { "colorSpace": "display-p3", "components": [0.1, 0.9, 0.2] } } } } ] } },
    "theme": { "default": "light", "contexts": {
      "light": [ { "color": { "$type": "color", "page": { "$value": "{color.white}" }, "ink": { "$value": "{color.black}" } } } ],
      "dark": [ { "color": { "$type": "color", "page": { "$value": "{color.black}" }, "ink": { "$value": "{color.white}" } },
        "space": { "$type": "dimension", "gap": { "$value": { "value": 3, "unit": "px" } } } } ] } } },
  "resolutionOrder": [ { "$ref": "#/sets/base" }, { "$ref": "#/modifiers/brand" }, { "$ref": "#/modifiers/theme" }, { "$ref": "#/sets/use" } ] }`

const hardBase = `{
  "color": { "$type": "color",
    "white": { "$value": { "colorSpace": "srgb", "components": [1, 1, 1] } },
    "black": { "$value": { "colorSpace": "srgb", "components": [0, 0, 0] } },
    "brand": { "$value": { "colorSpace": "oklch", "components": [0.7, 0.2, 140] }, "$description": "</style><script>alert(1)</script> */ --> \\u002a/ ?> #{x} ${y}" },
    "veil": { "$value": { "colorSpace": "srgb", "components": [0, 0, 0], "alpha": 0.3 } },
    "hue": { "$value": { "colorSpace": "hsl", "components": [210, 50, 40], "alpha": 0.25 } },
    "grey": { "$value": { "colorSpace": "oklch", "components": [0.5, 0, "none"] } },
    "lab": { "$value": { "colorSpace": "lab", "components": [50, 40, -20] } },
    "hwb": { "$value": { "colorSpace": "hwb", "components": [90, 10, 20] } },
    "xyz": { "$value": { "colorSpace": "xyz-d65", "components": [0.3, 0.4, 0.2] } },
    "wide": { "$value": { "colorSpace": "rec2020", "components": [0, 1, 0] } },
    "class": { "$value": "{color.brand}", "$deprecated": "use {color.brand} \"now\" */ \\" },
    "accent": { "$root": { "$value": "{color.brand}" }, "strong": { "$value": "{color.accent.$root}" } } },
  "space": { "$type": "dimension", "gap": { "$value": { "value": 16, "unit": "px" } }, "-1": { "$value": { "value": -4, "unit": "px" } },
    "small": { "$value": { "value": 0.5, "unit": "rem" } }, "none": { "$value": { "value": 0, "unit": "px" } } },
  "radius": { "$type": "dimension", "m": { "$value": { "value": 6, "unit": "px" } } },
  "50%": { "$type": "number", "$value": 0.5 }, "größe": { "$type": "number", "$value": 2 },
  "media": { "$type": "number", "$value": 1 }, "default": { "$type": "number", "$value": -0.25 },
  "time": { "$type": "duration", "fast": { "$value": { "value": 120, "unit": "ms" } }, "slow": { "$value": { "value": 1.5, "unit": "s" } } },
  "ease": { "$type": "cubicBezier", "out": { "$value": [0.2, 0, 0, 1] }, "over": { "$value": [0.2, 0, 0, 1.5] } },
  "font": { "$type": "fontFamily", "one": { "$value": "Segoe UI" }, "list": { "$value": ["Noto Sans", "L'Express & Co", "system-ui", "sans-serif"] } },
  "weight": { "$type": "fontWeight", "$value": "semi-bold" },
  "line": { "$type": "strokeStyle", "plain": { "$value": "dotted" },
    "dashes": { "$value": { "dashArray": [{ "value": 0.5, "unit": "rem" }, "{space.gap}"], "lineCap": "round" } } } }`

const hardUse = `{
  "edge": { "$type": "border", "$value": { "color": "{color.ink}", "width": "{space.small}", "style": "{line.dashes}" } },
  "move": { "$type": "transition", "$value": { "duration": "{time.fast}", "delay": { "value": 0, "unit": "ms" }, "timingFunction": "{ease.out}" } },
  "shadow": { "$type": "shadow",
    "one": { "$value": { "color": "{color.ink}", "offsetX": "{space.none}", "offsetY": { "value": -1, "unit": "px" },
      "blur": { "value": 2, "unit": "px" }, "spread": { "value": 0, "unit": "px" } } },
    "two": { "$value": ["{shadow.one}", { "color": "{color.veil}", "offsetX": { "value": 0, "unit": "px" }, "offsetY": { "value": 0, "unit": "px" },
      "blur": { "value": 0, "unit": "px" }, "spread": { "value": 2, "unit": "px" }, "inset": true }] } },
  "fade": { "$type": "gradient", "$value": [ { "color": "{color.page}", "position": -99 }, { "color": "{color.veil}", "position": 42 } ] },
  "text": { "$type": "typography",
    "body": { "$value": { "fontFamily": "{font.list}", "fontSize": "{space.gap}", "fontWeight": "{weight}", "letterSpacing": "{space.none}", "lineHeight": 1.5 } },
    "later": { "$value": "{text.body}", "$deprecated": true } },
  "early": { "$type": "color", "$value": "{zone.late}" }, "zone": { "late": { "$type": "color", "$value": "{color.ink}" } } }`

func files() fstest.MapFS {
	return fstest.MapFS{"r.json": {Data: []byte(hard)}, "base.json": {Data: []byte(hardBase)}, "use.json": {Data: []byte(hardUse)}}
}

func resolved(t *testing.T, inputs map[string]string) *output.Resolved {
	t.Helper()
	s, err := token.Load(files(), "r.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := output.Resolve(s, inputs)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// one is a single variant, all is the four of them.
var one = map[string]string{"brand": "orvane", "theme": "light"}

// save renders into a folder and gives the paths.
func save(t *testing.T, dir, format string, r *output.Resolved, o output.Options) (paths []string) {
	t.Helper()
	list, err := output.Render(format, r, o)
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	for _, f := range list {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		put(t, path, string(f.Data))
		paths = append(paths, path)
	}
	return paths
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		t.Fatalf("%v: scripts/setup-tests.sh installs it", err)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// tool gives the path of what scripts/setup-tests.sh installs from npm.
func tool(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(filepath.Join("../../../tools/tokens/node_modules", path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(full); err != nil {
		t.Fatalf("%v: scripts/setup-tests.sh installs it", err)
	}
	return full
}
