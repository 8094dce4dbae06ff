package token

import (
	"io"
	"maps"
	"regexp"

	"github.com/portico-cms/portico/internal/fault"
)

// ThemeOptions says how two themes are written into one style sheet.
type ThemeOptions struct {
	CSSOptions
	Inputs    map[string]string // the other modifiers: {"brand": "orvane"}
	Modifier  string            // "theme" where empty
	Light     string            // its context for light, "light" where empty
	Dark      string            // its context for dark, "dark" where empty
	Attribute string            // what says on an element which theme is wanted, "data-portico-theme" where empty
}

var wordPattern = regexp.MustCompile(`^` + identifier + `$`)

func (o *ThemeOptions) check() error {
	for _, d := range []struct {
		value    *string
		fallback string
	}{{&o.Modifier, "theme"}, {&o.Light, "light"}, {&o.Dark, "dark"}, {&o.Attribute, "data-portico-theme"}} {
		if *d.value == "" {
			*d.value = d.fallback
		}
	}
	for _, word := range []string{o.Light, o.Dark, o.Attribute} {
		if !wordPattern.MatchString(word) {
			return fault.New(fault.Invalid, "%s cannot be written in a selector", quote(word))
		}
	}
	return o.CSSOptions.check()
}

// WriteThemedCSS writes one style sheet for two themes: all properties with their light values under the selector, then those
// that differ once more, dark where the visitor's system is dark and nothing says light, and dark or light where an attribute
// says so. The attribute may stand on the selected element, around it or inside it.
//
// A property that refers to another one is computed where it is declared: an alias declared only on the root would keep the
// root's theme inside an element of another theme. So "differ" means the computed value, and such an alias is declared again.
//
// The error is that of Resolve, one of w, or says which option is wrong.
func (s *System) WriteThemedCSS(w io.Writer, o ThemeOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	light, err := s.themed(o, o.Light)
	if err != nil {
		return err
	}
	dark, err := s.themed(o, o.Dark)
	if err != nil {
		return err
	}
	lightOnly, darkOnly := difference(light, dark)
	says := func(theme string) string { return "[" + o.Attribute + `="` + theme + `"]` }
	sel, notLight := o.Selector, says(o.Light)
	if sel != ":root" {
		notLight += ", " + says(o.Light) + " *" // nor what is around it
	}
	return writeBlocks(w, []block{
		{selector: sel, decls: light},
		{media: "(prefers-color-scheme: dark)", selector: sel + ":where(:not(" + notLight + "))", decls: darkOnly},
		{selector: around(sel, says(o.Dark)), decls: darkOnly},
		{selector: around(sel, says(o.Light)), decls: lightOnly},
	}, o.HexFallback)
}

func (s *System) themed(o ThemeOptions, context string) ([]declaration, error) {
	inputs := maps.Clone(o.Inputs)
	if inputs == nil {
		inputs = map[string]string{}
	}
	inputs[o.Modifier] = context
	set, err := s.Resolve(inputs)
	if err != nil {
		return nil, err
	}
	return set.declarations(o.CSSOptions), nil
}

// around selects the element where the attribute is on it, on what holds it, or on what it holds. What holds it counts least,
// so that the element's own attribute wins over that of the page around it.
func around(selector, attribute string) string {
	if selector == ":root" {
		return attribute
	}
	return ":where(" + attribute + ") " + selector + ", " + selector + attribute + ", " + selector + " " + attribute
}

// difference gives the declarations of each side whose value is another on the other side. What one side does not have is
// declared there as initial, which for a custom property means: not set.
func difference(light, dark []declaration) (lightOnly, darkOnly []declaration) {
	byName := func(all []declaration) map[string]declaration {
		m := make(map[string]declaration, len(all))
		for _, d := range all {
			m[d.name] = d
		}
		return m
	}
	inLight, inDark := byName(light), byName(dark)
	differ := func(d declaration, other map[string]declaration) bool {
		o, ok := other[d.name]
		return !ok || o.literal != d.literal || o.value != d.value
	}
	unset := func(d declaration) declaration {
		return declaration{name: d.name, value: "initial", literal: "initial"}
	}
	for _, d := range light {
		if !differ(d, inDark) {
			continue
		}
		lightOnly = append(lightOnly, d)
		if o, ok := inDark[d.name]; ok {
			darkOnly = append(darkOnly, o)
		} else {
			darkOnly = append(darkOnly, unset(d))
		}
	}
	for _, d := range dark {
		if _, ok := inLight[d.name]; !ok {
			lightOnly = append(lightOnly, unset(d))
			darkOnly = append(darkOnly, d)
		}
	}
	return lightOnly, darkOnly
}
