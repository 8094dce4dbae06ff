package publishing

import (
	"maps"

	"github.com/portico-cms/portico/internal/token"
)

// HasColor says whether a brand has a colour token of a path in every theme. A brand that the release does not have has none.
func (l *Look) HasColor(brand, path string) bool { return l.colors[brand][path] }

// colorsOf gives the paths of the colour tokens that a brand has in every theme.
func colorsOf(system *token.System, brand string) (map[string]bool, error) {
	if system == nil {
		return map[string]bool{}, nil
	}
	inputs := map[string]string{}
	if hasModifier(system, modifierBrand) {
		inputs[modifierBrand] = brand
	}
	themes := []string{""}
	for _, m := range system.Modifiers() {
		if m.Name == modifierTheme {
			themes = m.Contexts
		}
	}
	var all map[string]bool
	for _, theme := range themes {
		in := maps.Clone(inputs)
		if theme != "" {
			in[modifierTheme] = theme
		}
		set, err := system.Resolve(in)
		if err != nil {
			return nil, err
		}
		here := map[string]bool{}
		for _, t := range set.Tokens() {
			if t.Type == "color" && (all == nil || all[t.Path]) {
				here[t.Path] = true
			}
		}
		all = here
	}
	return all, nil
}
