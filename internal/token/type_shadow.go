package token

import (
	"encoding/json"
	"strings"
)

// Shadow is one shadow or several, the topmost first.
type Shadow []ShadowLayer

// ShadowLayer is one shadow.
type ShadowLayer struct {
	Color   Color     `json:"color"`
	OffsetX Dimension `json:"offsetX"`
	OffsetY Dimension `json:"offsetY"`
	Blur    Dimension `json:"blur"`
	Spread  Dimension `json:"spread"`
	Inset   bool      `json:"inset,omitempty"`
}

// Type is TypeShadow.
func (Shadow) Type() Type { return TypeShadow }

// MarshalJSON writes one shadow as an object, several as an array.
func (s Shadow) MarshalJSON() ([]byte, error) {
	if len(s) == 1 {
		return json.Marshal(s[0])
	}
	return json.Marshal([]ShadowLayer(s))
}

// css gives a box-shadow value.
func (s Shadow) css(ref func(string) string, at string) string {
	layers := make([]string, len(s))
	for i, l := range s {
		key := joinIndex(at, i)
		if layers[i] = ref(key); layers[i] != "" {
			continue
		}
		if l.Inset {
			layers[i] = "inset "
		}
		layers[i] += cssPart(l.OffsetX, ref, join(key, "offsetX")) + " " + cssPart(l.OffsetY, ref, join(key, "offsetY")) + " " +
			cssPart(l.Blur, ref, join(key, "blur")) + " " + cssPart(l.Spread, ref, join(key, "spread")) + " " +
			cssPart(l.Color, ref, join(key, "color"))
	}
	return strings.Join(layers, ", ")
}

func readShadow(r *reader, n *node, key string) (Value, bool) {
	if n.kind != arrayKind {
		l, ok := r.shadowLayer(n, joinIndex(key, 0))
		return Shadow{l}, ok
	}
	if len(n.items) == 0 {
		r.fail(n, "wrong_kind", "a list of shadows has at least one")
		return nil, false
	}
	var s Shadow
	ok := true
	for i, item := range n.items {
		if item.kind == arrayKind {
			r.fail(item, "flattened", "a list of shadows cannot stand inside another one")
			ok = false
			continue
		}
		v, good := r.part(item, TypeShadow, joinIndex(key, i))
		layers, _ := v.(Shadow)
		if good && len(layers) != 1 {
			r.fail(item, "flattened", "this refers to a list of %d shadows, and a list cannot stand inside another one", len(layers))
			good = false
		}
		s, ok = append(s, layers...), ok && good
	}
	return s, ok
}

func (r *reader) shadowLayer(n *node, key string) (ShadowLayer, bool) {
	var l ShadowLayer
	ok := r.composite(n, TypeShadow, key, []string{"inset"}, field{"color", TypeColor, set(&l.Color)},
		field{"offsetX", TypeDimension, set(&l.OffsetX)}, field{"offsetY", TypeDimension, set(&l.OffsetY)},
		field{"blur", TypeDimension, set(&l.Blur)}, field{"spread", TypeDimension, set(&l.Spread)})
	if inset := n.get("inset"); inset != nil && n.kind == objectKind {
		p, good := r.plain(inset)
		if good && p.kind != boolKind {
			r.fail(inset, "wrong_kind", "inset is true or false, not %s", describe(p))
			good = false
		}
		if good {
			l.Inset = p.yes
		}
		ok = ok && good
	}
	return l, ok
}
