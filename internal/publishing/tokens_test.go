package publishing

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/portico-cms/portico/internal/token"
)

// threeThemes has a theme beside light and dark, and a modifier that nothing is chosen of by default.
const threeThemes = `{"version": "2025.10", "modifiers": {
  "theme": {"default": "dark", "contexts": {"dark": [{"page": {"$type": "number", "$value": 2}}], "light": [{"page": {"$type": "number", "$value": 1}}],
    "high-contrast": [{"page": {"$type": "number", "$value": 3}}]}},
  "density": {"contexts": {"compact": [{"gap": {"$type": "number", "$value": 4}}], "wide": [{"gap": {"$type": "number", "$value": 8}}]}}},
  "resolutionOrder": [{"$ref": "#/modifiers/theme"}, {"$ref": "#/modifiers/density"}]}`

// TestServedTokensHaveEveryTheme: a third theme is in the style sheet and the values, and a modifier without a default is filled in.
func TestServedTokensHaveEveryTheme(t *testing.T) {
	system, err := token.Load(fstest.MapFS{"r.json": {Data: []byte(threeThemes)}}, "r.json")
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := compileTokens(system, "klio")
	if err != nil {
		t.Fatal(err)
	}
	for _, css := range []string{tokens.forSites.CSS, string(tokens.forParts)} {
		for _, want := range []string{"--portico-page: 1;", "--portico-page: 2;", "--portico-page: 3;", `[data-portico-theme="high-contrast"]`, "--portico-gap: 4;"} {
			if !strings.Contains(css, want) || strings.Contains(css, "--portico-gap: 8;") {
				t.Errorf("no %s in\n%s", want, css)
			}
		}
	}
	values := map[string]map[string]string{}
	if err := json.Unmarshal([]byte(tokens.forSites.JSON), &values); err != nil {
		t.Fatal(err)
	}
	if values["high-contrast"]["page"] != "3" || values["light"]["gap"] != "4" || len(values) != 3 {
		t.Errorf("%v", values)
	}
	files, err := packageFiles(system)
	if err != nil {
		t.Fatal(err)
	}
	css := string(files["tokens.css"])
	for _, theme := range []string{"light", "dark", "high-contrast"} { // the attribute of the served one, and that of older packages
		if !strings.Contains(css, `:is([data-portico-theme="`+theme+`"], [data-theme="`+theme+`"])`) {
			t.Errorf("%s is not chosen in the package as in what is served:\n%s", theme, css)
		}
	}
}
