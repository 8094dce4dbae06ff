package output

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

// language writes tokens as typed constants of a programming language that draws by itself, without CSS.
type language struct {
	names    naming
	head     func(namespace, class string) string
	tail     string
	comment  func(l *line) string // lines before a constant, with their ends
	constant func(name, typ, expr string) string
	// value gives the type and the expression of a value; ref gives the name of the constant that a part refers to, "" for none.
	// An empty expression leaves the line out: its parts have the value.
	value func(l *line, ref func(key string) string) (typ, expr string)
	refer func(l *line, name string) string // an expression that is another constant
}

func (g language) file(j *job, v Variant, class string) ([]byte, error) {
	lines := j.lines(v, token.Parts)
	names, err := g.names.assign(j, lines)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(g.head(j.o.Namespace, class))
	left := map[key]bool{} // lines without an expression of their own
	for i := range lines {
		l := &lines[i]
		typ, expr := g.value(l, func(k string) string {
			if path := l.tok.Ref(k); path != "" && !j.o.Literal && !left[key{path, ""}] {
				return names[key{path, ""}]
			}
			return ""
		})
		if expr == "" {
			left[l.key()] = true
			continue
		}
		if l.to != nil && !left[*l.to] {
			expr = g.refer(l, names[*l.to])
		}
		b.WriteString(g.comment(l))
		b.WriteString(g.constant(names[l.key()], typ, expr))
	}
	b.WriteString(g.tail)
	return b.Bytes(), nil
}

// rootSize is the px of one rem where nothing else is said.
const rootSize = 16

// px gives a length in px, which native systems call dp, pt or logical pixels.
func px(d token.Dimension) string {
	v := d.Value
	if d.Unit == "rem" {
		v *= rootSize
	}
	return decimal(v)
}

// decimal writes a number as every language reads it, without an exponent and never "-0".
func decimal(v float64) string {
	v = math.Round(v*1e6) / 1e6
	if v == 0 {
		return "0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// float is decimal with a point, where a language tells whole numbers from others.
func float(v float64) string {
	s := decimal(v)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

func milliseconds(d token.Duration) float64 {
	if d.Unit == "s" {
		return d.Value * 1000
	}
	return d.Value
}

// argb gives AARRGGBB in srgb, 8 bits each.
func argb(c token.Color) string {
	hex := strings.TrimPrefix(c.HexFallback(), "#")
	alpha := "ff"
	if len(hex) == 8 {
		alpha = hex[6:]
	}
	return strings.ToUpper(alpha + hex[:6])
}

// quoted writes a text between quotes, with a backslash before what is special.
func quoted(s, special string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func quotedList(names []string, quote func(string) string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = quote(n)
	}
	return strings.Join(out, ", ")
}

// strokeText names a stroke for systems without one: its word, or the pattern in px.
func strokeText(s token.StrokeStyle) string {
	if s.Line != "" {
		return s.Line
	}
	var parts []string
	for _, d := range s.Dashes {
		parts = append(parts, px(d))
	}
	return "dashes " + strings.Join(parts, " ") + " " + s.Cap
}

// slashes comments in the way of C's grandchildren.
func slashes(open, indent string, deprecated func(reason string) string) func(*line) string {
	return func(l *line) string {
		description, reason := l.about()
		s := ""
		if description != "" {
			s = indent + open + description + "\n"
		}
		if reason != "" {
			s += indent + deprecated(reason) + "\n"
		}
		return s
	}
}

func statement(pattern string) func(name, typ, expr string) string {
	return func(name, typ, expr string) string { return fmt.Sprintf(pattern, name, typ, expr) }
}

func sameName(_ *line, name string) string { return name }
