package token

import (
	"bytes"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/portico-cms/portico/internal/fault"
)

// Scheme is how a style sheet of several themes tells which one holds.
type Scheme string

// The schemes.
const (
	SchemeBoth      Scheme = ""           // the visitor's system, and a selector that wins over it
	SchemeMedia     Scheme = "media"      // the visitor's system alone
	SchemeSelector  Scheme = "selector"   // a selector alone
	SchemeLightDark Scheme = "light-dark" // light-dark(): the color-scheme of the element, which the system and a selector set
)

// Theme is the tokens of one theme.
type Theme struct {
	Name string // the context's: "light", "dark", "high-contrast"
	Set  *Set
}

// ThemeOptions says how themes are written into one style sheet.
type ThemeOptions struct {
	CSSOptions
	Inputs     map[string]string // the other modifiers: {"brand": "orvane"}
	Modifier   string            // "theme" where empty
	Light      string            // its context for light, "light" where empty
	Dark       string            // its context for dark, "dark" where empty
	Attributes []string          // each of which says on an element which theme is wanted; AttributeTheme where empty
	Scheme     Scheme
	Selectors  map[string]string // of a theme by name, in place of the attributes: {"dark": ".dark"}
}

// AttributeTheme says on an element which theme is wanted for it, and for what it holds.
const AttributeTheme = "data-portico-theme"

var (
	wordPattern      = regexp.MustCompile(`^` + identifier + `$`)
	conditionPattern = regexp.MustCompile(`^(` + condition + `)+$`)
)

func (o *ThemeOptions) check() error {
	for _, d := range []struct {
		value    *string
		fallback string
	}{{&o.Modifier, "theme"}, {&o.Light, "light"}, {&o.Dark, "dark"}} {
		if *d.value == "" {
			*d.value = d.fallback
		}
	}
	if len(o.Attributes) == 0 {
		o.Attributes = []string{AttributeTheme}
	}
	for _, word := range append([]string{o.Light, o.Dark}, o.Attributes...) {
		if !wordPattern.MatchString(word) {
			return fault.New(fault.Invalid, "%s cannot be written in a selector", quote(word))
		}
	}
	for _, name := range sortedKeys(o.Selectors) {
		if !conditionPattern.MatchString(o.Selectors[name]) {
			return fault.New(fault.Invalid, "the selector %s of the theme %s is not one of classes, ids and attributes, such as .dark",
				quote(o.Selectors[name]), quote(name))
		}
	}
	if !slices.Contains([]Scheme{SchemeBoth, SchemeMedia, SchemeSelector, SchemeLightDark}, o.Scheme) {
		return fault.New(fault.Invalid, "there is no scheme %s: it is media, selector or light-dark, or empty for media and selector",
			quote(string(o.Scheme)))
	}
	return o.CSSOptions.check()
}

// says gives what selects the elements that ask for a theme themselves.
func (o *ThemeOptions) says(theme string) string {
	if s := o.Selectors[theme]; s != "" {
		return s
	}
	each := make([]string, len(o.Attributes))
	for i, name := range o.Attributes {
		each[i] = "[" + name + "=" + cssString(theme) + "]"
	}
	if len(each) == 1 {
		return each[0]
	}
	return ":is(" + strings.Join(each, ", ") + ")"
}

// cssString writes a text between quotes, so that neither the quotes nor a <style> element end there: what is no letter, digit, space,
// hyphen or underscore as its number.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r == ' ' || r == '-' || r == '_' || unicode.In(r, unicode.L, unicode.M, unicode.N) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(`\` + strconv.FormatInt(int64(r), 16) + " ")
	}
	b.WriteByte('"')
	return b.String()
}

// WriteThemedCSS is WriteThemes for all contexts of a modifier: that for light first, or the default where there is none for light. The
// error is also that of Resolve, which o.Light and o.Dark must stand for where they are given.
func (s *System) WriteThemedCSS(w io.Writer, o ThemeOptions) error {
	contexts := []string{o.Light, o.Dark}
	if err := o.check(); err != nil {
		return err
	}
	if m := s.modifierNamed(o.Modifier); m != nil {
		contexts = o.contextsOf(m, contexts)
	}
	var themes []Theme
	for _, context := range contexts {
		inputs := maps.Clone(o.Inputs)
		if inputs == nil {
			inputs = map[string]string{}
		}
		inputs[o.Modifier] = context
		set, err := s.Resolve(inputs)
		if err != nil {
			return err
		}
		themes = append(themes, Theme{context, set})
	}
	return WriteThemes(w, themes, o)
}

// contextsOf gives the contexts of a modifier in the order in which they are written, those for light and dark under the names that the
// options have for them, and with those that were given and that it lacks.
func (o *ThemeOptions) contextsOf(m *Modifier, given []string) []string {
	first := orElse(m.Default, m.Contexts[0])
	out := []string{}
	for _, context := range m.Contexts {
		switch {
		case strings.EqualFold(context, o.Light):
			context, first = o.Light, o.Light
		case strings.EqualFold(context, o.Dark):
			if context == first {
				first = o.Dark
			}
			context = o.Dark
		}
		out = append(out, context)
	}
	slices.SortStableFunc(out, func(a, b string) int {
		switch {
		case a == first:
			return -1
		case b == first:
			return 1
		}
		return 0
	})
	for _, context := range given {
		there := func(c string) bool { return strings.EqualFold(c, context) }
		if context != "" && !slices.ContainsFunc(out, there) {
			out = append(out, context)
		}
	}
	return out
}

