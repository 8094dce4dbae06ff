//go:build preview

package designsystem_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	design "github.com/portico-cms/portico/design-system"
	"github.com/portico-cms/portico/internal/assets"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// TestPreview writes pages to look at, one for each brand, locale and theme, to artifacts/preview (git-ignored):
//
//	go test -tags preview -run TestPreview ./design-system
//
// It also prints the sizes that the budgets are about.
func TestPreview(t *testing.T) {
	out := filepath.Join("..", "artifacts", "preview")
	r, err := designsystem.Load(design.FS)
	check(t, err)
	set, err := fragment.Compile(r)
	check(t, err)
	tokens, err := token.Load(design.FS, r.Resolver)
	check(t, err)

	script, err := assets.Bundle(r.Files(), r.Scripts)
	check(t, err)
	write(t, filepath.Join(out, "a", "portico.js"), script)
	t.Logf("script: %d bytes, gzip %d", len(script), zipped(script))
	for _, b := range r.Brands {
		var css bytes.Buffer
		check(t, tokens.WriteThemedCSS(&css, token.ThemeOptions{
			CSSOptions: token.CSSOptions{Prefix: "portico"}, Inputs: map[string]string{"brand": b.Key},
		}))
		sheet, err := assets.Bundle(r.Stylesheet(b.Key, css.Bytes()))
		check(t, err)
		write(t, filepath.Join(out, "a", b.Key+".css"), sheet)
		own, err := assets.Bundle(r.Files(), r.Styles)
		check(t, err)
		t.Logf("styles %s: %d bytes, gzip %d (rules alone %d, gzip %d)", b.Key, len(sheet), zipped(sheet), len(own), zipped(own))

		for _, tag := range []string{"fr", "en", "de", "ar"} {
			v := sample(t, b, tag)
			rendered, err := set.Render(v)
			check(t, err)
			page := page{v, rendered}
			t.Logf("%s %s: header gzip %d, footer gzip %d, all parts gzip %d", b.Key, tag,
				zipped([]byte(page.part("header"))), zipped([]byte(page.part("footer"))), zipped([]byte(page.all())))
			for _, theme := range []string{"light", "dark"} {
				write(t, filepath.Join(out, fmt.Sprintf("%s-%s-%s.html", b.Key, tag, theme)), []byte(page.html(theme)))
			}
		}
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, name string, b []byte) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(name), 0o755))
	check(t, os.WriteFile(name, b, 0o644))
}

func zipped(b []byte) int {
	var buf bytes.Buffer
	w, _ := gzip.NewWriterLevel(&buf, 6)
	w.Write(b)
	w.Close()
	return buf.Len()
}

func sample(t *testing.T, b designsystem.Brand, tag string) fragment.View {
	name := "Orvane at home"
	main := "shared"
	if b.Key == "klio" {
		name, main = b.Name, "klio"
	}
	v := fragment.View{
		Site:  fragment.Site{Key: "customer", Name: name, Home: "https://customer.orvane.example/", SignIn: "https://customer.orvane.example/sign-in"},
		Brand: b.Key, BrandName: b.Name, Locale: tag, Dir: locale.Direction(tag), Menus: map[string][]fragment.Item{},
		Styles:  []fragment.Asset{{URL: "/a/" + b.Key + ".css"}},
		Scripts: []fragment.Asset{{URL: "/a/portico.js"}},
	}
	for name, space := range map[string]string{"main": main, "utility": "shared", "footer": "shared", "legal": "shared"} {
		var ps fault.Problems
		var m menu.Menu
		if !yamlfile.Read(os.DirFS("../examples/group/menus"), space+"/"+name+".yaml", &m, &ps) {
			t.Fatal(ps.Err())
		}
		v.Menus[name] = items(m.Items, tag)
	}
	if os.Getenv("PREVIEW_SEARCH") != "" {
		v.Menus["utility"] = append(v.Menus["utility"], fragment.Item{ID: "search", Label: "Search", URL: "https://help.orvane.example/search"})
	}
	return v
}

func items(in []menu.Item, tag string) []fragment.Item {
	var out []fragment.Item
	for _, it := range in {
		o := fragment.Item{ID: it.ID, Label: it.Label[tag], Description: it.Description[tag], URL: it.URL, Icon: it.Icon, NewWindow: it.NewWindow,
			External: it.URL != "", Items: items(it.Items, tag)}
		if it.Path != "" {
			o.URL = "https://" + it.Site + ".orvane.example" + it.PathIn([]string{tag})
		}
		out = append(out, o)
	}
	return out
}

type page struct {
	view     fragment.View
	rendered *fragment.Rendered
}

func (p page) part(name string) string {
	var b strings.Builder
	slots := p.rendered.Slots
	p.rendered.Parts[name].Fill(&b, func(s published.Segment) string {
		switch s.Slot {
		case published.SlotGeneration:
			return "7"
		case published.SlotCurrent:
			switch s.Item {
			case "power-green", "k-green":
				return slots.Render("current.page", nil)
			case "energy", "power", "k-plans":
				return slots.Render("current.section", nil)
			}
		case published.SlotBreadcrumbs:
			items := slots.Render("breadcrumbs.item", map[string]string{"label": p.view.Menus["main"][0].Label, "url": "#"}) +
				slots.Render("breadcrumbs.last", map[string]string{"label": p.view.Menus["main"][0].Items[0].Label})
			return slots.Render("breadcrumbs.frame", map[string]string{"items": items})
		case published.SlotLanguages:
			var items string
			for _, tag := range []string{"fr", "en", "de", "ar"} {
				name := "languages.item"
				if tag == p.view.Locale {
					name = "languages.current"
				}
				items += slots.Render(name, map[string]string{"locale": tag, "dir": locale.Direction(tag), "name": locale.Name(tag), "url": "#" + tag})
			}
			return slots.Render("languages.frame", map[string]string{"items": items})
		case published.SlotAccount:
			return slots.Render("account.anonymous", map[string]string{"returnTo": url.QueryEscape("https://customer.orvane.example/x")})
		}
		return ""
	})
	return b.String()
}

func (p page) all() string {
	return p.part("head") + p.part("header") + p.part("breadcrumbs") + p.part("footer") + p.part("scripts")
}

// html is a page of a host that has a look of its own.
func (p page) html(theme string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang=%q dir=%q data-portico-theme=%q><head><meta charset="utf-8"><title>Preview</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; require-trusted-types-for 'script'">%s
<link rel="stylesheet" href="host.css"></head><body>%s%s<main>`, p.view.Locale, p.view.Dir, theme, p.part("head"), p.part("header"), p.part("breadcrumbs"))
	fmt.Fprintf(&b, "<h1>%s</h1>", html.EscapeString(p.view.Menus["main"][0].Label))
	for range 6 {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(strings.Repeat(p.view.Menus["main"][0].Description+". ", 4)))
	}
	fmt.Fprintf(&b, "</main>%s%s</body></html>", p.part("footer"), p.part("scripts"))
	return b.String()
}
