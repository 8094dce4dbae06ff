package markdown

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func TestHTML(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"empty":         {"", ""},
		"text":          {"Tom & Jerry's \"5 < 6\"", "<p>Tom &amp; Jerry&#39;s &#34;5 &lt; 6&#34;</p>\n"},
		"emphasis":      {"*a* **b** ~~c~~ `d<e`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d&lt;e</code></p>\n"},
		"breaks":        {"a  \nb\n\n---\n", "<p>a<br/>\nb</p>\n<hr/>\n"},
		"lists":         {"3. a\n4. b\n   - c\n", "<ol start=\"3\">\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ol>\n"},
		"quote":         {"> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"},
		"code":          {"```go\na < b\n```", "<pre><code class=\"language-go\">a &lt; b\n</code></pre>\n"},
		"headings":      {"# Où ?\n## Où ?\n### !\n", "<h1 id=\"portico-où\">Où ?</h1>\n<h2 id=\"portico-où-1\">Où ?</h2>\n<h3 id=\"portico-section\">!</h3>\n"},
		"arabic":        {"# فاتورة الكهرباء", "<h1 id=\"portico-فاتورة-الكهرباء\">فاتورة الكهرباء</h1>\n"},
		"own ids":       {"# a\n# a-1\n# a\n", "<h1 id=\"portico-a\">a</h1>\n<h1 id=\"portico-a-1\">a-1</h1>\n<h1 id=\"portico-a-2\">a</h1>\n"},
		"to a heading":  {"# Où\n[x](#où) [y](#other)", "<h1 id=\"portico-où\">Où</h1>\n<p><a href=\"#portico-o%C3%B9\">x</a> <a href=\"#other\">y</a></p>\n"},
		"links":         {"[a](https://x.example/?b=c&d \"t\") [b](/p) [c](p/q) [d](../x) [e](?q) [f](/)", "<p><a href=\"https://x.example/?b=c&amp;d\" title=\"t\">a</a> <a href=\"/p\">b</a> <a href=\"p/q\">c</a> <a href=\"../x\">d</a> <a href=\"?q\">e</a> <a href=\"/\">f</a></p>\n"},
		"mail and tel":  {"[a](mailto:a@b.example) [b](tel:+49301234)", "<p><a href=\"mailto:a@b.example\">a</a> <a href=\"tel:+49301234\">b</a></p>\n"},
		"bare":          {"see https://x.example/a, www.x.example or a@x.example.", "<p>see <a href=\"https://x.example/a\">https://x.example/a</a>, <a href=\"https://www.x.example\">www.x.example</a> or <a href=\"mailto:a@x.example\">a@x.example</a>.</p>\n"},
		"autolinks":     {"<https://x.example> <a@x.example> <http://x.example?a&b>", "<p><a href=\"https://x.example\">https://x.example</a> <a href=\"mailto:a@x.example\">a@x.example</a> http://x.example?a&amp;b</p>\n"},
		"image":         {"![a *b*](/m/x.png \"t\") ![c](data:image/png;base64,AA) ![d](mailto:a@b.example)", "<p><img src=\"/m/x.png\" alt=\"a b\" title=\"t\"/> c d</p>\n"},
		"table":         {"|a|b|\n|:-|-:|\n|1|~~2~~|", "<table>\n<thead>\n<tr>\n<th align=\"left\">a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"left\">1</td>\n<td align=\"right\"><del>2</del></td>\n</tr>\n</tbody>\n</table>\n"},
		"raw html":      {"a <b onclick=x>b</b> <!-- c -->\n\n<div>d</div>\n", "<p>a b </p>\n\n"},
		"template":      {"{{.Secret}} ${x}", "<p>{{.Secret}} ${x}</p>\n"},
		"invalid bytes": {"a\xffb\x00c", "<p>a\uFFFDb\uFFFDc</p>\n"},
	} {
		if diff := cmp.Diff(c.want, HTML(c.src)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// hostile is what somebody would write who wants more than a text. TestI7 and the fuzz test begin with it.
var hostile = []string{
	"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\nscript:alert(1))", "[x](<java\tscript:alert(1)>)", "[x](javascript&colon;alert(1))",
	"[x](&#106;avascript:alert(1))", "[x](\x01javascript:alert(1))", "[x](%6Aavascript:alert(1))", "[x](javascript%3Aalert(1))", "<javascript:alert(1)>",
	"[x](data:text/html,<script>alert(1)</script>)", "![x](data:image/svg+xml;base64,PHN2Zz4=)", "[x](vbscript:x)", "[x](file:///etc/passwd)", "[x](blob:x)",
	"[x](//evil.example)", "[x](/\\evil.example)", "[x](\\\\evil.example)", "[x](/%09/evil.example)", "[x](</ /evil.example>)", "[x](https:evil.example)",
	"[x](https://user:pw@evil.example)", "[x](http://plain.example)", "[x](///evil.example)", "![x](//evil.example/x.png)", "[x](https:///evil.example)",
	"[x][r]\n\n[r]: javascript:alert(1)", "[x](/a \"\\\" onmouseover=alert(1) x=\\\"\")", "![\" onerror=alert(1) x=\"](/a)", "[x](/a\"onclick=alert(1))",
	"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg><use href=\"data:image/svg+xml,x\"/></svg>", "<iframe srcdoc=\"<script>x</script>\">",
	"<style>*{}</style>", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">", "<base href=//evil.example>",
	"<form action=/x><input name=password>", "<a href=\"javascript:alert(1)\">x</a>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
	"```\"onclick=alert(1)\nx\n```", "```x onclick=alert(1)\nx\n```", "# x {#id onclick=alert(1)}", "|a|\n|-|\n|<td onclick=alert(1)>|", "`<script>`", "\\<script>",
	"&lt;script&gt;alert(1)&lt;/script&gt;", "<scr<script>ipt>", "<![CDATA[<script>]]>", "<?php x ?>", "<!DOCTYPE html>", "</div></body><script>x</script>",
	"[a [b](/b) c](/c)", "[![x](/x.png)](javascript:x)", "*[x*](/y)", "[https://a.example](/b)", "<a@b.example?bcc=x>", "[x](mailto:a@b.example%0d%0abcc:c@d.example)",
	"www.x.example/\"><script>", "https://x.example/<script>", "https://x.example/'onclick='x", "[x](#\" onclick=alert(1))", "\u202ereversed", "<b>\x00<script\x00>",
	"<plaintext>", "<textarea></textarea>", "<xmp>", "<template><script>x</script></template>", "<p><table><a href=/x><tr><td>y</a>", "\n\n    \n<pre>\n\n\nx</pre>",
	"    \n\n    \n\n    code\n", "~~a *b~~ c*", "- - - 1. > # x", "* a\n\n      b\n1) c", "[x]: /y 'z\n'\n[x]", "|a|b\n-|-\n\\||`|`|c", "a\\\nb", "&#0;&#x110000;&nbsp;",
}

// TestI7 is the attack of SECURITY.md on Markdown: no script, no address that does something, nothing that browsers read otherwise.
func TestI7HostileMarkdownIsHarmless(t *testing.T) {
	for _, src := range hostile {
		check(t, src)
	}
}

func FuzzHTML(f *testing.F) {
	for _, src := range hostile {
		f.Add(src)
	}
	f.Fuzz(check)
}

var elements = strings.Fields("p br hr em strong del code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td a img")
var attributes = strings.Fields("id align start class href src alt title")

// check holds the rendering of any text to the rules, by looking at it as a browser does.
func check(t *testing.T, src string) {
	t.Helper()
	out := HTML(src)
	nodes, err := parseHTML([]byte(out))
	if err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	var again strings.Builder
	for _, n := range nodes {
		checkNode(t, src, n)
		_ = html.Render(&again, n)
	}
	if again.String() != out && out != plain(strings.ToValidUTF8(src, "\uFFFD")) {
		t.Errorf("%q: a browser reads %q as %q", src, out, again.String())
	}
	_ = Text(src)
}

func checkNode(t *testing.T, src string, n *html.Node) {
	t.Helper()
	switch n.Type {
	case html.TextNode:
	case html.ElementNode:
		if !slices.Contains(elements, n.Data) || n.Namespace != "" {
			t.Errorf("%q: element %s", src, n.Data)
		}
	default:
		t.Errorf("%q: a node of type %d", src, n.Type)
	}
	for _, a := range n.Attr {
		if !slices.Contains(attributes, a.Key) {
			t.Errorf("%q: attribute %s=%q", src, a.Key, a.Val)
		}
		if a.Key == "href" || a.Key == "src" {
			checkAddress(t, src, a.Val)
		}
	}
	for c := range n.ChildNodes() {
		checkNode(t, src, c)
	}
}

// checkAddress resolves an address as a browser would, which turns \ round and takes tabs and line breaks out.
func checkAddress(t *testing.T, src, dest string) {
	t.Helper()
	forgiving := strings.NewReplacer("\\", "/", "\t", "", "\n", "", "\r", "").Replace(strings.TrimFunc(dest, func(r rune) bool { return r <= ' ' }))
	base, _ := url.Parse("https://base.example/a/b")
	u, err := base.Parse(forgiving)
	if err != nil {
		t.Errorf("%q: %q does not parse: %v", src, dest, err)
		return
	}
	relative := !strings.HasPrefix(dest, "https://")
	switch {
	case u.Scheme == "mailto" || u.Scheme == "tel":
	case u.Scheme != "https", u.User != nil, relative && u.Host != base.Host:
		t.Errorf("%q links to %q", src, dest)
	}
}

func TestText(t *testing.T) {
	for src, want := range map[string]string{
		"":                               "",
		"# Title\n\nA *b*\nc  \nd & e":   "Title\nA b c\nd & e",
		"- a\n- b\n\n> c":                "a\nb\nc",
		"|a|b|\n|-|-|\n|1|2|":            "a b\n1 2",
		"[x](/y) ![the logo](/z) `q`":    "x the logo q",
		"```\na\n  b\n```\nc":            "a\n  b\nc",
		"<script>alert(1)</script>\n\na": "a",
		"10\u00a0% **von**100":           "10\u00a0% von100",
	} {
		if diff := cmp.Diff(want, Text(src)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", src, diff)
		}
	}
}

// TestX1HugeTextsAreFast renders 100 KB of what parsers are slow at. The bound is far above what is needed on a busy machine with the
// race detector, and below what a quadratic step takes there.
func TestX1HugeTextsAreFast(t *testing.T) {
	const size = 100_000
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	var ladder strings.Builder
	for i := 0; ladder.Len() < size; i++ {
		ladder.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	for name, src := range map[string]string{
		"text": fill("Lorem *ipsum* [dolor](https://x.example) sit.\n\n"), "quotes": fill(">"), "quotes with spaces": fill("> "), "lists": fill("- "), "numbers": fill("1. "),
		"brackets": fill("["), "closing": fill("]"), "images": fill("!["), "links": fill("[a]("), "stars": fill("*a "), "stars and words": fill("*a_ "), "both": fill("**a *"),
		"ticks": fill("`a``"), "html": fill("<a "), "entities": fill("&a"), "tables": fill("|"), "table": "|a|\n|-|\n" + fill("|b|\n"), "wide": fill("a|") + "\n" + fill("-|"),
		"headings": fill("# a\n"), "references": fill("[a]: /b\n"), "uses": fill("[a]: /b\n")[:50_000] + fill("[a]")[:50_000], "bare": fill("www.a.b "), "mails": fill("a@b"),
		"mail": fill("a."), "address": "https://" + fill("a.b"), "tildes": fill("~~a"), "fences": fill("```\n"), "ladder": ladder.String(), "steps": fill(">\n> -\n"), "escapes": fill("\\"),
		"rule": fill("-"), "comment": fill("<!--"), "declaration": fill("<?"), "cdata": fill("<![CDATA["), "nested": fill("*[a"), "nested strong": fill("**a ") + fill(" b**"),
		"quoted rule": strings.Repeat("> ", 99) + "x", "dense": fill("[a](<b"), "colons": fill(":"), "underscores": fill("_a"),
	} {
		start := time.Now()
		out := HTML(src)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		} else if took > 200*time.Millisecond {
			t.Logf("%s: %v, %d bytes", name, took, len(out))
		}
	}
}

// TestBoundsLeaveRealTextsAlone: long rules, dotted lines and big tables of links are no attack.
func TestBoundsLeaveRealTextsAlone(t *testing.T) {
	for name, src := range map[string]string{
		"rule": strings.Repeat("- ", 200), "underline": "a\n" + strings.Repeat("=", 200), "dots": "1 " + strings.Repeat(".", 200) + " 5",
		"stars": strings.Repeat("*", 300), "table": "|a|\n|-|\n" + strings.Repeat("|[some tariff](/tariffs/some) *x*|\n", 3000), "signature": "-- \nme",
	} {
		if tooCostly(src) {
			t.Errorf("%s is rendered as plain text", name)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	src := strings.Repeat("## Winter tariff\n\nFrom *October* on, see [prices](/prices) or **call** us.\n\n- one\n- two\n\n", 20)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		HTML(src)
	}
}
