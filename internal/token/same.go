package token

import "strings"

// Unsaid is a part of a value that its CSS value does not say, because CSS has no place for it there.
type Unsaid struct {
	Key  string // as in the value, with dots between: "letterSpacing", "dashArray", "style.lineCap"
	Text string // as CSS or SVG would have it by itself: "0.5px", "4px 2px", "round"
}

// Beside gives what the CSS value of v does not say: the letter spacing of a typography, the pattern of a line. The parts of a border
// come under "style".
func Beside(v Value) []Unsaid {
	switch v := v.(type) {
	case Typography:
		return []Unsaid{{"letterSpacing", CSS(v.LetterSpacing)}}
	case StrokeStyle:
		if v.Line != "" {
			return nil
		}
		dashes := make([]string, len(v.Dashes))
		for i, d := range v.Dashes {
			dashes[i] = CSS(d)
		}
		return []Unsaid{{"dashArray", strings.Join(dashes, " ")}, {"lineCap", v.Cap}}
	case Border:
		out := Beside(v.Style)
		for i := range out {
			out[i].Key = "style." + out[i].Key
		}
		return out
	}
	return nil
}

// Text writes a value whole, for people and for comparisons: its CSS value, and behind it what that does not say.
// `400 16px/1.5 "Inter" (letterSpacing 0.5px)`
func Text(v Value) string {
	s := CSS(v)
	var more []string
	for _, u := range Beside(v) {
		more = append(more, u.Key+" "+u.Text)
	}
	if len(more) == 0 {
		return s
	}
	return s + " (" + strings.Join(more, ", ") + ")"
}

// Same says whether two values are the same to whoever uses them: as CSS, in what CSS has no place for, and in the hex that older
// browsers and native systems get. A colour that is only written otherwise, 1 for 1.0 or with the hex that it has anyway, is the same.
func Same(a, b Value) bool {
	return Text(a) == Text(b) && Text(withHex(a)) == Text(withHex(b))
}
