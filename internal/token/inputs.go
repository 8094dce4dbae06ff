package token

import (
	"sort"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
)

// Modifier is a choice that a resolver document offers: "theme", between the contexts "light" and "dark".
type Modifier struct {
	Name        string
	Description string
	Contexts    []string // in the order of the file
	Default     string   // one of Contexts; "" where an input must be given
}

// maxCombinations bounds how many combinations of contexts Load checks one by one. Beyond it every context is checked with
// the first ones of the other modifiers, which finds all but what arises from two choices together.
const maxCombinations = 64

// choose matches inputs with the modifiers: the context of each, by the modifier's own name.
func (s *System) choose(inputs map[string]string) (map[string]string, error) {
	var ps fault.Problems
	chosen := map[string]string{}
	for _, key := range sortedKeys(inputs) {
		m := s.modifierNamed(key)
		if m == nil {
			ps.Add(fault.Problem{Pointer: "/" + key, Code: "unknown_modifier", Message: "there is no modifier " + quote(key)})
			continue
		}
		if _, twice := chosen[m.Name]; twice {
			ps.Add(fault.Problem{Pointer: "/" + key, Code: "duplicate_name", Message: "the modifier " + quote(m.Name) + " is given twice"})
			continue
		}
		chosen[m.Name] = ""
		for _, c := range m.Contexts {
			if strings.EqualFold(c, inputs[key]) {
				chosen[m.Name] = c
			}
		}
		if chosen[m.Name] == "" {
			ps.Add(fault.Problem{Pointer: "/" + key, Code: "unknown_context",
				Message: "the modifier " + quote(m.Name) + " has no context " + quote(inputs[key]) + "; it has " + strings.Join(m.Contexts, ", ")})
		}
	}
	for _, m := range s.modifiers {
		if _, given := chosen[m.Name]; given {
			continue
		}
		if m.Default == "" {
			ps.Add(fault.Problem{Pointer: "/" + m.Name, Code: "missing_modifier",
				Message: "the modifier " + quote(m.Name) + " has no default: give one of " + strings.Join(m.Contexts, ", ")})
		}
		chosen[m.Name] = m.Default
	}
	return chosen, ps.Err()
}

func (s *System) modifierNamed(name string) *Modifier {
	for i := range s.modifiers {
		if strings.EqualFold(s.modifiers[i].Name, name) {
			return &s.modifiers[i]
		}
	}
	return nil
}

// combinations lists the inputs that Load checks, the defaults first.
func (s *System) combinations() []map[string]string {
	first := map[string]string{}
	product := 1
	for _, m := range s.modifiers {
		first[m.Name] = m.Contexts[0]
		if m.Default != "" {
			first[m.Name] = m.Default
		}
		product = min(product*len(m.Contexts), maxCombinations+1)
	}
	all := []map[string]string{first}
	for _, m := range s.modifiers {
		base := all
		if product > maxCombinations {
			base = all[:1]
		}
		for _, inputs := range base {
			for _, c := range m.Contexts {
				if c == first[m.Name] {
					continue
				}
				other := map[string]string{m.Name: c}
				for k, v := range inputs {
					if k != m.Name {
						other[k] = v
					}
				}
				all = append(all, other)
			}
		}
	}
	return all
}

// inputsText writes inputs for a message: "brand=klio, theme=dark".
func inputsText(inputs map[string]string) string {
	var parts []string
	for _, k := range sortedKeys(inputs) {
		parts = append(parts, k+"="+inputs[k])
	}
	return strings.Join(parts, ", ")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
