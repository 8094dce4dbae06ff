package token

import (
	"maps"
	"math"
	"slices"
)

// Ref gives the path of the token that a part of the value refers to as a whole, "" where the part stands for itself. Keys are
// those of the format: "color" of a border, "0.offsetX" of the first shadow, "1" of a second gradient stop or font.
func (t Token) Ref(key string) string { return t.refs[key] }

// References gives the paths of all tokens that the token refers to, sorted, each once.
func (t Token) References() []string {
	var all []string
	if t.Alias != "" {
		all = append(all, t.Alias)
	}
	for _, path := range t.refs {
		all = append(all, path)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Column gives the column, from 1, where the token is declared.
func (t Token) Column() int {
	_, column := t.at.position()
	return column
}

// Offset gives the byte of File at which the token's name stands.
func (t Token) Offset() int { return t.at.offset }

// Select gives the set with the tokens that keep accepts. What referred to one of the others refers to what that one referred
// to, or has the value itself, so that no reference leads nowhere.
func (s *Set) Select(keep func(Token) bool) *Set {
	out := &Set{byPath: map[string]int{}, inputs: s.inputs, tree: s.tree}
	for _, t := range s.tokens {
		if keep(t) {
			out.byPath[t.Path] = len(out.tokens)
			out.tokens = append(out.tokens, t)
		}
	}
	nearest := func(path string) string {
		for path != "" {
			if _, ok := out.byPath[path]; ok {
				return path
			}
			t, _ := s.Token(path)
			path = t.Alias
		}
		return ""
	}
	for i := range out.tokens {
		t := &out.tokens[i]
		whole := t.Alias
		t.Alias = nearest(whole)
		if whole != "" && t.Alias == "" {
			t.refs = s.behind(whole)
		}
		refs := map[string]string{}
		for key, path := range t.refs {
			if path = nearest(path); path != "" {
				refs[key] = path
			}
		}
		t.refs = refs
	}
	return out
}

// withoutClashes leaves out the second of two tokens that would become one property.
func (s *Set) withoutClashes() *Set {
	seen, byName := map[string]bool{}, map[string]*Token{}
	for i := range s.tokens {
		byName[CSSName("", s.tokens[i].Names)] = &s.tokens[i]
	}
	return s.Select(func(t Token) bool {
		name := CSSName("", t.Names)
		first := !seen[name]
		seen[name] = true
		for _, l := range longhands(t.Value) {
			if other := byName[name+"-"+l.suffix]; other == nil || !t.isPart(l, other) {
				seen[name+"-"+l.suffix] = true
			}
		}
		return first
	})
}

// behind gives the references that the parts of the value of a chain of aliases have.
func (s *Set) behind(path string) map[string]string {
	t, _ := s.Token(path)
	for t.Alias != "" {
		t, _ = s.Token(t.Alias)
	}
	return t.refs
}

// InRem gives the set with every length in px written in rem, base px each (16 in browsers that nobody has set up). The error is
// fault.Invalid for a base that is no length.
func (s *Set) InRem(base float64) (*Set, error) {
	if !(base > 0) || math.IsInf(base, 0) {
		return nil, badBase(base)
	}
	out := &Set{tokens: slices.Clone(s.tokens), byPath: maps.Clone(s.byPath), inputs: s.inputs, tree: s.tree}
	for i := range out.tokens {
		out.tokens[i].Value = inRem(out.tokens[i].Value, base)
	}
	return out, nil
}

func inRem(v Value, base float64) Value {
	switch v := v.(type) {
	case Dimension:
		return v.inRem(base)
	case StrokeStyle:
		v.Dashes = slices.Clone(v.Dashes)
		for i := range v.Dashes {
			v.Dashes[i] = v.Dashes[i].inRem(base)
		}
		return v
	case Border:
		v.Width = v.Width.inRem(base)
		return v
	case Typography:
		v.FontSize, v.LetterSpacing = v.FontSize.inRem(base), v.LetterSpacing.inRem(base)
		return v
	case Shadow:
		v = slices.Clone(v)
		for i := range v {
			for _, d := range []*Dimension{&v[i].OffsetX, &v[i].OffsetY, &v[i].Blur, &v[i].Spread} {
				*d = d.inRem(base)
			}
		}
		return v
	}
	return v
}

func (d Dimension) inRem(base float64) Dimension {
	if d.Unit != "px" {
		return d
	}
	return Dimension{Value: math.Round(d.Value/base*1e6) / 1e6, Unit: "rem"}
}
