package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/portico-cms/portico/internal/token"
)

var scriptNames = naming{style: camel, sign: "_", reserved: strings.Fields("arguments await break case catch class const " +
	"continue debugger default " +
	"delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package " +
	"private protected public return static super switch this throw true try typeof var void while with yield tokens undefined NaN Infinity")}

// renderJS writes a module, and its types beside it.
func renderJS(j *job) ([]File, error) {
	var out []File
	for _, v := range j.Variants {
		lines := j.lines(v, longhands)
		names, err := scriptNames.assign(j, lines)
		if err != nil {
			return nil, err
		}
		out = append(out, File{"tokens." + v.dotted() + "js", j.script(lines, names)},
			File{"tokens." + v.dotted() + "d.ts", declarations(lines, names)})
	}
	return out, nil
}

func (j *job) script(lines []line, names map[key]string) []byte {
	var b bytes.Buffer
	for i := range lines {
		l := &lines[i]
		var value string
		switch {
		case l.to != nil:
			value = names[*l.to]
		default:
			if value = j.css(l, func(path string) string { return "${" + names[key{path, ""}] + "}" }); strings.Contains(value, "${") {
				value = "`" + value + "`" // no font name holds a backtick, a backslash or a dollar
			} else {
				value = scriptString(value)
			}
		}
		if n, ok := numeric(l.value); ok && l.to == nil {
			value = n
		}
		fmt.Fprintf(&b, "%sexport const %s = %s;\n", jsDoc(l, ""), names[l.key()], value)
	}
	b.WriteString("/** All tokens by path. */\nexport const tokens = {\n")
	for i := range lines {
		if l := &lines[i]; l.suffix == "" {
			fmt.Fprintf(&b, "  %s: %s,\n", memberName(l.tok.Path), names[l.key()])
		}
	}
	b.WriteString("};\n")
	return b.Bytes()
}

// memberName writes a path as the name of a member. A member called __proto__ would be no member.
func memberName(path string) string {
	if path == "__proto__" {
		return `["__proto__"]`
	}
	return scriptString(path)
}

// scriptString writes a text for JavaScript, also within HTML.
func scriptString(s string) string {
	text, _ := json.Marshal(s) // < and > escaped, and the line separators too
	var b strings.Builder
	for _, r := range string(text) {
		if unicode.Is(unicode.Cf, r) && r < 0x10000 { // turns the direction of the text around it
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// numeric gives values that are plain numbers.
func numeric(v token.Value) (string, bool) {
	switch v.(type) {
	case token.Number, token.FontWeight:
		return token.CSS(v), true
	}
	return "", false
}

func jsDoc(l *line, indent string) string {
	description, deprecated := l.about()
	if deprecated != "" {
		description = strings.TrimSpace(description + " @deprecated " + deprecated)
	}
	if description == "" {
		return ""
	}
	return indent + "/** " + strings.ReplaceAll(description, "@link", "link") + " */\n"
}

func declarations(lines []line, names map[key]string) []byte {
	var b bytes.Buffer
	typ := func(l *line) string {
		if _, ok := numeric(l.value); ok {
			return "number"
		}
		return "string"
	}
	for i := range lines {
		fmt.Fprintf(&b, "%sexport declare const %s: %s;\n", jsDoc(&lines[i], ""), names[lines[i].key()], typ(&lines[i]))
	}
	b.WriteString("/** All tokens by path. */\nexport declare const tokens: {\n")
	for i := range lines {
		if l := &lines[i]; l.suffix == "" {
			fmt.Fprintf(&b, "%s  readonly %s: %s;\n", jsDoc(l, "  "), memberName(l.tok.Path), typ(l))
		}
	}
	b.WriteString("};\n")
	return b.Bytes()
}
