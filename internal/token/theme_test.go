package token

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// themeFiles: an alias that is the same text in both themes, an alias of it, and a composite with it.
var themeFiles = fstest.MapFS{"r.json": {Data: []byte(`{"version": "2025.10",
  "modifiers": {"theme": {"default": "light", "contexts": {
    "light": [{"page": {"$type": "number", "$value": 1}}], "dark": [{"page": {"$type": "number", "$value": 2}}]}}},
  "resolutionOrder": [{"$ref": "#/modifiers/theme"}, {"name": "use", "type": "set", "sources": [
    {"card": {"$value": "{page}"}, "panel": {"$value": "{card}"}, "same": {"$type": "number", "$value": 9}}]}]}`)}}

// element is a link of a chain of elements, the root first, with what matters of it.
type element struct {
	brand bool   // matches the selector
	theme string // the attribute's value, "" for none
}

// TestThemes works out the custom properties of nested elements as a browser does: the declarations that match, in order of
// specificity and place; var() substituted on the element where it is declared; what is not declared inherited as computed.
func TestThemes(t *testing.T) {
	s, err := Load(themeFiles, "r.json")
	if err != nil {
		t.Fatal(err)
	}
	root := func(theme string) element { return element{brand: true, theme: theme} }
	for _, selector := range []string{":root", ".x"} {
		var css bytes.Buffer
		if err := s.WriteThemedCSS(&css, ThemeOptions{CSSOptions: CSSOptions{Selector: selector}}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name       string
			chain      []element
			systemDark bool
			want       string
		}{
			{"plain", []element{root("")}, false, "1"},
			{"dark system", []element{root("")}, true, "2"},
			{"dark system, light page", []element{root("light")}, true, "1"},
			{"light system, dark page", []element{root("dark")}, false, "2"},
			{"another value of the attribute follows the system", []element{root("auto")}, true, "2"},
			{"inherited", []element{root("dark"), {}}, false, "2"},
			{"dark part of a light page", []element{root(""), {theme: "dark"}}, false, "2"},
			{"light part of a dark system's page", []element{root(""), {theme: "light"}}, true, "1"},
			{"light part of a dark page", []element{root("dark"), {theme: "light"}}, true, "1"},
			{"dark part of a light page in a dark system", []element{root("light"), {theme: "dark"}, {}}, true, "2"},
		} {
			for _, name := range []string{"--page", "--card", "--panel"} {
				if got := computed(css.String(), selector, c.chain, c.systemDark)[name]; got != c.want {
					t.Errorf("%s, %s: %s is %q, want %q\n%s", selector, c.name, name, got, c.want, css.String())
				}
			}
		}
		if selector == ":root" {
			continue
		}
		for name, c := range map[string]struct {
			chain      []element
			systemDark bool
			want       string
		}{ // the selected element inside a page that says the theme
			"page dark":                     {[]element{{theme: "dark"}, {brand: true}}, false, "2"},
			"page light, system dark":       {[]element{{theme: "light"}, {brand: true}}, true, "1"},
			"page dark, element light":      {[]element{{theme: "dark"}, root("light")}, true, "1"},
			"page light, element dark":      {[]element{{theme: "light"}, root("dark")}, false, "2"},
			"page says nothing":             {[]element{{}, {brand: true}}, true, "2"},
			"page dark, part of it light":   {[]element{{theme: "dark"}, {brand: true}, {theme: "light"}}, false, "1"},
			"page light, part of it dark":   {[]element{{theme: "light"}, {brand: true}, {theme: "dark"}}, false, "2"},
			"nothing selected, nothing set": {[]element{{}}, true, ""},
		} {
			if got := computed(css.String(), selector, c.chain, c.systemDark)["--panel"]; got != c.want {
				t.Errorf("%s: --panel is %q, want %q", name, got, c.want)
			}
		}
		if strings.Count(css.String(), "--same:") != 1 {
			t.Errorf("what does not differ is written more than once:\n%s", css.String())
		}
	}
}

var rulePattern = regexp.MustCompile(`(?s)(@media [^{]*\{\s*)?([^{}]+)\{([^{}]*)\}`)

// computed gives the custom properties of the last element of the chain.
func computed(css, selector string, chain []element, systemDark bool) map[string]string {
	values := map[string]string{}
	for at := range chain {
		declared := map[string]string{}
		rank := map[string]int{}
		for _, rule := range rulePattern.FindAllStringSubmatch(css, -1) {
			if strings.Contains(rule[1], "dark") && !systemDark {
				continue
			}
			for _, sel := range splitSelectors(strings.TrimSpace(rule[2])) {
				weight, ok := matches(sel, selector, chain[:at+1])
				if !ok {
					continue
				}
				for _, line := range strings.Split(rule[3], ";") {
					if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && weight >= rank[name] {
						declared[name], rank[name] = value, weight
					}
				}
			}
		}
		next := map[string]string{}
		for name, value := range values {
			next[name] = value
		}
		var get func(name string) string
		get = func(name string) string {
			value, ok := declared[name]
			if !ok {
				return values[name]
			}
			if target, isVar := strings.CutPrefix(value, "var("); isVar {
				return get(strings.TrimSuffix(target, ")"))
			}
			return value
		}
		for name := range declared {
			next[name] = get(name)
		}
		values = next
	}
	return values
}

// splitSelectors splits a list at the commas outside of brackets.
func splitSelectors(list string) []string {
	var all []string
	depth, start := 0, 0
	for i, r := range list {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			all = append(all, strings.TrimSpace(list[start:i]))
			start = i + 1
		}
	}
	return append(all, strings.TrimSpace(list[start:]))
}

// matches knows the selectors that WriteThemedCSS writes, and no others: it gives the specificity, and whether the last element
// of the chain is meant.
func matches(sel, selector string, chain []element) (weight int, ok bool) {
	last, above := chain[len(chain)-1], chain[:len(chain)-1]
	selected := func(e element, i int) bool { return e.brand && (selector != ":root" || i == 0) }
	within := func(theme string) bool {
		for _, e := range above {
			if e.theme == theme {
				return true
			}
		}
		return false
	}
	withinSelected := func() bool {
		for i, e := range above {
			if selected(e, i) {
				return true
			}
		}
		return false
	}
	isSelected := selected(last, len(above))
	for _, theme := range []string{"light", "dark"} {
		attribute := `[data-portico-theme="` + theme + `"]`
		switch sel {
		case selector:
			return 1, isSelected
		case attribute:
			return 1, last.theme == theme
		case selector + ":where(:not(" + attribute + "))":
			return 1, isSelected && last.theme != theme
		case selector + ":where(:not(" + attribute + ", " + attribute + " *))":
			return 1, isSelected && last.theme != theme && !within(theme)
		case ":where(" + attribute + ") " + selector:
			return 1, isSelected && within(theme)
		case selector + attribute:
			return 2, isSelected && last.theme == theme
		case selector + " " + attribute:
			return 2, last.theme == theme && withinSelected()
		}
	}
	panic("a selector this test does not know: " + sel)
}

func TestThemeErrors(t *testing.T) {
	s, err := Load(themeFiles, "r.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []ThemeOptions{{Modifier: "size"}, {Dark: "dim"}, {Inputs: map[string]string{"brand": "x"}}} {
		if err := s.WriteThemedCSS(&bytes.Buffer{}, o); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}
