package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// richTextKind is text with structure, as a tree of nodes in the manner of ProseMirror:
//
//	{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Hi","marks":[{"type":"bold"}]}]}]}
//
// Only the nodes, marks and attributes of rich_text_nodes.go exist, so that what is stored can be shown as it is. Plain text is
// taken too: an empty line ends a paragraph.
type richTextKind struct{}

const (
	maxRichDepth = 24     // nodes inside one another
	maxRichNodes = 20_000 // in one text
)

func (richTextKind) traits() traits {
	return traits{options: []string{"minLength", "maxLength"}, searchable: true, widens: []string{"text", "long-text"}}
}

func (richTextKind) declare(d *declaration) { d.lengths(maxLongText) }

func (richTextKind) value(f *Field, v any) (any, []Issue) {
	if s, ok := v.(string); ok {
		plain, issues := text(s, maxLongText)
		if issues != nil {
			return nil, issues
		}
		v = paragraphs(plain)
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, wrong("wrong_type", `must be rich text, {"type":"doc","content":[…]}, not %s`, typeName(v))
	}
	if m["type"] != "doc" {
		return nil, below("/type", wrong("unknown_node", "must begin with a node of type doc"))
	}
	r := richReader{}
	doc := r.node(m, "", 0)
	if len(r.issues) > 0 {
		return nil, r.issues
	}
	plain := RichTextPlain(doc)
	if utf8.RuneCountInString(plain) > maxLongText {
		return nil, wrong("too_long", "has more than %d characters", maxLongText)
	}
	if blank(doc) {
		return nil, nil
	}
	return doc, f.textRules(plain)
}

// paragraphs makes rich text of plain text.
func paragraphs(s string) map[string]any {
	var content []any
	for part := range strings.SplitSeq(s, "\n\n") {
		var in []any
		for i, l := range strings.Split(strings.Trim(part, "\n"), "\n") {
			if i > 0 {
				in = append(in, map[string]any{"type": "hardBreak"})
			}
			in = append(in, map[string]any{"type": "text", "text": l})
		}
		if strings.TrimSpace(part) != "" {
			content = append(content, map[string]any{"type": "paragraph", "content": in})
		}
	}
	return map[string]any{"type": "doc", "content": content}
}

// blank says whether there is nothing to see in rich text: an editor that was opened and left sends an empty paragraph.
func blank(v map[string]any) bool {
	content, _ := v["content"].([]any)
	for _, item := range content {
		m, _ := item.(map[string]any)
		switch m["type"] {
		case "text", "horizontalRule", "table":
			return false
		}
		if !blank(m) {
			return false
		}
	}
	return true
}

// richReader checks rich text and makes its canonical copy.
type richReader struct {
	nodes  int
	issues []Issue
}

func (r *richReader) fail(pointer, code, format string, args ...any) {
	if len(r.issues) < maxIssues { // one bad editor makes one mistake ten thousand times
		r.issues = append(r.issues, Issue{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)})
	}
}

// node copies a node whose type is known to be allowed where it stands.
func (r *richReader) node(m map[string]any, pointer string, depth int) map[string]any {
	name, _ := m["type"].(string)
	r.nodes++
	switch {
	case depth > maxRichDepth:
		r.fail(pointer, "too_deep", "has nodes inside one another more than %d times", maxRichDepth)
		return nil
	case r.nodes > maxRichNodes:
		if r.nodes == maxRichNodes+1 {
			r.fail(pointer, "too_many", "has more than %d nodes", maxRichNodes)
		}
		return nil
	}
	out := map[string]any{"type": name}
	keys := []string{"type", "attrs", "content"}
	if name == "text" {
		keys = []string{"type", "text", "marks"}
		r.text(m, out, pointer)
	} else {
		r.attrs(m, out, name, nodes[name].attrs, pointer)
		r.content(m, out, nodes[name], pointer, depth)
	}
	r.unknown(m, keys, pointer)
	return out
}

func (r *richReader) unknown(m map[string]any, keys []string, pointer string) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(keys, key) {
			r.fail(pointer+pointerTo(key), "unknown_key", "has %.40q, which a node of this type has not", key)
		}
	}
}

func (r *richReader) content(m, out map[string]any, n node, pointer string, depth int) {
	list, ok := m["content"].([]any)
	if !ok && m["content"] != nil {
		r.fail(pointer+"/content", "wrong_type", "has a content that is no list, but %s", typeName(m["content"]))
		return
	}
	var content []any
	for i, v := range list {
		at := pointer + "/content" + item(i)
		child, isMap := v.(map[string]any)
		name, _ := child["type"].(string)
		_, known := nodes[name]
		switch {
		case !isMap || name == "":
			r.fail(at, "wrong_type", `must have nodes with a type here, {"type":"paragraph"}`)
		case !known:
			r.fail(at+"/type", "unknown_node", "has a node of type %.40q, which there is not", name)
		case !n.allows(name):
			r.fail(at+"/type", "misplaced_node", "has a %s here, where only %s may stand", name, orElse(strings.Join(n.content, ", "), "nothing"))
		default:
			if c := r.node(child, at, depth+1); c != nil && (name != "text" || c["text"] != "") {
				content = append(content, c)
			}
		}
	}
	if len(content) > 0 {
		out["content"] = content
	}
}

func (r *richReader) attrs(m, out map[string]any, name string, known map[string]attr, pointer string) {
	given, ok := m["attrs"].(map[string]any)
	if !ok && m["attrs"] != nil {
		r.fail(pointer+"/attrs", "wrong_type", "has attrs that are no object, but %s", typeName(m["attrs"]))
		return
	}
	good := map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		v := given[key]
		check := known[key]
		switch {
		case v == nil: // editors write out what is not set
		case check == nil:
			r.fail(pointer+"/attrs"+pointerTo(key), "unknown_key", "has the attribute %.40q, which %s has not", key, name)
		default:
			n := check(v)
			if n == nil {
				code := "bad_attribute"
				if key == "href" {
					code = "bad_url"
				}
				r.fail(pointer+"/attrs"+pointerTo(key), code, "has a %s whose %s is not allowed: %s", name, key, describe(v))
			} else if n != "" {
				good[key] = n
			}
		}
	}
	if key := needed[name]; key != "" && given[key] == nil {
		r.fail(pointer, "required", "has a %s without %s", name, key)
	}
	if len(good) > 0 {
		out["attrs"] = good
	}
}

func (r *richReader) text(m, out map[string]any, pointer string) {
	s, issues := text(m["text"], maxLongText)
	for _, issue := range issues {
		r.fail(pointer+"/text", issue.Code, "has a text that %s", issue.Message)
	}
	out["text"] = s
	list, ok := m["marks"].([]any)
	if !ok && m["marks"] != nil {
		r.fail(pointer+"/marks", "wrong_type", "has marks that are no list, but %s", typeName(m["marks"]))
		return
	}
	found := make([]map[string]any, len(marks))
	for i, v := range list {
		at := pointer + "/marks" + item(i)
		mark, _ := v.(map[string]any)
		name, _ := mark["type"].(string)
		k := markIndex(name)
		if k < 0 {
			r.fail(at, "unknown_mark", "has a mark of type %.40q, which there is not", name)
			continue
		}
		n := map[string]any{"type": name}
		r.attrs(mark, n, name, marks[k].attrs, at)
		r.unknown(mark, []string{"type", "attrs"}, at)
		found[k] = n
	}
	var good []any
	for _, mark := range found {
		if mark != nil {
			good = append(good, mark)
		}
	}
	if good != nil {
		out["marks"] = good
	}
}
