package fragment

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
)

// release is a small design system with some of its files replaced; "" takes a file out.
func release(t testing.TB, replaced map[string]string) *designsystem.Release {
	t.Helper()
	files := map[string]string{
		"design-system.yaml": `
name: tiny
version: 1.0.0
title: Tiny
package: tiny
brands: [{key: one, name: One}, {key: two, name: Two}]
resolver: tokens.resolver.json
parts: [header, scripts]
styles: styles/a.css
`,
		"tokens.resolver.json":             "{}",
		"styles/a.css":                     ".a{}",
		"brands/one.svg":                   `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0"/></svg>`,
		"brands/two.svg":                   `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M1 1"/></svg>`,
		"icons/dot.svg":                    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle r="1"/></svg>`,
		"messages/en.yaml":                 "hello: Hello <you>\n",
		"messages/fr.yaml":                 "hello: Bonjour\n",
		"fragments/header.html":            `<p data-portico-generation="{{generation}}">{{t "hello"}}</p>`,
		"fragments/scripts.html":           `{{range .Scripts}}<script src="{{.URL}}" nonce="{{nonce}}"></script>{{end}}`,
		"fragments/breadcrumbs.frame.html": `<ol>{{items}}</ol>`,
		"fragments/breadcrumbs.item.html":  `<li><a href="{{.URL}}">{{.Label}}</a></li>`,
		"fragments/breadcrumbs.last.html":  `<li>{{.Label}}</li>`,
		"fragments/breadcrumbs.text.html":  `<li>{{.Label}}</li>`,
		"fragments/languages.frame.html":   `<ul>{{items}}</ul>`,
		"fragments/languages.item.html":    `<li><a href="{{.URL}}" hreflang="{{.Locale}}" dir="{{.Dir}}">{{.Name}}</a></li>`,
		"fragments/languages.current.html": `<li>{{.Name}}</li>`,
		"fragments/account.anonymous.html": `{{if .View.Site.SignIn}}<a href="{{.View.Site.SignInReturn}}{{returnTo}}">in</a>{{end}}`,
		"fragments/account.signedIn.html":  `<b>{{.Name}}</b>`,
	}
	maps.Copy(files, replaced)
	raw := map[string][]byte{}
	for name, src := range files {
		if src != "" {
			raw[name] = []byte(src)
		}
	}
	r, err := designsystem.FromFiles(raw)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestCompileProblems: what must never reach a page is refused when the design system is loaded, at its place.
func TestCompileProblems(t *testing.T) {
	for name, c := range map[string]struct {
		file, src string
		want      string // the place and the beginning of the message
	}{
		"syntax":                {"header", "<p>\n{{if}}</p>", "fragments/header.html:2: missing value for if"},
		"unclosed":              {"header", "<p>\n\n{{if .Site}}</p>", "fragments/header.html:3: unexpected EOF"},
		"unknown function":      {"header", "<p>\n{{env \"HOME\"}}", `fragments/header.html:2: function "env" not defined`},
		"printf":                {"header", "{{printf \"%999999s\" .Brand}}", `fragments/header.html:1: function "printf" not defined`},
		"html":                  {"header", "{{html .Brand}}", `function "html" not defined`},
		"js":                    {"header", "{{js .Brand}}", `function "js" not defined`},
		"call":                  {"header", "{{call .Brand}}", `function "call" not defined`},
		"step":                  {"header", "<p>{{" + stepFunc + "}}", `function "porticoStep" not defined`},
		"define":                {"header", `{{define "x"}}{{end}}`, "fragments/header.html:1:1: define and block are not allowed"},
		"block":                 {"header", `<p>{{block "x" .}}{{end}}`, "fragments/header.html:1:1: define and block are not allowed"},
		"unknown template":      {"header", "\n{{template \"_x\" .}}", `fragments/header.html:2:12: there is no template "_x"`},
		"template in tag":       {"header", `<p {{template "header"}}>`, "stands in the tag <p>"},
		"unknown message":       {"header", "<p>\n  {{t \"bye\"}}", `fragments/header.html:2:5: there is no message "bye"`},
		"message not literal":   {"header", "{{t .Brand}}", "t takes the key of a message as a quoted text"},
		"unknown icon":          {"header", `{{icon "star"}}`, `there is no icon "star"`},
		"unknown slot":          {"header", `{{slot "nonce"}}`, "slot takes the name of a slot: one of breadcrumbs, languages, account"},
		"items in a part":       {"header", `{{items}}`, "items is for slot templates"},
		"open tag":              {"header", `<p class="a`, "the template ends in the attribute class of <p>"},
		"branches":              {"header", "<p>\n<a {{if .Brand}}href=\"{{else}}title='{{end}}x\">", "fragments/header.html:2: {{if}} branches end in different contexts"},
		"slot in script":        {"header", `<script>{{slot "account"}}</script>`, `slot "account" is a slot that each page fills: it may not stand inside <script>`},
		"nonce in script":       {"header", `<script>x = "{{nonce}}"</script>`, "nonce is a slot that each page fills: it may not stand inside <script>"},
		"return in script":      {"header", "<script>{{returnTo}}</script>", "it may not stand inside <script>"},
		"slot in style":         {"header", `<style>{{generation}}</style>`, "it may not stand inside <style>"},
		"slot in style attr":    {"header", `<p style="color:{{generation}}">`, "it may not stand in the attribute style of <p>"},
		"slot in onclick":       {"header", `<p onclick="{{generation}}">`, "it may not stand at the beginning of the attribute onclick of <p>"},
		"slot unquoted":         {"header", `<p data-x={{generation}}>`, "it may not stand in the unquoted attribute data-x of <p>"},
		"slot in title":         {"header", `<title>{{slot "account"}}</title>`, "it may not stand inside <title>"},
		"slot in comment":       {"header", `<!-- {{slot "account"}} -->`, "it may not stand in a comment"},
		"slot in attribute":     {"header", `<p title="{{slot "account"}}">`, "it may not stand at the beginning of the attribute title"},
		"slot in tag name":      {"header", `<p{{generation}}>`, "it may not stand in the name of a tag"},
		"current as text":       {"header", `<p>{{current "a"}}</p>`, "it may not stand in text"},
		"current in value":      {"header", `<p class="{{current "a"}}">`, "at the beginning of the attribute class"},
		"current in end tag":    {"header", `<p></p {{current "a"}}>`, "it may not stand in the tag <p>"},
		"nonce elsewhere":       {"header", `<p class="{{nonce}}">`, "it may stand in nonce=\"…\""},
		"returnTo at start":     {"header", `<a href="{{returnTo}}">`, "at the beginning of the attribute href"},
		"else branch":           {"header", `{{if .Brand}}<p>{{else}}<p data-x={{generation}}>{{end}}`, "unquoted attribute data-x"},
		"in a loop":             {"header", `{{range .Menus.main}}<p data-x={{generation}}>{{end}}`, "unquoted attribute data-x"},
		"label as address":      {"breadcrumbs.item", `<a href="{{.Label}}">{{.URL}}</a>`, ".Label is a slot that each page fills: it may not stand at the beginning of the attribute href"},
		"label in script":       {"breadcrumbs.last", `<script>{{.Label}}</script>`, "it may not stand inside <script>"},
		"name unquoted":         {"languages.item", `<a title={{.Name}} href="{{.URL}}">{{.Locale}}`, "unquoted attribute title"},
		"address in the middle": {"languages.item", `<a href="javascript:{{.URL}}">{{.Name}}{{.Locale}}</a>`, "in the attribute href of <a>"},
		"slot compared":         {"header", `{{if eq nonce "x"}}{{end}}`, "nonce is a slot that each page fills: it has no value yet"},
		"slot in a variable":    {"header", `{{$x := generation}}{{$x}}`, "generation is a slot that each page fills: it has no value yet"},
		"slot in a pipe":        {"header", `{{generation | len}}`, "it has no value yet"},
		"label compared":        {"breadcrumbs.last", `{{if .Label}}{{.Label}}{{end}}`, ".Label is a slot that each page fills: it has no value yet"},
		"inline script":         {"header", "<p>\n<script>alert(1)</script>", "fragments/header.html:2:9: a <script> with content in the page is blocked"},
		"inline style":          {"header", "<style>a{}</style>", "a <style> with content in the page is blocked"},
		"event handler":         {"header", "<p>\n\n<b onclick=\"x()\">", "fragments/header.html:3:11: the attribute onclick is blocked"},
		"style attribute":       {"header", `<b style="color:red">`, "the attribute style is blocked"},
		"unused template":       {"extra", "<p>", `fragments/extra.html:1:1: "extra" is neither a part`},
		"missing slot":          {"languages.item", "", "fragments/languages.item.html: this slot template is not there"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Compile(release(t, map[string]string{"fragments/" + c.file + ".html": c.src}))
			var ps fault.Problems
			if !errors.As(err, &ps) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

// TestCompileOnePass: an author sees every problem of every file at once.
func TestCompileOnePass(t *testing.T) {
	_, err := Compile(release(t, map[string]string{
		"fragments/header.html":  "{{t \"a\"}}\n{{t \"b\"}}",
		"fragments/scripts.html": "{{nope}}",
		"fragments/_p.html":      "<p onclick=\"\">",
	}))
	for _, want := range []string{"header.html:1:3", "header.html:2:3", "scripts.html:1: ", "_p.html:1:11"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not in:\n%v", want, err)
		}
	}
}
