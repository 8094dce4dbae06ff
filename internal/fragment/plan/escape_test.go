package plan

import (
	"html/template"
	"strings"
	"testing"
)

var usual = []string{
	"htmlescaper", "attrescaper", "rcdataescaper", "urlfilter urlnormalizer attrescaper", "urlnormalizer attrescaper", "urlescaper attrescaper",
}

func escaperOf(t testing.TB, names string) *escaper {
	t.Helper()
	full := strings.Fields(names)
	for i := range full {
		full[i] = escaperPrefix + full[i]
	}
	e, err := New(template.New(""), nil).escaper(full)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestG2EscapersThatWorkByBytes: what is escaped by a table is named here; should html/template change, we shall know.
func TestG2EscapersThatWorkByBytes(t *testing.T) {
	for _, names := range usual {
		if escaperOf(t, names).bytes == nil {
			t.Errorf("%s: html/template is asked for every text", names)
		}
	}
	for _, names := range []string{"nospaceescaper", "urlnormalizer nospaceescaper", "htmlnamefilter", "jsvalescaper", "jsstrescaper", "cssvaluefilter",
		"cssescaper", "commentescaper", "srcsetescaper attrescaper", "urlfilter", "jsvalescaper attrescaper"} {
		if escaperOf(t, names).bytes != nil {
			t.Errorf("%s: escaped by bytes", names)
		}
	}
	if _, err := New(template.New(""), nil).escaper([]string{escaperPrefix + "none"}); err == nil {
		t.Error("an escaper that html/template does not have")
	}
	if _, err := New(template.New(""), nil).escaper(nil); err == nil {
		t.Error("a value that nothing escapes")
	}
	for names, want := range map[string]string{"htmlescaper": "template.HTML", "htmlnamefilter": "template.HTMLAttr"} {
		if got := escaperOf(t, names).asIs; got == nil || got.String() != want {
			t.Errorf("%s leaves %v alone, want %s", names, got, want)
		}
	}
}

// FuzzEscape: a table writes what html/template writes, or says that it does not know.
func FuzzEscape(f *testing.F) {
	for _, text := range trials {
		f.Add(text)
	}
	var all []*escaper
	for _, names := range usual {
		all = append(all, escaperOf(f, names))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for i, e := range all {
			want, err := e.original.apply(text)
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := e.bytes.escape([]byte("x"), text); ok && string(got) != "x"+want {
				t.Errorf("%s: %q became %q, want %q", usual[i], text, got[1:], want)
			}
		}
	})
}

// TestG2DoubtIsAsked: what a byte alone does not say is html/template's to say.
func TestG2DoubtIsAsked(t *testing.T) {
	link := escaperOf(t, "urlfilter urlnormalizer attrescaper").bytes
	for text, known := range map[string]bool{
		"https://a.example/?b=c&d": true, "/a:b": true, "a": true, "": true, "javascript:x": false, "HTTPS://a": false, "a%20b": false, "data:x": false,
	} {
		if _, ok := link.escape(nil, text); ok != known {
			t.Errorf("%s: known by bytes: %t, want %t", text, ok, known)
		}
	}
	bad := &table{texts: []string{"", ""}} // leaves everything as it is
	if bad.agrees(escaperOf(t, "htmlescaper").original) {
		t.Error("a table that escapes nothing agrees with html/template")
	}
}
