package markdown

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text gives what a reader sees of a Markdown text, without any markup: for search, summaries and descriptions. Blocks stand on
// lines of their own, the cells of a table row on one line; an image is its alternative text.
func Text(src string) string { return TextOfHTML(HTML(src)) }

// TextOfHTML is Text of what HTML made.
func TextOfHTML(made string) string {
	nodes, err := parseHTML([]byte(made))
	if err != nil {
		return "" // HTML makes nothing that does not parse
	}
	var w textWriter
	for _, n := range nodes {
		w.node(n, false)
	}
	return strings.TrimSpace(w.String())
}

type textWriter struct {
	strings.Builder
	pending string // "", " " or "\n": owed before the next word
}

// owe asks for a break before the next word; a line break is stronger than a space.
func (w *textWriter) owe(gap string) {
	if w.pending != "\n" {
		w.pending = gap
	}
}

func (w *textWriter) write(s string) {
	if s == "" {
		return
	}
	if w.Len() > 0 {
		w.WriteString(w.pending)
	}
	w.pending = ""
	w.WriteString(s)
}

func (w *textWriter) node(n *html.Node, pre bool) {
	if n.Type == html.TextNode {
		w.text(n.Data, pre)
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.owe("\n")
		return
	case atom.Img:
		for _, a := range n.Attr {
			if a.Key == "alt" {
				w.text(a.Val, false)
			}
		}
		return
	}
	gap := gapAround(n.DataAtom)
	if gap != "" {
		w.owe(gap)
	}
	for c := range n.ChildNodes() {
		w.node(c, pre || n.DataAtom == atom.Pre)
	}
	if gap != "" {
		w.owe(gap)
	}
}

// gapAround says how an element parts what stands in it from the rest.
func gapAround(a atom.Atom) string {
	switch a {
	case atom.Th, atom.Td:
		return " "
	case atom.P, atom.Hr, atom.Pre, atom.Blockquote, atom.Ul, atom.Ol, atom.Li, atom.Table, atom.Tr,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return "\n"
	}
	return ""
}

// text writes text as a browser shows it: outside <pre>, white space of any length is one space.
func (w *textWriter) text(s string, pre bool) {
	if pre {
		w.write(strings.TrimSuffix(s, "\n"))
		return
	}
	if strings.TrimLeftFunc(s, collapses) != s {
		w.owe(" ")
	}
	w.write(strings.Join(strings.FieldsFunc(s, collapses), " "))
	if strings.TrimRightFunc(s, collapses) != s {
		w.owe(" ")
	}
}

// collapses finds HTML's white space; a no-break space (10 %) stays what it is.
func collapses(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' }
