package output

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

// words takes names apart: at what is no letter and no digit, and before a capital that follows a small letter. What is not ASCII
// is spelled by its number, as few languages take it in names.
func words(names []string) []string {
	var out []string
	for _, name := range names {
		if name == "$root" {
			continue
		}
		var b strings.Builder
		flush := func() {
			if b.Len() > 0 {
				out = append(out, b.String())
				b.Reset()
			}
		}
		small := false
		if len(name) > 1 && name[0] == '-' && name[1] >= '0' && name[1] <= '9' {
			out = append(out, "minus") // space.-1 beside space.1
		}
		for _, r := range name {
			switch {
			case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
				if unicode.IsUpper(r) && small {
					flush()
				}
				small = !unicode.IsUpper(r)
				b.WriteRune(r)
			case r >= 0x80 && unicode.In(r, unicode.L, unicode.M, unicode.N):
				fmt.Fprintf(&b, "u%x", r)
				small = true
			default:
				flush()
				small = false
			}
		}
		flush()
	}
	return out
}

func hexRunes(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, "%x", r)
	}
	return b.String()
}

// letterFirst makes a name that begins with a digit one that does not.
func letterFirst(s string) string {
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		return "n" + s
	}
	return s
}

func pascal(names []string) string {
	var b strings.Builder
	last := false // the word before ended in a digit: 1 and 23 must not become 12 and 3
	for _, w := range words(names) {
		if last && w[0] >= '0' && w[0] <= '9' {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
		last = w[len(w)-1] >= '0' && w[len(w)-1] <= '9'
	}
	return b.String()
}

func camel(names []string) string {
	p := pascal(names)
	if p == "" {
		return "n"
	}
	w := words(names)[0]
	return letterFirst(strings.ToLower(w[:1]) + w[1:] + p[len(w):])
}

func snake(names []string) string {
	return letterFirst(strings.ToLower(strings.Join(words(names), "_")))
}
func upper(names []string) string { return strings.ToUpper(snake(names)) }

// dashed is the name of the custom property, without its hyphens at the start.
func dashed(names []string) string { return strings.TrimPrefix(token.CSSName("", names), "--") }

// ascii is dashed for preprocessors that know ASCII only.
func ascii(names []string) string {
	var b strings.Builder
	for _, r := range dashed(names) {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "u%x", r)
		}
	}
	return letterFirst(b.String())
}

// key stands for a token, or for a part of one.
type key struct{ path, suffix string }

// naming gives each line its name in one language.
type naming struct {
	style    func(names []string) string
	reserved []string // words that cannot be a name; they get a sign behind them
	sign     string
	fold     bool // upper and lower case are one
}

// assign names all lines. Two that get one name are a problem.
func (n naming) assign(j *job, lines []line) (map[key]string, error) {
	out := make(map[key]string, len(lines))
	named := map[string]*line{}
	reserved := map[string]bool{}
	for _, w := range n.reserved {
		reserved[n.folded(w)] = true
	}
	var ps fault.Problems
	for i := range lines {
		l := &lines[i]
		names := l.tok.Names
		if j.o.Prefix != "" {
			names = append([]string{j.o.Prefix}, names...)
		}
		if l.suffix != "" {
			names = append(names[:len(names):len(names)], l.suffix)
		}
		name := n.style(names)
		if reserved[n.folded(name)] {
			name += n.sign
		}
		if other := named[n.folded(name)]; other != nil {
			ps.Add(clash(l.tok, other.tok, name))
			continue
		}
		named[n.folded(name)] = l
		out[l.key()] = name
	}
	return out, ps.Err()
}

// clash is the problem of two tokens with one name.
func clash(t, other token.Token, name string) fault.Problem {
	return fault.Problem{File: t.File, Line: t.Line, Column: t.Column(), Pointer: pointer(t.Names), Code: "name_taken",
		Message: fmt.Sprintf("%q and %q (%s:%d) would both be called %s; rename one, or leave one out", t.Path, other.Path,
			other.File, other.Line, name)}
}

func taken(t, other token.Token, name string) error { return fault.Problems{clash(t, other, name)} }

func (n naming) folded(s string) string {
	if n.fold {
		return strings.ToLower(s)
	}
	return s
}

func pointer(names []string) string {
	var b strings.Builder
	for _, n := range names {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(n))
	}
	return b.String()
}
