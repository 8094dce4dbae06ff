package markdown

import (
	"bytes"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// address is the form of every href and src: https, mailto, tel, a part of the page, or a path. The last two cannot name a
// host: neither // nor /\ (which browsers read as //) begins a path, and a first segment has no colon.
var address = regexp.MustCompile(`^(?:https://[^\s\\]+|mailto:[^\s\\]+|tel:[0-9+() .-]+|#[^\s\\]*|\?[^\s\\]*|` +
	`/(?:[^\s\\/][^\s\\]*)?|[^\s\\/:?#]+(?:[/?#][^\s\\]*)?)$`)

// allowed says whether a text may link to dest. Whatever browsers would strip before reading it is refused.
func allowed(dest string) bool {
	if dest == "" || !address.MatchString(dest) || strings.ContainsFunc(dest, unicode.IsControl) {
		return false
	}
	u, err := url.Parse(dest)
	if err != nil || u.User != nil || (u.Scheme == "https" && u.Hostname() == "") {
		return false
	}
	return u.Host == "" || u.Scheme == "https"
}

// links unwraps what may not be linked to, and leads links within the text to the prefixed ids of its headings.
type links struct{}

// Transform is called by goldmark when a text has been parsed.
func (links) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	headings := headingIDs(doc)
	var unwrap []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function never fails
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			n.Destination = toHeading(n.Destination, headings)
			if !allowed(string(util.URLEscape(n.Destination, true))) {
				unwrap = append(unwrap, n)
			}
		case *ast.Image:
			dest := string(util.URLEscape(n.Destination, true))
			if !allowed(dest) || strings.HasPrefix(dest, "mailto:") || strings.HasPrefix(dest, "tel:") || dest[0] == '#' {
				unwrap = append(unwrap, n)
			}
		case *ast.AutoLink:
			if bytes.Equal(n.Protocol, []byte("http")) {
				n.Protocol = []byte("https") // www.example.com, for which goldmark assumes http
			}
			if !allowed(autoLink(n, source)) {
				unwrap = append(unwrap, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range unwrap {
		replaceByText(n, source)
	}
}

// autoLink gives the address of <https://…>, <name@host> or of a bare one.
func autoLink(n *ast.AutoLink, source []byte) string {
	dest := string(util.URLEscape(n.URL(source), false))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		return "mailto:" + dest
	}
	return dest
}

// replaceByText leaves of a link what a reader saw of it.
func replaceByText(n ast.Node, source []byte) {
	parent := n.Parent()
	if auto, ok := n.(*ast.AutoLink); ok {
		parent.ReplaceChild(parent, n, ast.NewString(util.EscapeHTML(auto.Label(source))))
		return
	}
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		parent.InsertBefore(parent, n, c) // moves it
	}
	parent.RemoveChild(parent, n)
}

func headingIDs(doc *ast.Document) map[string]bool {
	found := map[string]bool{}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function never fails
		if h, ok := n.(*ast.Heading); ok && entering {
			if id, ok := h.AttributeString("id"); ok {
				if b, ok := id.([]byte); ok {
					found[string(b)] = true
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return found
}

func toHeading(dest []byte, headings map[string]bool) []byte {
	name, ok := strings.CutPrefix(string(dest), "#")
	if plain, err := url.PathUnescape(name); ok && err == nil && headings[IDPrefix+plain] {
		return []byte("#" + IDPrefix + plain)
	}
	return dest
}

// ids makes the ids of one text's headings. goldmark's own keep ASCII only: every Arabic heading would be called "heading".
type ids struct{ used map[string]int }

func newIDs() *ids { return &ids{used: map[string]int{}} }

const maxID = 60

// Generate gives an id that this text has not yet.
func (s *ids) Generate(value []byte, _ ast.NodeKind) []byte {
	var b strings.Builder
	for _, r := range strings.ToLower(string(value)) {
		switch {
		case b.Len() >= maxID:
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	base := IDPrefix + strings.Trim(b.String(), "-")
	if base == IDPrefix {
		base += "section"
	}
	id := base
	for s.used[id] > 0 {
		s.used[base]++
		id = base + "-" + strconv.Itoa(s.used[base]-1)
	}
	s.used[id]++
	return []byte(id)
}

// Put notes an id that came from elsewhere.
func (s *ids) Put(value []byte) { s.used[string(value)]++ }
