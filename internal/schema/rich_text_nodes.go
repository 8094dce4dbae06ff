package schema

import (
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/weburl"
)

// node is one kind of node that rich text may hold. What is not listed here is in no rich text.
type node struct {
	content []string // kinds of node that may stand in it, in any order and number
	attrs   map[string]attr
	tag     string // of HTML; "" where the node is written by hand
	block   bool   // whether it begins a line of plain text
}

// attr checks an attribute's value and gives its canonical form; nil where it is not good.
type attr func(v any) any

var (
	inline    = []string{"text", "hardBreak"}
	blocks    = []string{"paragraph", "heading", "bulletList", "orderedList", "blockquote", "codeBlock", "horizontalRule", "table"}
	listItems = []string{"listItem"}
	cells     = []string{"tableHeader", "tableCell"}
)

var nodes = map[string]node{
	"doc":            {content: blocks},
	"paragraph":      {content: inline, tag: "p", block: true},
	"heading":        {content: inline, attrs: map[string]attr{"level": whole(1, 6)}, block: true},
	"bulletList":     {content: listItems, tag: "ul"},
	"orderedList":    {content: listItems, attrs: map[string]attr{"start": whole(0, 1_000_000)}},
	"listItem":       {content: blocks, tag: "li"},
	"blockquote":     {content: blocks, tag: "blockquote"},
	"codeBlock":      {content: []string{"text"}, attrs: map[string]attr{"language": word}, block: true},
	"horizontalRule": {block: true},
	"table":          {content: []string{"tableRow"}, tag: "table"},
	"tableRow":       {content: cells, tag: "tr", block: true},
	"tableHeader":    {content: blocks, tag: "th"},
	"tableCell":      {content: blocks, tag: "td"},
	"hardBreak":      {},
	"text":           {},
}

// needed are the attributes that a node or mark cannot be without.
var needed = map[string]string{"heading": "level", "link": "href"}

// marks are what text may be, in the order in which they are written, from the outside in.
var marks = []struct {
	name  string
	tag   string
	attrs map[string]attr
}{
	{"link", "a", map[string]attr{"href": href, "title": title}},
	{"bold", "strong", nil},
	{"italic", "em", nil},
	{"underline", "u", nil},
	{"strike", "s", nil},
	{"superscript", "sup", nil},
	{"subscript", "sub", nil},
	{"code", "code", nil},
}

func markIndex(name string) int {
	for i, m := range marks {
		if m.name == name {
			return i
		}
	}
	return -1
}

func whole(least, most float64) attr {
	return func(v any) any {
		x, ok := float(v)
		if !ok || x != float64(int64(x)) || x < least || x > most {
			return nil
		}
		return int64(x)
	}
}

var wordForm = regexp.MustCompile(`^[A-Za-z0-9+#.-]{1,40}$`)

func word(v any) any {
	s, ok := v.(string)
	if !ok || !wordForm.MatchString(s) {
		return nil
	}
	return s
}

func title(v any) any {
	s, issues := line(v, 300)
	if issues != nil {
		return nil
	}
	return s
}

// href takes what weburl allows (a path of the site, an absolute https address), and addresses of mail and telephone.
func href(v any) any {
	s, issues := line(v, maxText)
	if issues != nil || s == "" {
		return nil
	}
	scheme, rest, _ := strings.Cut(s, ":")
	switch {
	case strings.HasPrefix(s, "/"):
		if weburl.Path(s) != nil {
			return nil
		}
	case scheme == "mailto":
		if !address.MatchString(rest) {
			return nil
		}
	case scheme == "tel":
		if !e164.MatchString(rest) {
			return nil
		}
	default:
		if _, err := weburl.Absolute(s); err != nil {
			return nil
		}
	}
	return s
}

// allows says whether a node may stand in another.
func (n node) allows(name string) bool { return slices.Contains(n.content, name) }
