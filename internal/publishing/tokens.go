package publishing

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/token"
)

// Names that the resolver document gives to what Portico chooses by.
const (
	modifierBrand = "brand"
	modifierTheme = "theme"
	tokenPrefix   = "portico"
)

// brandTokens are the tokens of one brand, as sites get them and as the shared parts' own style sheet holds them.
type brandTokens struct {
	forSites published.Tokens
	forParts []byte
}

// compileTokens gives nothing for a system that could not be read.
func compileTokens(system *token.System, brand string) (out brandTokens, err error) {
	if system == nil {
		return out, nil
	}
	inputs := chosen(system, brand)
	forSites, err := themedCSS(system, inputs, ":root")
	if err != nil {
		return out, err
	}
	// The parts bring their own copy, below their own roots, so that no rule of ours stands on a host's elements.
	if out.forParts, err = themedCSS(system, inputs, `[data-portico-brand="`+brand+`"]`); err != nil {
		return out, err
	}
	values, err := valuesByTheme(system, inputs)
	if err != nil {
		return out, err
	}
	out.forSites = published.Tokens{Brand: brand, CSS: string(forSites), JSON: string(values)}
	return out, nil
}

func themedCSS(system *token.System, inputs map[string]string, selector string) ([]byte, error) {
	var b bytes.Buffer
	options := token.CSSOptions{Prefix: tokenPrefix, Selector: selector, HexFallback: true}
	if hasModifier(system, modifierTheme) {
		err := system.WriteThemedCSS(&b, token.ThemeOptions{CSSOptions: options, Inputs: inputs})
		return b.Bytes(), err
	}
	set, err := system.Resolve(inputs)
	if err != nil {
		return nil, err
	}
	err = set.WriteCSS(&b, options)
	return b.Bytes(), err
}

// chosen gives a context of every modifier but theme: of brand the one that is named, of the others the default, or the first where there
// is no default. A node chooses in the same way for the other forms of a site's tokens.
func chosen(system *token.System, brand string) map[string]string {
	inputs := map[string]string{}
	for _, m := range system.Modifiers() {
		switch {
		case m.Name == modifierTheme:
		case m.Name == modifierBrand:
			inputs[m.Name] = brand
		case m.Default != "":
			inputs[m.Name] = m.Default
		default:
			inputs[m.Name] = m.Contexts[0]
		}
	}
	return inputs
}

// valuesByTheme gives {"light": {path: value}, "dark": {…}}, or {"default": …} where there are no themes.
func valuesByTheme(system *token.System, inputs map[string]string) ([]byte, error) {
	themes := []string{"default"}
	for _, m := range system.Modifiers() {
		if m.Name == modifierTheme {
			themes = m.Contexts
		}
	}
	out := map[string]json.RawMessage{}
	for _, theme := range themes {
		in := map[string]string{}
		for k, v := range inputs {
			in[k] = v
		}
		if hasModifier(system, modifierTheme) {
			in[modifierTheme] = theme
		}
		set, err := system.Resolve(in)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := set.WriteJSON(&b); err != nil {
			return nil, err
		}
		out[theme] = b.Bytes()
	}
	return json.Marshal(out)
}

func hasModifier(system *token.System, name string) bool {
	return slices.ContainsFunc(system.Modifiers(), func(m token.Modifier) bool { return m.Name == name })
}
