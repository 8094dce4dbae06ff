package output

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

// renderMarkdown writes tables, with a drawing for every colour beside them.
func renderMarkdown(j *job) ([]File, error) {
	m := j.manual()
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", markdown(m.title))
	for _, s := range m.sections {
		fmt.Fprintf(&b, "\n## %s\n\n| Token | Type |", markdown(s.name))
		for _, c := range m.columns {
			fmt.Fprintf(&b, " %s |", markdown(c))
		}
		b.WriteString(" Use |\n|---|---|" + strings.Repeat("---|", len(m.columns)) + "---|\n")
		for _, r := range s.rows {
			fmt.Fprintf(&b, "| %s | %s |", code(r.tok.Path), r.tok.Type)
			for _, c := range r.values {
				b.WriteString(" " + markdownCell(c) + " |")
			}
			fmt.Fprintf(&b, " %s |\n", markdownUse(r.tok))
		}
	}
	out := []File{{"tokens.md", b.Bytes()}}
	for _, hex := range m.colors() {
		out = append(out, File{"swatches/" + hex + ".svg", swatch(hex)})
	}
	return out, nil
}

func markdownCell(c cell) string {
	if !c.there {
		return "–"
	}
	s := code(c.text)
	if color, ok := c.value.(token.Color); ok {
		hex := strings.TrimPrefix(color.HexFallback(), "#")
		s = "![](swatches/" + hex + ".svg) " + s
	}
	if c.alias != "" {
		s += " = " + code(c.alias)
	}
	return s
}

func markdownUse(t token.Token) string {
	s := markdown(t.Description)
	if reason := deprecation(t); reason != "" {
		s = strings.TrimSpace("**Deprecated.** " + markdown(reason) + " " + s)
	}
	return s
}

// code writes a text as code within a table; a backtick or a bar would end it.
func code(s string) string {
	return "`" + strings.NewReplacer("`", "'", "|", "¦").Replace(plain(s)) + "`"
}

// markdown writes a text that means nothing to Markdown or HTML.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range plain(s) {
		if strings.ContainsRune("\\`*_{}[]()#+!|~&:", r) {
			fmt.Fprintf(&b, "&#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func swatch(hex string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><rect x=".5" y=".5" width="15" height="15" ` +
		`rx="3" fill="#` + hex +
		`" stroke="#7f7f7f"/></svg>` + "\n")
}
