package output

import (
	"bytes"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

func (j *job) cssOptions(selector string) token.CSSOptions {
	return token.CSSOptions{Prefix: j.o.Prefix, Selector: selector, Literal: j.o.Literal, HexFallback: j.o.HexFallback}
}

// renderCSS writes all themes together, and each by itself where there are several.
func renderCSS(j *job) ([]File, error) {
	all, err := j.combinedCSS()
	if err != nil {
		return nil, err
	}
	out := []File{{"tokens.css", all}}
	if len(j.Variants) == 1 {
		return out, nil
	}
	for _, v := range j.Variants {
		var b bytes.Buffer
		if err := v.Set.WriteCSS(&b, j.cssOptions(j.o.Selector)); err != nil {
			return nil, err
		}
		out = append(out, File{"tokens." + v.dotted() + "css", b.Bytes()})
	}
	return out, nil
}

// combinedCSS writes the defaults under the selector, and every other combination under what its contexts say: light and dark as
// themes, whatever else is chosen (a brand) as a group of themes.
func (j *job) combinedCSS() ([]byte, error) {
	theme, light, dark, themed := j.theme()
	o := token.ThemeOptions{CSSOptions: j.cssOptions(j.o.Selector), Scheme: j.o.Scheme, Light: light, Dark: dark,
		Selectors: map[string]string{}}
	if themed {
		if o.Attributes = j.o.ThemeAttributes; len(o.Attributes) == 0 {
			o.Attributes = []string{attribute(theme.Name)}
		}
		for _, c := range theme.Contexts {
			if s, ok := j.o.Selectors[theme.Name+"="+c]; ok {
				o.Selectors[c] = s
			}
		}
	} else {
		o.Scheme = ""
	}
	var groups []token.ThemeGroup
	index := map[string]int{}
	for _, v := range j.Variants {
		sel := j.groupSelector(v, theme.Name)
		at, seen := index[sel]
		if !seen {
			at = len(groups)
			index[sel] = at
			groups = append(groups, token.ThemeGroup{Selector: sel})
		}
		groups[at].Themes = append(groups[at].Themes, token.Theme{Name: orElse(v.Inputs[theme.Name], "default"), Set: v.Set})
	}
	for i := range groups { // what is light comes first, also where dark is the default: everything is written for it
		slices.SortStableFunc(groups[i].Themes, func(a, b token.Theme) int { return rank(a.Name, light) - rank(b.Name, light) })
	}
	if err := j.checkSelectors(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := token.WriteThemeGroups(&b, groups, o); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func rank(name, first string) int {
	if name == first {
		return 0
	}
	return 1
}

// groupSelector gives what selects the contexts of a variant beside the theme.
func (j *job) groupSelector(v Variant, theme string) string {
	sel := ""
	for _, m := range j.Varying {
		if m.Name == theme || v.Inputs[m.Name] == m.Contexts[0] {
			continue
		}
		context := v.Inputs[m.Name]
		sel += orElse(j.o.Selectors[m.Name+"="+context], "["+attribute(m.Name)+`="`+context+`"]`)
	}
	if sel == "" {
		return j.o.Selector
	}
	return sel
}

// checkSelectors refuses a selector of a context that there is not: it would be left out silently.
func (j *job) checkSelectors() error {
	known := map[string]bool{}
	for _, m := range j.Varying {
		for _, c := range m.Contexts {
			known[m.Name+"="+c] = true
		}
	}
	for _, k := range sortedKeys(j.o.Selectors) {
		if !known[k] {
			return fault.New(fault.Invalid, "there is no context %q to give a selector; there are %s", k, strings.Join(sortedKeys(known), ", "))
		}
	}
	return nil
}

// attribute gives the attribute that says on an element which context of a modifier is wanted.
func attribute(modifier string) string { return "data-" + strings.Join(lowerWords(modifier), "-") }

func lowerWords(s string) []string {
	w := words([]string{s})
	for i := range w {
		w[i] = strings.ToLower(w[i])
	}
	return w
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
