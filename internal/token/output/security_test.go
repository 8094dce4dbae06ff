package output_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/output"
)

// hostile are texts that would end a string, a comment, an element or a rule in some form, or mean something to one.
var hostile = []string{"</script><script>alert(1)</script>", "*/ } body { } /*", `";evil();//`, "';evil();//", "`${evil()}`", "#{evil}", "@{evil}", "~`evil()`",
	"--><evil/>", `\u002a/ evil`, "?><?php evil();", "A\nevil", "A\u2028evil", "A\u202eevil", "$(evil)", "]]>", "evil|x", "[x](javascript:evil)", "\\", "<!--", "__proto__",
	"constructor", "prototype", "url(evil)", "@import 'evil'"}

// TestI4HostileTextsStayTexts puts each of them into names, descriptions and reasons, and looks at every form: what is left of them
// stands in a comment or a string literal that it cannot leave.
func TestI4HostileTextsStayTexts(t *testing.T) {
	for _, text := range hostile {
		q := func(s string) string { b, _ := json.Marshal(s); return string(b) }
		name := strings.NewReplacer("{", "", "}", "", ".", "").Replace(strings.TrimLeft(text, "$"))
		file := `{"g": {` + q(name+"x") + `: {"$type": "number", "$value": 1, "$description": ` + q(text) + `},
			"old": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [0, 0, 0]}, "$deprecated": ` + q(text) + `, "$description": ` + q(text) + `}}}`
		s, err := token.LoadFiles(fstest.MapFS{"t.json": {Data: []byte(file)}}, "t.json")
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		r, err := output.Resolve(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range output.Formats() {
			files, err := output.Render(f.Name, r, output.Options{})
			if err != nil {
				t.Errorf("%s, %q: %v", f.Name, text, err)
				continue
			}
			for _, file := range files {
				out := string(file.Data)
				if strings.Contains(f.Name, "json") || f.Name == "dtcg" {
					if !json.Valid(file.Data) {
						t.Errorf("%s, %q: no JSON", f.Name, text)
					}
					continue
				}
				for _, never := range []string{"<script", "</script", "*/ }", "--><", "?><?", "A\nevil", "\u2028", "\u202e", "#{evil", "@{evil", "](javascript", "<evil"} {
					if sheet := f.Name == "css" || strings.HasPrefix(f.Name, "tailwind"); sheet && strings.HasSuffix(never, "{evil") {
						continue // means nothing in CSS
					}
					if never == "](javascript" && f.Name != "markdown" {
						continue // means nothing elsewhere
					}
					if strings.Contains(out, never) {
						t.Errorf("%s, %q: %q in\n%s", f.Name, text, never, out)
					}
				}
				if strings.Count(out, "\n") > 170 {
					t.Errorf("%s, %q: more lines than tokens", f.Name, text)
				}
			}
		}
	}
}

// TestI4OptionsAreNames: prefix, namespace, class and selectors reach code, and are refused where they are no names.
func TestI4OptionsAreNames(t *testing.T) {
	r := resolved(t, nil)
	for _, text := range append([]string{"a b", "1a", "a.", "a;b", "a{", "é\n"}, hostile[:10]...) {
		for _, f := range output.Formats() {
			for name, o := range map[string]output.Options{"prefix": {Prefix: text}, "namespace": {Namespace: text}, "class": {Class: text}} {
				if name == "class" && text == "constructor" {
					continue
				}
				if files, err := output.Render(f.Name, r, o); err == nil {
					t.Errorf("%s: the %s %q is accepted: %.100s", f.Name, name, text, files[0].Data)
				}
			}
		}
		for _, o := range []output.Options{{Selector: text}, {Selectors: map[string]string{"theme=dark": text}}, {Scheme: token.Scheme(text)},
			{Selectors: map[string]string{text: ".x"}}} {
			if _, err := output.Render("css", r, o); err == nil {
				t.Errorf("css: %+v is accepted", o)
			}
		}
	}
	if _, err := output.Render("cobol", r, output.Options{}); err == nil {
		t.Error("cobol")
	}
}

// TestNamesThatCollide: two tokens that a form would call the same are reported with both places; other forms take them.
func TestNamesThatCollide(t *testing.T) {
	s, err := token.LoadFiles(fstest.MapFS{"t.json": {Data: []byte(`{"$type": "number", "aB": {"$value": 1}, "a": {"b": {"$value": 2}}}`)}}, "t.json")
	if err != nil {
		t.Fatal(err)
	}
	r, _ := output.Resolve(s, nil)
	for format, bad := range map[string]bool{"css": false, "scss": false, "js": true, "java": true, "android": true, "swift": true} {
		_, err := output.Render(format, r, output.Options{})
		if (err != nil) != bad || bad && (!strings.Contains(err.Error(), `t.json:1:`) || !strings.Contains(err.Error(), `"a.b" and "aB"`)) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// TestDeterministic: the same tokens give the same bytes, in every form.
func TestDeterministic(t *testing.T) {
	for _, f := range output.Formats() {
		a, err := output.Render(f.Name, resolved(t, nil), output.Options{HexFallback: true})
		if err != nil {
			t.Fatal(err)
		}
		b, _ := output.Render(f.Name, resolved(t, nil), output.Options{HexFallback: true})
		for i := range a {
			if a[i].Path != b[i].Path || string(a[i].Data) != string(b[i].Data) {
				t.Errorf("%s: %s differs", f.Name, a[i].Path)
			}
		}
	}
}

// TestOptions: selection, with what was left out written out; lengths in rem; one name twice in two forms.
func TestOptions(t *testing.T) {
	files, err := output.Render("css", resolved(t, one), output.Options{Include: []string{"text", "color.*", "type:duration"}, Exclude: []string{"deprecated", "color.page"}, Rem: 16})
	if err != nil {
		t.Fatal(err)
	}
	css := string(files[0].Data)
	for text, want := range map[string]bool{"--text-body-font-size: 1rem;": true, "--time-fast: 120ms": true, "--color-ink: var(--color-black)": true,
		"--space-gap": false, "--color-class": false, "--color-page": false, "var(--font-list)": false, "--text-later": false} {
		if strings.Contains(css, text) != want {
			t.Errorf("%s: %t\n%s", text, !want, css)
		}
	}
	for _, o := range []output.Options{{Include: []string{""}}, {Exclude: []string{"a..b"}}, {Include: []string{".a"}}, {Rem: -1}} {
		if _, err := output.Render("css", resolved(t, one), o); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}
