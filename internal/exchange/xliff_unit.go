package exchange

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// part is a <segment> or an <ignorable> of a unit.
type part struct {
	source, target []token
	ignorable      bool
	order          int // of the target within the unit, from 1
	subState       string
}

// done says whether a part has its translation, or needs none.
func (p part) done() bool {
	return !blank(render(p.target)) || blank(render(p.source))
}

// unit reads one text. Its parts are joined: tools split a text into sentences.
func (r *xliffReader) unit(e xml.StartElement) (u Unit, ok bool) {
	u = Unit{Pointer: attr(e, "name"), Line: r.line()}
	if !strings.HasPrefix(u.Pointer, "/") {
		u.Pointer = pointerOf(attr(e, "id"))
	}
	if r.units++; r.units > maxUnits {
		r.stop("too_many", "there are more than %d units", maxUnits)
		return u, false
	}
	var parts []part
	bad := false
	read := func(e xml.StartElement) {
		p := r.part(e, len(parts)+1, &bad)
		parts = append(parts, p)
	}
	r.elements(map[string]func(xml.StartElement){"segment": read, "ignorable": read})
	switch {
	case r.broken:
		return u, false
	case len(parts) == 0:
		r.problem(u.Line, "required", "it has no segment")
		return u, false
	case bad:
		r.problem(u.Line, "codes", "it has codes that were not sent, or whose ids were changed")
		return u, false
	}
	r.join(&u, parts)
	return u, true
}

// join makes the texts of a unit from its parts.
func (r *xliffReader) join(u *Unit, parts []part) {
	var source, target []token
	missing, translated := 0, 0
	for _, p := range parts {
		source = append(source, p.source...)
		if p.subState == outdatedState { // the state alone says little: many tools leave it as it was
			u.State = Outdated
		}
		switch {
		case p.ignorable:
		case !p.done():
			missing++
		case !blank(render(p.target)):
			translated++
		}
	}
	u.Source = render(source)
	if translated > 0 && missing == 0 {
		slices.SortStableFunc(parts, func(a, b part) int { return a.order - b.order })
		for _, p := range parts {
			if p.target == nil { // what is between segments is the same in both
				p.target = p.source
			}
			target = append(target, p.target...)
		}
		u.Target = render(target)
	}
	switch {
	case missing > 0 && translated > 0:
		r.problem(u.Line, "incomplete", "%d of its %d segments have no translation; the unit is left as it is", missing, len(parts))
		u.State = Missing
	case u.State == Outdated:
	case u.Target == "":
		u.State = Missing
	default:
		u.State = Current
	}
}

// part reads a segment; bad is set where a code has no number.
func (r *xliffReader) part(e xml.StartElement, place int, bad *bool) part {
	p := part{ignorable: e.Name.Local == "ignorable", order: place, subState: attr(e, "subState")}
	text := func(e xml.StartElement) []token {
		t := inlineReader{xliffReader: r}
		t.read()
		*bad = *bad || t.bad
		if slices.Contains(e.Attr, xml.Attr{Name: xml.Name{Space: "http://www.w3.org/XML/1998/namespace", Local: "space"}, Value: "default"}) {
			t.collapse()
		}
		return t.list
	}
	r.elements(map[string]func(xml.StartElement){
		"source": func(e xml.StartElement) { p.source = text(e) },
		"target": func(e xml.StartElement) {
			if n, err := strconv.Atoi(attr(e, "order")); err == nil && n > 0 && n <= maxUnits {
				p.order = n
			}
			p.target = text(e)
		},
	})
	return p
}

// codeSize is what a piece of a text counts for at least, in bytes, so that a million codes are a large text too.
const codeSize = 8

// inlineReader reads the content of a <source> or <target>.
type inlineReader struct {
	*xliffReader

	list []token
	bad  bool
	size int // bytes of text, and of codes as they are counted here
}

func (r *inlineReader) read() {
	r.inside(func(t xml.Token) {
		if text, ok := t.(xml.CharData); ok {
			r.size += len(text)
		}
		if r.size += codeSize; r.size > maxText {
			r.stop("too_large", "it has a text of more than 4 MB")
			return
		}
		switch t := t.(type) {
		case xml.CharData:
			r.list = append(r.list, token{form: literal, text: string(t)})
		case xml.StartElement:
			r.element(t)
		}
	})
}

// element reads an inline element. Marks of a tool (<mrk>, <sm>) and elements that are not of XLIFF say nothing here, and the
// text inside them counts.
func (r *inlineReader) element(e xml.StartElement) {
	name := e.Name.Local
	if !isCore(e.Name) {
		name = ""
	}
	switch name {
	case "pc":
		n := r.code(attr(e, "copyOf"), attr(e, "id"))
		r.list = append(r.list, token{form: opening, code: n})
		r.read()
		r.list = append(r.list, token{form: closing, code: n})
		return
	case "ph":
		r.list = append(r.list, token{form: alone, code: r.code(attr(e, "copyOf"), attr(e, "id"))})
	case "sc":
		r.list = append(r.list, token{form: opening, code: r.code(attr(e, "copyOf"), attr(e, "id"))})
	case "ec":
		r.list = append(r.list, token{form: closing, code: r.code(attr(e, "startRef"), attr(e, "id"))})
	case "cp":
		n, err := strconv.ParseUint(attr(e, "hex"), 16, 32)
		if err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			n = utf8.RuneError
		}
		r.list = append(r.list, token{form: literal, text: string(rune(n))})
	}
	r.read()
}

// code gives the number of a code, which is its id, or that of the code that it is a copy or the end of.
func (r *inlineReader) code(ids ...string) int {
	for _, id := range ids {
		if id == "" {
			continue
		}
		if n, err := strconv.Atoi(id); err == nil && n > 0 && strconv.Itoa(n) == id && n < maxCodes {
			return n
		}
		break
	}
	r.bad = true
	return 1
}

// collapse makes one space of white space, where a file says that it means no more.
func (r *inlineReader) collapse() {
	text := ""
	for i, t := range r.list {
		if t.form != literal {
			continue
		}
		fields := strings.Join(strings.Fields(t.text), " ")
		if begins := strings.TrimLeft(t.text, " \t\n") != t.text; begins && text != "" && !strings.HasSuffix(text, " ") {
			fields = " " + fields
		}
		if strings.TrimRight(t.text, " \t\n") != t.text && strings.TrimSpace(fields) != "" {
			fields += " "
		}
		r.list[i].text = fields
		text += fields
	}
	if n := len(r.list) - 1; n >= 0 && r.list[n].form == literal {
		r.list[n].text = strings.TrimRight(r.list[n].text, " ")
	}
}
