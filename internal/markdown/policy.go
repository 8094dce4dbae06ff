package markdown

import (
	"bytes"
	"errors"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// policy is the allow-list: the elements that our Markdown makes, with the attributes that it gives them.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li",
		"h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^`+IDPrefix+`[\p{L}\p{M}\p{N}_-]+$`)).OnElements("h1", "h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|center|right)$`)).OnElements("th", "td")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-[A-Za-z0-9_+#.-]{1,40}$`)).OnElements("code")
	p.AllowAttrs("href").Matching(address).OnElements("a")
	p.AllowAttrs("src").Matching(address).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("title").OnElements("a", "img")
	p.AllowURLSchemes("https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}

// maxNesting is how deep elements may stand in each other. Deeper is no text that a person wrote, and parsers, ours and
// those of browsers, give up at 512.
const maxNesting = 100

var errNesting = errors.New("markdown: nested too deep")

// balance parses HTML as a browser does inside a <div> and writes it anew, until that changes nothing any more: what a
// browser makes of the result is then exactly what was checked.
func balance(src []byte) (string, error) {
	for range 4 {
		nodes, err := parseHTML(src)
		if err != nil {
			return "", err
		}
		var out bytes.Buffer
		for _, n := range nodes {
			if depth(n) > 4*maxNesting { // a list item is two elements, a table cell four
				return "", errNesting
			}
			if err := html.Render(&out, n); err != nil {
				return "", err
			}
		}
		if bytes.Equal(out.Bytes(), src) {
			return out.String(), nil
		}
		src = out.Bytes()
	}
	return "", errors.New("markdown: the HTML has no stable form")
}

func parseHTML(src []byte) ([]*html.Node, error) {
	return html.ParseFragment(bytes.NewReader(src), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
}

func depth(n *html.Node) int {
	deepest := 0
	for c := range n.ChildNodes() {
		deepest = max(deepest, depth(c))
	}
	return deepest + 1
}
