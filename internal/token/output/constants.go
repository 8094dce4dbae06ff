package output

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

// constants writes tokens as CSS values in constants, for code that writes pages and styles on a server.
type constants struct {
	names           naming
	head            func(namespace, class string) string
	doc, deprecated func(text string) string
	text, number    string // how a constant is written: name, expression
	quote           func(string) string
	refer           func(name string) string
	most            int // constants that one class can hold, 0 for any number
}

func (c constants) file(j *job, v Variant, class string) ([]byte, error) {
	c.names.reserved = append(c.names.reserved[:len(c.names.reserved):len(c.names.reserved)], class)
	lines := j.lines(v, longhands)
	names, err := c.names.assign(j, lines)
	if err != nil {
		return nil, err
	}
	if c.most > 0 && len(lines) > c.most {
		return nil, fault.New(fault.Unprocessable, "a class holds %d constants at most, and there are %d: choose some tokens", c.most, len(lines))
	}
	var b bytes.Buffer
	b.WriteString(c.head(j.o.Namespace, class))
	for i := range lines {
		l := &lines[i]
		pattern, expr := c.text, c.quote(token.CSS(l.value))
		if n, ok := numeric(l.value); ok {
			pattern, expr = c.number, n
		}
		if l.to != nil {
			expr = c.refer(names[*l.to])
		}
		description, reason := l.about()
		if description != "" {
			b.WriteString("    " + c.doc(description) + "\n")
		}
		if reason != "" {
			b.WriteString("    " + c.deprecated(reason) + "\n")
		}
		fmt.Fprintf(&b, pattern, names[l.key()], expr)
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

func block(text string) string { return "/** " + text + " */" }

func javaFile(j *job, v Variant, class string) ([]byte, error) {
	return constants{
		names: naming{style: upper},
		head: func(namespace, class string) string {
			s := ""
			if namespace != "" {
				s = "package " + strings.ReplaceAll(namespace, `\`, ".") + ";\n\n"
			}
			return s + "public final class " + class + " {\n    private " + class + "() {\n    }\n\n"
		},
		doc:        block,
		deprecated: func(text string) string { return "/** @deprecated " + text + " */\n    @Deprecated" },
		text:       "    public static final String %s = %s;\n",
		number:     "    public static final double %s = %s;\n",
		quote:      func(s string) string { return `"` + quoted(s, `"`) + `"` },
		refer:      func(name string) string { return name },
		most:       16_000,
	}.file(j, v, class)
}

func phpFile(j *job, v Variant, class string) ([]byte, error) {
	return constants{
		names: naming{style: upper, reserved: []string{"CLASS"}, sign: "_"},
		head: func(namespace, class string) string {
			s := "<?php\n\ndeclare(strict_types=1);\n\n"
			if namespace != "" {
				s += "namespace " + strings.ReplaceAll(namespace, ".", `\`) + ";\n\n"
			}
			return s + "final class " + class + "\n{\n"
		},
		doc:        block,
		deprecated: func(text string) string { return "/** @deprecated " + text + " */" },
		text:       "    public const %s = %s;\n",
		number:     "    public const %s = %s;\n",
		quote:      func(s string) string { return "'" + quoted(s, "'") + "'" },
		refer:      func(name string) string { return "self::" + name },
	}.file(j, v, class)
}

func csharpFile(j *job, v Variant, class string) ([]byte, error) {
	return constants{
		names: naming{style: func(names []string) string { return letterFirst(pascal(names)) }, sign: "_",
			reserved: []string{"Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize"}},
		head: func(namespace, class string) string {
			return "#pragma warning disable 0618 // a token may refer to a deprecated one\n\nnamespace " +
				strings.ReplaceAll(orElse(namespace, "DesignSystem"), `\`, ".") + "\n{\npublic static class " + class + "\n{\n"
		},
		doc:        func(text string) string { return "/// <summary>" + xmlText(text) + "</summary>" },
		deprecated: func(text string) string { return `[System.Obsolete("` + quoted(text, `"`) + `")]` },
		text:       "    public const string %s = %s;\n",
		number:     "    public const double %s = %s;\n",
		quote:      func(s string) string { return `"` + quoted(s, `"`) + `"` },
		refer:      func(name string) string { return name },
	}.csharp(j, v, class)
}

// csharp closes the namespace too.
func (c constants) csharp(j *job, v Variant, class string) ([]byte, error) {
	data, err := c.file(j, v, class)
	if err != nil {
		return nil, err
	}
	return append(data, "}\n"...), nil
}
