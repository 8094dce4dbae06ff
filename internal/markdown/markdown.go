// Package markdown turns what editors write into HTML that can stand in any page of any site: CommonMark with tables,
// strikethrough and bare links, without raw HTML, scripts, styles or addresses that do something.
//
// Three walls stand one behind the other, so that a hole in one is not a hole in the page: the renderer drops raw HTML and
// links.go unwraps every link that is not allowed; an allow-list takes out every element and attribute that Markdown does
// not make; and the result is parsed as a browser parses it and written anew, because the allow-list does not balance tags. It
// runs on every rendering, so what an older version let into the database is stopped, too (SECURITY I7).
package markdown

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// IDPrefix begins the id of every heading, so that none can meet an id of the page around it. A link to #heading in the
// same text is led to it.
const IDPrefix = "portico-"

// converter is safe for use by many goroutines; what belongs to one text is in the parser.Context.
var converter = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), // style="" breaks a strict CSP
		extension.Strikethrough,
		extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"https:"})),
	),
	goldmark.WithParserOptions(
		parser.WithAutoHeadingID(),
		parser.WithASTTransformers(util.Prioritized(links{}, 900)), // after the headings have their ids
	),
)

// HTML renders Markdown. The result is balanced, holds nothing but the elements of policy.go, and may be written into a page as
// it is. Any text has a rendering: what cannot be rendered safely (nested hundreds of levels deep, or with thousands of
// brackets in one paragraph) comes out as plain text. The caller caps the length; 100 KB take a fraction of a second.
func HTML(src string) string {
	src = strings.ToValidUTF8(src, "\uFFFD")
	if tooCostly(src) {
		return plain(src)
	}
	var out bytes.Buffer
	source := []byte(src)
	ctx := parser.NewContext(parser.WithIDs(newIDs()))
	doc := converter.Parser().Parse(text.NewReader(source), parser.WithContext(ctx))
	if err := converter.Renderer().Render(&out, source, doc); err != nil {
		return plain(src) // a bytes.Buffer does not fail: only a bug in the renderer gets here
	}
	clean, err := balance(policy.SanitizeBytes(out.Bytes()))
	if err != nil {
		return plain(src)
	}
	return clean
}

// plain is the rendering that always works.
func plain(src string) string {
	return "<p>" + html.EscapeString(strings.ReplaceAll(src, "\x00", "\uFFFD")) + "</p>\n"
}
