package fragment

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestContext(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "in text",
		"a < b":                     "in text",
		"a <1":                      "in text",
		"<p>":                       "in text",
		"<p/>":                      "in text",
		"<P CLASS=x>":               "in text",
		"<p ":                       "in the tag <p>",
		"<p a ":                     "in the tag <p>",
		"<p a=b ":                   "in the tag <p>",
		"<p a=b/":                   "in the unquoted attribute a of <p>",
		"<p a='>' B=\"":             "at the beginning of the attribute b of <p>",
		"<p a = 'x":                 "in the attribute a of <p>",
		"<p a=":                     "in the unquoted attribute a of <p>",
		"<p a":                      "in the name of an attribute",
		"<p":                        "in the name of a tag",
		"<p =a=\"":                  "at the beginning of the attribute =a of <p>",
		"</p ":                      "in the tag <p>",
		"<!--":                      "in a comment",
		"<!-- > -- >":               "in a comment",
		"<!-->":                     "in text",
		"<!-- x -->":                "in text",
		"<!-- x --!>":               "in text",
		"<!doctype html>":           "in text",
		"<!doctype ":                "in a comment",
		"<?x ?>":                    "in text",
		"<script>":                  "inside <script>",
		"<script>'</p>'<p ":         "inside <script>",
		"<script>x</script":         "inside <script>",
		"<script>x</scriptx>":       "inside <script>",
		"<script>x</SCRIPT>":        "in text",
		"<script>x</script ":        "in the tag <script>",
		"<script>x<</script>":       "in text",
		"<textarea><p>":             "inside <textarea>",
		"<title></p></title><p>":    "in text",
		"<style></style><script>":   "inside <script>",
		"<noscript><p title='":      "inside <noscript>",
		"<p a=\"x\"b='":             "at the beginning of the attribute b of <p>",
		"<p a=\"x\">y</p><a href='": "at the beginning of the attribute href of <a>",
	} {
		if got := (context{}).feed(text).String(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// FuzzContext compares with the tokenizer of x/net/html: where it reads a probe as text or as a quoted attribute, so do we,
// or we say a stricter place.
func FuzzContext(f *testing.F) {
	for _, s := range []string{"<p>", "<a href=\"", "<!-- ", "<script>a</script>", "<p a='b' c=\"", "<title>x</title>", "<p/ a = \"", "</p x='", "<textarea></textareA>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, prefix string) {
		const probe = "pr0be"
		if strings.Contains(strings.ToLower(prefix), probe) || strings.ContainsFunc(prefix, func(r rune) bool { return r == 0 || r == '\r' || r > 126 }) {
			return
		}
		c := (context{}).feed(prefix)
		var doc string
		switch c.in {
		case inText:
			doc = prefix + probe
		case inQuoted:
			doc = prefix + probe + string(c.quote) + ">"
		default:
			return // no value may stand there
		}
		z := html.NewTokenizer(strings.NewReader(doc))
		for z.Next() != html.ErrorToken {
			tok := z.Token()
			switch tok.Type {
			case html.TextToken:
				if strings.Contains(tok.Data, probe) && c.in != inText {
					t.Fatalf("%q is text, not %s", prefix, c)
				}
			case html.StartTagToken, html.SelfClosingTagToken:
				for _, a := range tok.Attr {
					if strings.Contains(a.Val, probe) && (c.in != inQuoted || len(c.attr) < 64 && len(c.tag) < 64 && (a.Key != c.attr || tok.Data != c.tag)) {
						t.Fatalf("%q is the attribute %s of <%s>, not %s", prefix, a.Key, tok.Data, c)
					}
					if strings.Contains(a.Key, probe) {
						t.Fatalf("%q is the name of an attribute, not %s", prefix, c)
					}
				}
				if strings.Contains(tok.Data, probe) {
					t.Fatalf("%q is the name of a tag, not %s", prefix, c)
				}
			case html.CommentToken, html.DoctypeToken:
				if strings.Contains(tok.Data, probe) {
					t.Fatalf("%q is a comment, not %s", prefix, c)
				}
			}
		}
	})
}
