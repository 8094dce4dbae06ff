package token

import "strings"

// Gradient is a list of stops, at least one. Where it goes, linear or radial, is for the style sheet to say.
type Gradient []GradientStop

// GradientStop is a colour and where it is, from 0 (start) to 1 (end).
type GradientStop struct {
	Color    Color  `json:"color"`
	Position Number `json:"position"`
}

// Type is TypeGradient.
func (Gradient) Type() Type { return TypeGradient }

// css gives a list of stops: use it as `linear-gradient(90deg, var(--…))`.
func (g Gradient) css(ref func(string) string, at string) string {
	stops := make([]string, len(g))
	for i, s := range g {
		key := joinIndex(at, i)
		if stops[i] = ref(key); stops[i] == "" {
			// A position is written out even where it refers to a token: as a percentage, and clamped.
			stops[i] = cssPart(s.Color, ref, join(key, "color")) + " " + cssRounded(float64(s.Position)*100, 6) + "%"
		}
	}
	return strings.Join(stops, ", ")
}

func readGradient(r *reader, n *node, key string) (Value, bool) {
	if n.kind != arrayKind || len(n.items) == 0 {
		r.fail(n, "wrong_kind", "a gradient is an array of stops, at least one, not %s", describe(n))
		return nil, false
	}
	var g Gradient
	ok := true
	for i, item := range n.items {
		stop, good := r.gradientStop(item, joinIndex(key, i))
		g, ok = append(g, stop), ok && good
	}
	return g, ok
}

// gradientStop reads a stop, or a reference to a gradient that has one.
func (r *reader) gradientStop(n *node, key string) (s GradientStop, ok bool) {
	if isReference(n) {
		depth := len(r.r.following)
		f, ok := r.r.open(n, r.owner)
		defer func() { r.r.following = r.r.following[:depth] }()
		if !ok {
			return s, false
		}
		if f.via == nil {
			return r.behind(n, f).gradientStop(f.n, key)
		}
		r.r.following = r.r.following[:depth]
		v, ok := r.part(n, TypeGradient, key)
		stops, _ := v.(Gradient)
		if ok && len(stops) != 1 {
			r.fail(n, "flattened", "this refers to a gradient of %d stops, and one cannot stand inside another", len(stops))
			return s, false
		}
		if ok {
			s = stops[0]
		}
		return s, ok
	}
	ok = r.composite(n, TypeGradient, key, nil, field{"color", TypeColor, set(&s.Color)}, field{"position", TypeNumber, set(&s.Position)})
	s.Position = min(max(s.Position, 0), 1) // clamped, as the format says
	return s, ok
}
