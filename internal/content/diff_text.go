package content

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Op says on which side a piece of text stands.
type Op string

// The sides: both, the second only, the first only.
const (
	OpEqual  Op = "equal"
	OpInsert Op = "insert"
	OpDelete Op = "delete"
)

// Piece is a piece of two compared texts. Those that are equal or deleted, in their order, are the first text; those that are equal
// or inserted the second.
type Piece struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// Words compares two texts word by word. It looks for the fewest changes as long as there are about a hundred; of texts that have
// less in common it finds what they begin and end with, and more where that is cheap.
func Words(a, b string) []Piece {
	x, y := words(a), words(b)
	var p pieces
	at := 0
	for _, d := range lcs.DiffLines(x, y) {
		p.add(OpEqual, x[at:d.Start])
		p.add(OpDelete, x[d.Start:d.End])
		p.add(OpInsert, y[d.ReplStart:d.ReplEnd])
		at = d.End
	}
	p.add(OpEqual, x[at:])
	return joined(p)
}

type pieces []Piece

func (p *pieces) add(op Op, words []string) {
	if text := strings.Join(words, ""); text != "" {
		*p = append(*p, Piece{op, text})
	}
}

// joined makes one change of neighbours that have nothing but a space between them, which nobody reads as two.
func joined(in pieces) []Piece {
	out := make([]Piece, 0, len(in))
	var gone, fresh strings.Builder
	flush := func() {
		if gone.Len() > 0 {
			out = append(out, Piece{OpDelete, gone.String()})
		}
		if fresh.Len() > 0 {
			out = append(out, Piece{OpInsert, fresh.String()})
		}
		gone.Reset()
		fresh.Reset()
	}
	for i, p := range in {
		switch {
		case p.Op == OpDelete:
			gone.WriteString(p.Text)
		case p.Op == OpInsert:
			fresh.WriteString(p.Text)
		case i > 0 && i < len(in)-1 && strings.TrimSpace(p.Text) == "" && !strings.Contains(p.Text, "\n"):
			gone.WriteString(p.Text)
			fresh.WriteString(p.Text)
		default:
			flush()
			out = append(out, p)
		}
	}
	flush()
	return out
}

// words cuts a text into words, runs of white space, and single other signs. Scripts that write no spaces are cut by letter.
func words(s string) []string {
	out := make([]string, 0, len(s)/4)
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if class := classOf(r); class != single {
			for n < len(s) {
				next, size := utf8.DecodeRuneInString(s[n:])
				if classOf(next) != class {
					break
				}
				n += size
			}
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

type class int

const (
	single class = iota
	word
	space
)

func classOf(r rune) class {
	switch {
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return single
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return word
	case unicode.IsSpace(r):
		return space
	}
	return single
}
