package plan

import (
	"slices"
	"strings"
)

// table is an escaper of texts that makes of each byte the same wherever it stands.
type table struct {
	filtered bool        // addresses that may have a scheme of their own are given to html/template
	by       [256]uint16 // 0: the byte stays, asked: html/template is given the whole text, else an index of texts
	texts    []string
}

// asked stands at bytes whose neighbours matter.
const asked = 1

// The escapers that work by bytes, as far as html/template's documentation and code say; learn checks it.
const (
	urlFilter     = escaperPrefix + "urlfilter"     // lets addresses through whose scheme is harmless; the first of its escapers
	urlNormalizer = escaperPrefix + "urlnormalizer" // leaves a percent sign that begins an escape
)

var byBytes = []string{
	escaperPrefix + "htmlescaper", escaperPrefix + "attrescaper", escaperPrefix + "rcdataescaper", escaperPrefix + "urlescaper", urlNormalizer,
}

// learn asks html/template what becomes of each byte; nil where that does not say all about texts.
func learn(names []string, whole *original) *table {
	t := &table{filtered: names[0] == urlFilter, texts: []string{"", ""}}
	if t.filtered {
		names = names[1:]
	}
	if len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(byBytes, name) }) {
		return nil
	}
	rest, err := newOriginal(names)
	if err != nil {
		return nil
	}
	for b := range t.by {
		in := string([]byte{byte(b)})
		out, err := rest.apply(in)
		switch {
		case err != nil:
			return nil
		case b == '%' && slices.Contains(names, urlNormalizer):
			t.by[b] = asked
		case out != in:
			t.by[b] = uint16(len(t.texts))
			t.texts = append(t.texts, out)
		}
	}
	if !t.agrees(whole) {
		return nil
	}
	return t
}

// trials are texts in which bytes have neighbours: should html/template come to look at these, no table is used.
var trials = []string{
	"", " ", "https://www.example.com/a/b.html?c=d&e=f%20g#h", "/à l'énergie?x=\"1\"", "//example.com", "?a:b", "mailto:a@example.com",
	"javascript:alert(1)", "JavaScript&colon;x", "a:b/c", "HTTPS://example.com", "&amp;&#34;&lt;b>", "<script>x</script>", "<!-- x -->",
	"%zz%2F%", "\u2028\ufffd\ufdd0\uffff\U0001f600", "a\xffb\xc3\x28\xe2\x80", "\r\n\t\v\f\x00\x7f", "+ADw-", "`${x}`", "{{.}}", "ZgotmplZ",
}

// agrees compares with html/template for the trials, all bytes in a row and each byte between others.
func (t *table) agrees(whole *original) bool {
	var row []byte
	texts := slices.Clone(trials)
	for b := range 256 {
		row = append(row, byte(b))
		texts = append(texts, "x"+string([]byte{byte(b), 'a', byte(b), byte(b), 'z'}))
	}
	texts = append(texts, string(row), "/"+strings.ReplaceAll(string(row), "%", ""))
	for _, text := range texts {
		want, err := whole.apply(text)
		if err != nil {
			return false
		}
		if got, ok := t.escape(nil, text); ok && string(got) != want {
			return false
		}
	}
	return true
}

// escape appends the escaped text; ok is false, and dst as it was, where html/template has to be asked.
func (t *table) escape(dst []byte, text string) (out []byte, ok bool) {
	if t.filtered && !harmless(text) {
		return dst, false
	}
	begin, done := len(dst), 0
	for i := range len(text) {
		n := t.by[text[i]]
		if n == 0 {
			continue
		}
		if n == asked {
			return dst[:begin], false
		}
		dst = append(append(dst, text[done:i]...), t.texts[n]...)
		done = i + 1
	}
	return append(dst, text[done:]...), true
}

// harmless says whether an address is plainly one that the filter lets through.
func harmless(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "/") || !strings.Contains(address, ":")
}
