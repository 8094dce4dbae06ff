package schema

import (
	"fmt"
	"html"
	"strings"
)

// RichTextHTML gives rich text as HTML: elements without classes, every text escaped, links only to what a field of this kind
// takes. A node that does not exist is left out and what is in it stays, so that it is safe also for values that nobody checked.
func RichTextHTML(v any) string {
	var w richWriter
	w.value(v, 0)
	return w.String()
}

// RichTextPlain gives the text of rich text alone, one line for each paragraph, item or row.
func RichTextPlain(v any) string {
	var b strings.Builder
	plainText(&b, v, 0)
	return strings.TrimSpace(b.String())
}

type richWriter struct{ strings.Builder }

func (w *richWriter) value(v any, depth int) {
	switch v := v.(type) {
	case string:
		w.value(paragraphs(v), depth)
	case map[string]any:
		w.node(v, depth)
	}
}

func (w *richWriter) node(m map[string]any, depth int) {
	if depth > maxRichDepth {
		return
	}
	name, _ := m["type"].(string)
	switch name {
	case "text":
		w.text(m)
	case "hardBreak":
		w.WriteString("<br>")
	case "horizontalRule":
		w.WriteString("<hr>")
	case "heading":
		level, _ := attribute(m, name, "level").(int64)
		w.element(fmt.Sprintf("h%d", max(1, level)), "", m, depth)
	case "orderedList":
		attrs := ""
		if start, ok := attribute(m, name, "start").(int64); ok && start != 1 {
			attrs = fmt.Sprintf(` start="%d"`, start)
		}
		w.element("ol", attrs, m, depth)
	case "codeBlock":
		attrs := ""
		if language, ok := attribute(m, name, "language").(string); ok {
			attrs = fmt.Sprintf(` class="language-%s"`, html.EscapeString(language))
		}
		w.WriteString("<pre>")
		w.element("code", attrs, m, depth)
		w.WriteString("</pre>")
	default:
		w.element(nodes[name].tag, "", m, depth)
	}
}

// attribute gives an attribute of a node, checked again, or nil.
func attribute(m map[string]any, name, key string) any {
	attrs, _ := m["attrs"].(map[string]any)
	check := nodes[name].attrs[key]
	if i := markIndex(name); i >= 0 {
		check = marks[i].attrs[key]
	}
	if check == nil || attrs[key] == nil {
		return nil
	}
	return check(attrs[key])
}

func (w *richWriter) element(tag, attrs string, m map[string]any, depth int) {
	if tag != "" {
		w.WriteString("<" + tag + attrs + ">")
	}
	content, _ := m["content"].([]any)
	for _, v := range content {
		if child, ok := v.(map[string]any); ok {
			w.node(child, depth+1)
		}
	}
	if tag != "" {
		w.WriteString("</" + tag + ">")
	}
}

func (w *richWriter) text(m map[string]any) {
	s, _ := m["text"].(string)
	if s == "" {
		return
	}
	given, _ := m["marks"].([]any)
	ends := ""
	for _, mark := range marks {
		for _, v := range given {
			g, _ := v.(map[string]any)
			if g["type"] != mark.name {
				continue
			}
			attrs := ""
			if mark.name == "link" {
				to, ok := attribute(g, "link", "href").(string)
				if !ok {
					break
				}
				attrs = ` href="` + html.EscapeString(to) + `"`
				if title, ok := attribute(g, "link", "title").(string); ok && title != "" {
					attrs += ` title="` + html.EscapeString(title) + `"`
				}
			}
			w.WriteString("<" + mark.tag + attrs + ">")
			ends = "</" + mark.tag + ">" + ends
			break
		}
	}
	w.WriteString(html.EscapeString(s) + ends)
}

func plainText(b *strings.Builder, v any, depth int) {
	if s, ok := v.(string); ok && depth == 0 {
		b.WriteString(s)
		return
	}
	m, ok := v.(map[string]any)
	if !ok || depth > maxRichDepth {
		return
	}
	name, _ := m["type"].(string)
	switch name {
	case "text":
		s, _ := m["text"].(string)
		b.WriteString(s)
		return
	case "hardBreak":
		b.WriteString("\n")
		return
	}
	content, _ := m["content"].([]any)
	for _, child := range content {
		plainText(b, child, depth+1)
	}
	if s := b.String(); nodes[name].block && !strings.HasSuffix(s, "\n") {
		b.WriteString("\n")
	}
}
