package exchange

import (
	"encoding/json"
	"fmt"
	"html"
	"reflect"
	"slices"
)

// code is a piece of markup in a paragraph: a mark around text, or a node that stands by itself.
type code struct {
	what object
	pair bool
}

func (c code) name() string { s, _ := c.what["type"].(string); return s }

// id is the same for codes that are alike; values of entries are always fit for JSON.
func (c code) id() string {
	b, _ := json.Marshal(c.what)
	return string(b)
}

// encoder makes tokens of the content of a paragraph.
type encoder struct {
	list  []token
	codes []code
	free  map[string][]int // numbers of known codes that are not in the text yet, by what they are
	open  []token          // what is open, from the outside in
}

// encode gives the content of a paragraph as tokens, and all codes. known are codes that there are already: what is like one of
// them takes its number, anything else a new one.
func encode(paragraph object, known []code) ([]token, []code) {
	e := encoder{codes: slices.Clone(known), free: map[string][]int{}}
	for i, c := range known {
		e.free[c.id()] = append(e.free[c.id()], i+1)
	}
	for _, node := range children(paragraph) {
		text, isText := node["text"].(string)
		switch {
		case node == nil:
		case node["type"] == "text" && isText:
			e.marks(marksOf(node))
			e.list = append(e.list, token{form: literal, text: text})
		default:
			e.marks(nil)
			e.list = append(e.list, token{form: alone, code: e.number(code{what: node})})
		}
	}
	e.marks(nil)
	return e.list, e.codes
}

// marks closes what is open beyond the marks that text has, and opens the others.
func (e *encoder) marks(marks []object) {
	same := 0
	for same < len(e.open) && same < len(marks) && reflect.DeepEqual(e.codes[e.open[same].code-1].what, marks[same]) {
		same++
	}
	for _, t := range slices.Backward(e.open[same:]) {
		e.list = append(e.list, token{form: closing, code: t.code})
	}
	e.open = e.open[:same]
	for _, m := range marks[same:] {
		t := token{form: opening, code: e.number(code{m, true})}
		e.open, e.list = append(e.open, t), append(e.list, t)
	}
}

func (e *encoder) number(c code) int {
	if numbers := e.free[c.id()]; len(numbers) > 0 {
		e.free[c.id()] = numbers[1:]
		return numbers[0]
	}
	e.codes = append(e.codes, c)
	return len(e.codes)
}

func marksOf(text object) []object {
	given, _ := text["marks"].([]any)
	var out []object
	for _, v := range given {
		if m, ok := v.(object); ok {
			out = append(out, m)
		}
	}
	return out
}

// decode is the reverse of encode: it gives the content of a paragraph. Codes may have changed places, overlap, and be there
// twice; of the first sources codes, which are those of the source, only line breaks may be missing. wrong says what is not so.
func decode(list []token, codes []code, sources int) (content []any, wrong string) {
	var open []int
	found := map[int]bool{}
	names := map[string]bool{} // of codes that are not of the source
	for _, t := range list {
		if len(open) > maxDepth || len(content) > maxNodes {
			return nil, "there are too many of them"
		}
		if t.form == literal {
			content = append(content, textNode(t.text, open, codes))
			continue
		}
		if t.code > len(codes) {
			return nil, fmt.Sprintf("it has a code %d, which its source has not", t.code)
		}
		c := codes[t.code-1]
		found[t.code] = true
		names[c.name()] = names[c.name()] || t.code > sources
		i := slices.Index(open, t.code)
		switch {
		case c.pair == (t.form == alone):
			return nil, fmt.Sprintf("code %d (%s) is not of the form that its source has", t.code, c.name())
		case t.form == alone:
			content = append(content, clone(c.what))
		case t.form == opening:
			open = append(open, t.code)
		case i < 0:
			return nil, fmt.Sprintf("it closes code %d, which is not open", t.code)
		default:
			open = slices.Delete(open, i, i+1)
		}
	}
	if len(open) > 0 {
		return nil, fmt.Sprintf("code %d is not closed", open[0])
	}
	for i, c := range codes[:sources] {
		if !found[i+1] && !names[c.name()] && c.name() != "hardBreak" {
			return nil, fmt.Sprintf("code %d (%s) is missing", i+1, c.name())
		}
	}
	return content, ""
}

// textNode makes a node of text with the marks that are open; of two of a kind, the inner one counts.
func textNode(text string, open []int, codes []code) object {
	node := object{"type": "text", "text": text}
	var marks []any
	seen := map[string]bool{}
	for _, number := range slices.Backward(open) {
		if c := codes[number-1]; !seen[c.name()] {
			seen[c.name()] = true
			marks = append([]any{clone(c.what)}, marks...)
		}
	}
	if marks != nil {
		node["marks"] = marks
	}
	return node
}

// tags are how marks look in HTML.
var tags = map[string]string{
	"bold": "b", "italic": "i", "underline": "u", "strike": "s", "superscript": "sup", "subscript": "sub", "code": "code",
}

// show gives codes for people and tools.
func show(codes []code) []Code {
	var out []Code
	for _, c := range codes {
		name := c.name()
		shown := Code{Name: name, Start: "<" + name + ">"}
		switch {
		case name == "hardBreak":
			shown.Start = "<br>"
		case name == "link":
			attrs, _ := c.what["attrs"].(object)
			href, _ := attrs["href"].(string)
			shown.Start, shown.End = `<a href="`+html.EscapeString(href)+`">`, "</a>"
		case c.pair:
			tag := tags[name]
			if tag == "" {
				tag = name
			}
			shown.Start, shown.End = "<"+tag+">", "</"+tag+">"
		}
		out = append(out, shown)
	}
	return out
}
