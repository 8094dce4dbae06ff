package output

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

// maxVariants bounds the combinations of contexts that are written.
const maxVariants = 256

// Resolved is tokens ready to be written: every combination of the contexts that are not chosen.
type Resolved struct {
	Name     string           // of the design system, "" where it has none
	Varying  []token.Modifier // those that were left open
	Variants []Variant        // the defaults first; at least one
}

// Variant is the tokens of one combination of contexts.
type Variant struct {
	Name   string            // the contexts that vary, as a part of a file's name: "klio-dark"; "" where there is one variant only
	Inputs map[string]string // context of every modifier
	Set    *token.Set
}

// Resolve works out the tokens of a system for the contexts of inputs and all combinations of the modifiers that it leaves open. The
// error is that of System.Resolve, or fault.Invalid for too many combinations, or for contexts whose names differ in signs only.
func Resolve(s *token.System, inputs map[string]string) (*Resolved, error) {
	r := &Resolved{Name: s.Name()}
	combos := []map[string]string{maps.Clone(inputs)}
	if inputs == nil {
		combos[0] = map[string]string{}
	}
	for _, m := range s.Modifiers() {
		if given(inputs, m.Name) || len(m.Contexts) < 2 {
			if !given(inputs, m.Name) {
				combos = cross(combos, m.Name, m.Contexts)
			}
			continue
		}
		contexts := slices.Clone(m.Contexts)
		if i := slices.Index(contexts, m.Default); i > 0 {
			contexts = append([]string{m.Default}, slices.Delete(contexts, i, i+1)...)
		}
		m.Contexts, m.Default = contexts, contexts[0]
		r.Varying = append(r.Varying, m)
		if combos = cross(combos, m.Name, contexts); len(combos) > maxVariants {
			return nil, fault.New(fault.Invalid, "there are more than %d combinations of contexts: choose some of %s", maxVariants, m.Name)
		}
	}
	seen := map[string]bool{}
	for _, in := range combos {
		set, err := s.Resolve(in)
		if err != nil {
			return nil, err
		}
		v := Variant{Inputs: set.Inputs(), Set: set, Name: r.nameOf(in)}
		if seen[v.Name] {
			return nil, fault.New(fault.Invalid, "two combinations of contexts would both be called %q; rename a context", v.Name)
		}
		seen[v.Name] = true
		r.Variants = append(r.Variants, v)
	}
	return r, nil
}

func given(inputs map[string]string, name string) bool {
	for k := range inputs {
		if strings.EqualFold(k, name) {
			return true
		}
	}
	return false
}

func cross(combos []map[string]string, name string, contexts []string) []map[string]string {
	var out []map[string]string
	for _, c := range combos {
		for _, context := range contexts {
			next := maps.Clone(c)
			next[name] = context
			out = append(out, next)
		}
	}
	return out
}

var notInFileName = regexp.MustCompile(`[^a-z0-9]+`)

func (r *Resolved) nameOf(inputs map[string]string) string {
	var parts []string
	for _, m := range r.Varying {
		part := strings.Trim(notInFileName.ReplaceAllString(strings.ToLower(inputs[m.Name]), "-"), "-")
		if part == "" {
			part = "x" + hexRunes(inputs[m.Name])
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "-")
}

// dotted gives the name as a middle part of a file's name.
func (v Variant) dotted() string {
	if v.Name == "" {
		return ""
	}
	return v.Name + "."
}

// theme gives the modifier that chooses between light and dark, and what its contexts are called.
func (r *Resolved) theme() (m token.Modifier, light, dark string, ok bool) {
	for _, m := range r.Varying {
		light, dark = "", ""
		for _, c := range m.Contexts {
			switch strings.ToLower(c) {
			case "light":
				light = c
			case "dark":
				dark = c
			}
		}
		if light != "" && dark != "" {
			return m, light, dark, true
		}
	}
	return token.Modifier{}, "", "", false
}

// Label names the variant for people: "brand klio, theme dark".
func (r *Resolved) Label(v Variant) string {
	var parts []string
	for _, m := range r.Varying {
		parts = append(parts, m.Name+" "+v.Inputs[m.Name])
	}
	return strings.Join(parts, ", ")
}
