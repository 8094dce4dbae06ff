package token

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// source is the text of one file, kept to tell line and column of a place in it.
type source struct {
	name  string
	text  string
	lines []int // offset of the first byte of each line
}

func newSource(name string, text []byte) *source {
	s := &source{name: name, text: string(text), lines: []int{0}}
	for i := range len(s.text) {
		if s.text[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// place is a byte offset in a file; line and column are worked out only when something is to be said about it.
type place struct {
	src    *source
	offset int
}

// position gives line and column, both from 1; a column is a character, not a byte.
func (p place) position() (line, column int) {
	if p.src == nil {
		return 0, 0
	}
	line = p.line()
	start := p.src.lines[line-1]
	return line, utf8.RuneCountInString(p.src.text[start:p.offset]) + 1
}

// line gives the line alone, which costs little where a file is one long line.
func (p place) line() int {
	if p.src == nil {
		return 0
	}
	return sort.SearchInts(p.src.lines, p.offset+1)
}

func (p place) file() string {
	if p.src == nil {
		return ""
	}
	return p.src.name
}

// maxProblems bounds what is reported: who made more mends a cause, not a list; and each costs time to place.
const maxProblems = 1000

// report collects what is wrong, each thing once: the same token is looked at for every combination of contexts, and a bad
// value is met again through every alias of it.
type report struct {
	problems fault.Problems
	warnings fault.Problems
	seen     map[fault.Problem]bool
	during   string // the inputs in work, named in problems that do not arise with the first ones; "" for those
}

func newReport() *report { return &report{seen: map[fault.Problem]bool{}} }

func (r *report) once(at place, pointer, code, format string, args []any) (fault.Problem, bool) {
	p := fault.Problem{File: at.file(), Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)}
	p.Line, p.Column = at.position()
	if r.seen[p] {
		return p, false
	}
	r.seen[p] = true
	if r.during != "" {
		p.Message += " (with " + r.during + ")"
	}
	return p, true
}

// add reports a problem: the result cannot be used.
func (r *report) add(at place, pointer, code, format string, args ...any) {
	if len(r.problems) > maxProblems {
		return
	}
	if len(r.problems) == maxProblems {
		pointer, code, format, args = "", "too_many", "there are more than %d problems; these are the first ones", []any{maxProblems}
	}
	if p, first := r.once(at, pointer, code, format, args); first {
		r.problems.Add(p)
	}
}

// warn reports what is allowed and most likely not meant.
func (r *report) warn(at place, pointer, code, format string, args ...any) {
	if len(r.warnings) >= maxProblems {
		return
	}
	if p, first := r.once(at, pointer, code, format, args); first {
		r.warnings.Add(p)
	}
}

// quote shows a text of a file in a message, cut where it is long.
func quote(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// pointerTo makes an RFC 6901 pointer of path segments.
func pointerTo(segments []string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(yamlfile.Escape(s))
	}
	return b.String()
}