// WriteThemes writes one style sheet for several themes: all properties with the values of the first one under the selector, then
// those that differ once more: of the theme called o.Dark where the visitor's system is dark and nothing says o.Light, and of each
// theme where a selector says so, which may stand on the selected element, around it or inside it.
//
// A property that refers to another one is computed where it is declared: an alias declared only on the root would keep the
// root's theme inside an element of another theme. So "differ" means the computed value, and such an alias is declared again.
//
// The error is one of w, or says which option is wrong.
func WriteThemes(w io.Writer, themes []Theme, o ThemeOptions) error {
	return WriteThemeGroups(w, []ThemeGroup{{o.Selector, themes}}, o)
}

// ThemeGroup is the themes of one brand, or of another choice that a selector makes.
type ThemeGroup struct {
	Selector string // in place of the option's
	Themes   []Theme
}

// WriteThemeGroups is WriteThemes for several groups, the more general selector first. What differs between the themes of any group
// is declared again in the themes of all of them, so that no theme of one group shows through in another.
func WriteThemeGroups(w io.Writer, groups []ThemeGroup, o ThemeOptions) error {
	again := map[string]bool{}
	var sheets []themed
	for _, g := range groups {
		sheet := themed{o: o}
		sheet.o.Selector = g.Selector
		for _, t := range g.Themes {
			sheet.names = append(sheet.names, t.Name)
		}
		if err := sheet.o.check(); err != nil {
			return err
		}
		if len(g.Themes) == 0 {
			return fault.New(fault.Invalid, "there is no theme to write")
		}
		for _, t := range g.Themes {
			sheet.all = append(sheet.all, t.Set.declarations(o.CSSOptions))
		}
		sheet.base, sheet.differing = sheet.all[0], differing(sheet.all, again)
		for _, d := range sheet.differing[0] {
			again[d.name] = true
		}
		sheets = append(sheets, sheet)
	}
	for i, sheet := range sheets {
		sheet.differing = differing(sheet.all, again)
		var err error
		if o.Scheme == SchemeLightDark {
			err = sheet.writeLightDark(w, groups[i].Themes)
		} else {
			base := block{selector: sheet.o.Selector, decls: sheet.base}
			err = writeBlocks(w, append([]block{base}, sheet.blocks(o.Scheme)...), o.HexFallback)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// themed is what is written of several themes.
type themed struct {
	o         ThemeOptions
	names     []string
	all       [][]declaration // of each theme
	base      []declaration   // of the first theme
	differing [][]declaration // of each theme, what is not the same in all
}

// blocks gives the rules of the themes beside the first one, and of the first one where it is asked for.
func (t themed) blocks(scheme Scheme) []block {
	var out []block
	sel, light := t.o.Selector, t.o.says(t.o.Light)
	dark := slices.Index(t.names, t.o.Dark)
	if dark > 0 && scheme == SchemeMedia {
		return []block{{media: "(prefers-color-scheme: dark)", selector: sel, decls: t.differing[dark]}}
	}
	if dark > 0 && scheme == SchemeBoth {
		notLight := light
		if sel != ":root" {
			notLight += ", " + light + " *" // nor what is around it
		}
		for i, name := range t.names { // nor another theme, which is asked for in the same way
			if i != dark && name != t.o.Light {
				notLight += ", " + t.o.says(name)
				if sel != ":root" {
					notLight += ", " + t.o.says(name) + " *"
				}
			}
		}
		out = append(out, block{media: "(prefers-color-scheme: dark)", selector: sel + ":where(:not(" + notLight + "))",
			decls: t.differing[dark]})
	}
	for i := range t.names[1:] {
		out = append(out, block{selector: around(sel, t.o.says(t.names[i+1])), decls: t.differing[i+1]})
	}
	return append(out, block{selector: around(sel, t.o.says(t.names[0])), decls: t.differing[0]})
}

// around selects the element where the attribute is on it, on what holds it, or on what it holds. What holds it counts least,
// so that the element's own attribute wins over that of the page around it.
func around(selector, attribute string) string {
	if selector == ":root" {
		return attribute
	}
	return ":where(" + attribute + ") " + selector + ", " + selector + attribute + ", " + selector + " " + attribute
}

// differing gives, of each theme, the declarations whose value is another in any of the themes, in the order of their first
// appearance, and those that are to be declared again. What a theme does not have is declared there as initial, which for a
// custom property means: not set.
func differing(themes [][]declaration, again map[string]bool) [][]declaration {
	var order []string
	seen := map[string]bool{}
	byName := make([]map[string]declaration, len(themes))
	for i, all := range themes {
		byName[i] = make(map[string]declaration, len(all))
		for _, d := range all {
			byName[i][d.name] = d
			if !seen[d.name] {
				seen[d.name] = true
				order = append(order, d.name)
			}
		}
	}
	out := make([][]declaration, len(themes))
	for _, name := range order {
		first, same := byName[0][name]
		for _, theme := range byName[1:] {
			d, ok := theme[name]
			same = same && ok && d.literal == first.literal && d.value == first.value
		}
		if same && (!again[name] || len(themes) == 1) {
			continue
		}
		for i := range themes {
			d, ok := byName[i][name]
			if !ok {
				d = declaration{name: name, value: "initial", literal: "initial"}
			}
			out[i] = append(out[i], d)
		}
	}
	return out
}

// rules writes blocks as text, each line after the indent.
func rules(blocks []block, indent string, hexFallback bool) []byte {
	var b bytes.Buffer
	for _, bl := range blocks {
		bl.write(&b, indent, func(d declaration) (string, bool) {
			if hexFallback && d.hex != "" {
				return d.hex, true
			}
			return d.value, true
		})
	}
	return b.Bytes()
}
