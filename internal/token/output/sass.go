package output

import (
	"bytes"
	"fmt"

	"github.com/portico-cms/portico/internal/token"
)

var (
	sassNames = naming{style: func(names []string) string { return letterFirst(dashed(names)) }}
	// A Less variable that is called like an at-rule would be one.
	lessNames = naming{style: ascii, sign: "-", reserved: []string{"arguments", "rest", "import", "media", "charset", "namespace", "supports",
		"keyframes", "font-face", "page", "layer", "container", "property", "plugin", "document", "viewport", "counter-style", "detached",
		"font-feature-values", "scope", "starting-style", "view-transition", "position-try", "when", "else", "plugin"}}
)

func sassFile(j *job, v Variant) ([]byte, error) {
	return j.preprocessed(v, sassNames, func(b *bytes.Buffer, names map[key]string, l *line) {
		var value string
		switch typo, isText := l.value.(token.Typography); {
		case l.to != nil:
			value = "$" + names[*l.to]
		case isText: // a slash would divide: it stands between interpolations
			part := func(k string, v token.Value) string {
				if path := l.tok.Ref(k); path != "" && !j.o.Literal {
					return "$" + names[key{path, ""}]
				}
				return token.CSS(v)
			}
			value = part("fontWeight", typo.FontWeight) + " #{" + part("fontSize", typo.FontSize) + "}/#{" + part("lineHeight",
				typo.LineHeight) + "} " +
				part("fontFamily", typo.FontFamily)
		default:
			value = j.css(l, func(path string) string { return "$" + names[key{path, ""}] })
		}
		fmt.Fprintf(b, "$%s: %s !default;", names[l.key()], value)
	})
}

func lessFile(j *job, v Variant) ([]byte, error) {
	return j.preprocessed(v, lessNames, func(b *bytes.Buffer, names map[key]string, l *line) {
		var value string
		if l.to != nil {
			value = "@" + names[*l.to]
		} else {
			value = j.css(l, func(path string) string { return "@" + names[key{path, ""}] })
		}
		if c, isColor := l.value.(token.Color); isColor && l.to == nil && token.CSS(c)[0] != '#' {
			value = `~"` + value + `"` // newer notations are no colours of Less
		}
		fmt.Fprintf(b, "@%s: %s;", names[l.key()], value)
	})
}

// css gives a line's value in CSS, references written by ref.
func (j *job) css(l *line, ref func(path string) string) string {
	if l.suffix != "" || j.o.Literal {
		return token.CSS(l.value)
	}
	return l.tok.CSSWith(ref)
}

// preprocessed writes variables, one a line, with comments behind.
func (j *job) preprocessed(v Variant, n naming, write func(*bytes.Buffer, map[key]string, *line)) ([]byte, error) {
	lines := j.lines(v, longhands)
	names, err := n.assign(j, lines)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for i := range lines {
		write(&b, names, &lines[i])
		description, deprecated := lines[i].about()
		if deprecated != "" {
			b.WriteString(" // deprecated: " + deprecated)
		} else if description != "" {
			b.WriteString(" // " + description)
		}
		b.WriteByte('\n')
	}
	return b.Bytes(), nil
}
