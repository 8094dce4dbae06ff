package token

import "encoding/json"

// StrokeStyle is how a line is drawn: either Line alone, or Dashes with Cap.
type StrokeStyle struct {
	Line   string      // solid, dashed, dotted, double, groove, ridge, outset or inset; "" where Dashes says it
	Dashes []Dimension // lengths of dashes and gaps in turn
	Cap    string      // round, butt or square
}

// Type is TypeStrokeStyle.
func (StrokeStyle) Type() Type { return TypeStrokeStyle }

// MarshalJSON writes the word, or the object with dashArray and lineCap.
func (s StrokeStyle) MarshalJSON() ([]byte, error) {
	if s.Line != "" {
		return json.Marshal(s.Line)
	}
	return json.Marshal(struct {
		DashArray []Dimension `json:"dashArray"`
		LineCap   string      `json:"lineCap"`
	}{s.Dashes, s.Cap})
}

// css gives "dashed" for a pattern of dashes: CSS has no borders with a pattern, and the format names this fallback.
func (s StrokeStyle) css(func(string) string, string) string {
	if s.Line == "" {
		return "dashed"
	}
	return s.Line
}

func readStrokeStyle(r *reader, n *node, key string) (Value, bool) {
	if n.kind != objectKind {
		line, ok := r.word(n, "a strokeStyle", "solid", "dashed", "dotted", "double", "groove", "ridge", "outset", "inset")
		return StrokeStyle{Line: line}, ok
	}
	parts, ok := r.object(n, TypeStrokeStyle, []string{"dashArray", "lineCap"}, nil)
	var s StrokeStyle
	if p := parts["lineCap"]; p != nil {
		word, good := r.word(p, "lineCap", "round", "butt", "square")
		s.Cap, ok = word, ok && good
	}
	if p := parts["dashArray"]; p != nil {
		list, good := r.plain(p)
		if good && (list.kind != arrayKind || len(list.items) == 0) {
			r.fail(p, "wrong_kind", "dashArray is an array of at least one dimension, not %s", describe(list))
			good = false
		}
		if good {
			for i, item := range list.items {
				v, fine := r.part(item, TypeDimension, joinIndex(join(key, "dashArray"), i))
				d, _ := v.(Dimension)
				s.Dashes, good = append(s.Dashes, d), good && fine
			}
		}
		ok = ok && good
	}
	return s, ok
}
