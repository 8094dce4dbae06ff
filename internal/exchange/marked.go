package exchange

import (
	"regexp"
	"strconv"
	"strings"
)

// form says what a token of a marked text is.
type form int

const (
	literal form = iota // characters
	opening             // <1>
	closing             // </1>
	alone               // <1/>
)

// token is a piece of a marked text.
type token struct {
	form form
	text string // of a literal
	code int    // of the others, from 1
}

var (
	sign    = regexp.MustCompile(`<(/?)([1-9][0-9]{0,5})(/?)>`)
	similar = regexp.MustCompile(`<(\\*/?[1-9][0-9]{0,5}/?>)`)
	escaped = regexp.MustCompile(`<\\(\\*/?[1-9][0-9]{0,5}/?>)`)
)

// mark gives a text as a marked one.
func mark(text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	return similar.ReplaceAllString(text, `<\$1`)
}

func unmark(text string) string {
	if !strings.Contains(text, `<\`) {
		return text
	}
	return escaped.ReplaceAllString(text, `<$1`)
}

// tokens takes a marked text apart. What is no proper sign (</1/>) is text.
func tokens(marked string) []token {
	var out []token
	begin := 0
	for _, at := range sign.FindAllStringSubmatchIndex(marked, -1) {
		slash, number, single := marked[at[2]:at[3]] != "", marked[at[4]:at[5]], marked[at[6]:at[7]] != ""
		if slash && single {
			continue
		}
		if at[0] > begin {
			out = append(out, token{form: literal, text: unmark(marked[begin:at[0]])})
		}
		begin = at[1]
		t := token{form: opening}
		t.code, _ = strconv.Atoi(number)
		switch {
		case slash:
			t.form = closing
		case single:
			t.form = alone
		}
		out = append(out, t)
	}
	if begin < len(marked) {
		out = append(out, token{form: literal, text: unmark(marked[begin:])})
	}
	return out
}

// render is the reverse of tokens; neighbouring literals become one.
func render(list []token) string {
	var out, text strings.Builder
	for _, t := range list {
		if t.form == literal {
			text.WriteString(t.text)
			continue
		}
		out.WriteString(mark(text.String()))
		text.Reset()
		out.WriteByte('<')
		if t.form == closing {
			out.WriteByte('/')
		}
		out.WriteString(strconv.Itoa(t.code))
		if t.form == alone {
			out.WriteByte('/')
		}
		out.WriteByte('>')
	}
	out.WriteString(mark(text.String()))
	return out.String()
}

// nested says whether the codes of a text open and close as elements do, each number once.
func nested(list []token) bool {
	var open []int
	seen := map[int]bool{}
	for _, t := range list {
		switch t.form {
		case literal:
		case closing:
			if len(open) == 0 || open[len(open)-1] != t.code {
				return false
			}
			open = open[:len(open)-1]
		default:
			if seen[t.code] {
				return false
			}
			seen[t.code] = true
			if t.form == opening {
				open = append(open, t.code)
			}
		}
	}
	return len(open) == 0
}

// sameText says whether two texts differ in white space at most: tools break lines, and trim.
func sameText(a, b string) bool {
	return a == b || strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}
