package media_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/media"
)

// TestF3Names: a name is safe wherever it is written, and fits the type.
func TestF3Names(t *testing.T) {
	for _, c := range []struct{ given, typ, want string }{
		{"Été à Zürich (1).JPG", "image/jpeg", "Été-à-Zürich-1.jpg"},
		{"photo.jpeg", "image/jpeg", "photo.jpeg"},
		{"page.html", "image/png", "page.png"},
		{"shell.php.png", "image/png", "shell-php.png"},
		{"../../etc/passwd", "image/png", "passwd.png"},
		{`C:\Users\me\photo.png`, "image/png", "photo.png"},
		{"..", "image/png", "file.png"},
		{"", "application/pdf", "file.pdf"},
		{"a\x00b.png", "image/png", "ab.png"},
		{"\xff\xfe.gif", "image/gif", "file.gif"},
		{"con.png", "image/png", "file-con.png"},
		{"LPT1", "image/png", "file-LPT1.png"},
		{"photo\u202egnp.exe", "image/png", "photognp.png"},
		{"a%2fb?c#d&e.png", "image/png", "a-2fb-c-d-e.png"},
		{"<script>.png", "image/png", "script.png"},
		{"日本語 の 写真.webp", "image/webp", "日本語-の-写真.webp"},
		{strings.Repeat("é", 300) + ".png", "image/png", strings.Repeat("é", 100) + ".png"},
		{"report.v2.final", "application/pdf", "report-v2.pdf"},
		{"x.png", "application/x-unknown", "x.bin"},
	} {
		if got := media.Name(c.given, c.typ); got != c.want {
			t.Errorf("%.40q: %q, want %q", c.given, got, c.want)
		}
	}
}

// TestF3AnyName: whatever is given, a name is short, stays in its folder, and comes back as it is.
func TestF3AnyName(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		given := rapid.OneOf(rapid.String(), rapid.StringMatching(`(\.\./|[a-z]{1,3}|\.|\\|%2e|\x{202e}|\x{0300}| ){0,40}`)).Draw(rt, "name")
		typ := rapid.SampledFrom(media.Types()).Draw(rt, "type")
		name := media.Name(given, typ)
		stem, ext, _ := strings.Cut(name, ".")
		switch {
		case stem == "" || ext == "" || strings.Contains(ext, "."), utf8.RuneCountInString(name) > 112, !utf8.ValidString(name),
			strings.ContainsAny(name, "/\\\x00\"'<>&%?# \r\n:*|;"), strings.HasPrefix(name, "-"):
			rt.Fatalf("%q becomes %q", given, name)
		}
		if again := media.Name(name, typ); again != name {
			rt.Fatalf("%q becomes %q, and then %q", given, name, again)
		}
	})
}

// TestAlternativeTexts: they are lines of known locales.
func TestAlternativeTexts(t *testing.T) {
	m := &media.Medium{Alt: map[string]string{"en": "Before"}}
	for pointer, alt := range map[string]map[string]string{
		"/alt/xx-yy-zz-": {"xx-yy-zz-": "x"}, "/alt/FR": {"FR": "x"}, "/alt/a~1b": {"a/b": "x"}, "/alt/en": {"en": strings.Repeat("é", 501)},
		"/alt/fr": {"fr": "a\u202eb"}, "/alt/de": {"de": "a\nb"}, "/alt/it": {"it": "\xff"},
	} {
		err := m.SetAlt(alt)
		if err == nil || !strings.Contains(err.Error(), pointer) {
			t.Errorf("%v: %v", alt, err)
		}
	}
	if err := m.SetAlt(map[string]string{"fr": " La gare ", "de": "  "}); err != nil || len(m.Alt) != 1 || m.Alt["fr"] != "La gare" {
		t.Errorf("%v %v", m.Alt, err)
	}
	if got := media.AltIn(map[string]string{"fr": "La gare", "en": "The station"}, []string{"fr-CA", "fr", "en"}); got != "La gare" {
		t.Errorf("got %q", got)
	}
}
