package output

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

const docsCSS = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, a:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
th, td { border-block-end: 1px solid color-mix(in srgb, currentColor 25%,
	transparent); padding: .4rem .75rem .4rem 0; text-align: start; vertical-align: top; }
tbody th { font-weight: inherit; }
code { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
.sample { display: inline-block; forced-color-adjust: none; inline-size: 1.5rem; block-size: 1.5rem; margin-inline-end: .5rem;
  vertical-align: middle;
  border: 1px solid color-mix(in srgb, currentColor 50%, transparent); border-radius: .25rem; }
.wide { inline-size: 6rem; }
.none { border: 0; }
.text { border: 0; inline-size: auto; block-size: auto; }
.old { text-decoration: line-through; }
`

// renderHTML writes a page without script or inline style, so that any Content-Security-Policy lets it be; samples are classes of
// the style sheet beside it.
func renderHTML(j *job) ([]File, error) {
	m := j.manual()
	p := page{css: *bytes.NewBufferString(docsCSS), classes: map[string]string{}}
	title := html.EscapeString(m.title)
	fmt.Fprintf(&p.html, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n"+
		"<meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"stylesheet\" href=\"tokens.docs.css\">\n</head>\n<body>\n"+
		"<header>\n<h1>%s</h1>\n<nav aria-label=\"Groups\">\n<ul>\n", title, title)
	for i, s := range m.sections {
		fmt.Fprintf(&p.html, "<li><a href=\"#group-%d\">%s</a></li>\n", i+1, html.EscapeString(plain(s.name)))
	}
	p.html.WriteString("</ul>\n</nav>\n</header>\n<main>\n")
	for i, s := range m.sections {
		p.section(i+1, s, m.columns)
	}
	p.html.WriteString("</main>\n</body>\n</html>\n")
	return []File{{"tokens.html", p.html.Bytes()}, {"tokens.docs.css", p.css.Bytes()}}, nil
}

type page struct {
	html, css bytes.Buffer
	classes   map[string]string // declarations → class
}

func (p *page) section(number int, s section, columns []string) {
	name := html.EscapeString(plain(s.name))
	fmt.Fprintf(&p.html, "<section aria-labelledby=\"group-%d\">\n<h2 id=\"group-%d\">%s</h2>\n"+
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"group-%d\">\n<table>\n<caption>Tokens of %s</caption>\n"+
		"<thead><tr><th scope=\"col\">Token</th><th scope=\"col\">Type</th>", number, number, name, number, name)
	for _, c := range columns {
		fmt.Fprintf(&p.html, "<th scope=\"col\">%s</th>", html.EscapeString(c))
	}
	p.html.WriteString("<th scope=\"col\">Use</th></tr></thead>\n<tbody>\n")
	for _, r := range s.rows {
		class := ""
		if r.tok.Deprecated {
			class = ` class="old"`
		}
		fmt.Fprintf(&p.html, "<tr><th scope=\"row\"><code%s>%s</code></th><td>%s</td>", class, html.EscapeString(plain(r.tok.Path)), r.tok.Type)
		cells, spans := r.merged()
		for i, c := range cells {
			p.cell(c, spans[i])
		}
		fmt.Fprintf(&p.html, "<td>%s</td></tr>\n", use(r.tok))
	}
	p.html.WriteString("</tbody>\n</table>\n</div>\n</section>\n")
}

func use(t token.Token) string {
	s := html.EscapeString(plain(t.Description))
	if reason := deprecation(t); reason != "" {
		s = strings.TrimSpace("<strong>Deprecated.</strong> " + html.EscapeString(reason) + " " + s)
	}
	return s
}

func (p *page) cell(c cell, span int) {
	if span > 1 {
		fmt.Fprintf(&p.html, "<td colspan=\"%d\">", span)
	} else {
		p.html.WriteString("<td>")
	}
	if c.there {
		p.html.WriteString(p.sample(c.value) + "<code>" + html.EscapeString(c.text) + "</code>")
		if c.alias != "" {
			p.html.WriteString(" = <code>" + html.EscapeString(plain(c.alias)) + "</code>")
		}
	} else {
		p.html.WriteString("–")
	}
	p.html.WriteString("</td>")
}

// sample shows what can be seen of a value. The text beside it says the same, so it says nothing to who cannot see it.
func (p *page) sample(v token.Value) string {
	var css string
	kind, text := "sample", ""
	switch v := v.(type) {
	case token.Color:
		css = "background: " + v.HexFallback() + "; background: " + token.CSS(v)
	case token.Gradient:
		if len(v) < 2 {
			return ""
		}
		css, kind = "background: linear-gradient(90deg, "+token.CSS(v)+")", "sample wide"
	case token.Shadow:
		css = "box-shadow: " + token.CSS(v)
	case token.Border:
		css = "border: " + token.CSS(v)
	case token.Typography:
		css, kind, text = "font: "+token.CSS(v), "sample text", "Aa"
	case token.FontFamily:
		css, kind, text = "font-family: "+token.CSS(v), "sample text", "Aa"
	default:
		return ""
	}
	class, known := p.classes[css]
	if !known {
		class = fmt.Sprintf("v%d", len(p.classes)+1)
		p.classes[css] = class
		fmt.Fprintf(&p.css, ".%s { %s; }\n", class, css)
	}
	return `<span class="` + kind + " " + class + `" aria-hidden="true">` + text + "</span>"
}
