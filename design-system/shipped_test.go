package designsystem_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	design "github.com/portico-cms/portico/design-system"
	"github.com/portico-cms/portico/internal/assets"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/token"
)

func load(t *testing.T) (*designsystem.Release, *token.System) {
	t.Helper()
	r, err := designsystem.Load(design.FS)
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := token.Load(design.FS, r.Resolver)
	if err != nil {
		t.Fatal(err)
	}
	if w := tokens.Warnings(); len(w) > 0 {
		t.Error(w)
	}
	return r, tokens
}

func stylesheet(t *testing.T, r *designsystem.Release, tokens *token.System, brand string) []byte {
	t.Helper()
	var css bytes.Buffer
	err := tokens.WriteThemedCSS(&css, token.ThemeOptions{CSSOptions: token.CSSOptions{Prefix: "portico"}, Inputs: map[string]string{"brand": brand}})
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := assets.Bundle(r.Stylesheet(brand, css.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func gzipped(b []byte) int {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	w.Write(b)
	w.Close()
	return buf.Len()
}

// TestBudgets: what every page of every site carries.
func TestBudgets(t *testing.T) {
	r, tokens := load(t)
	budget := func(what string, b []byte, most int) {
		if n := gzipped(b); n > most {
			t.Errorf("%s: %d bytes gzipped, the budget is %d", what, n, most)
		}
	}
	script, err := assets.Bundle(r.Files(), r.Scripts)
	if err != nil {
		t.Fatal(err)
	}
	budget("script", script, 8<<10)
	for entry, most := range map[string]int{"styles/components.css": 4 << 10, "scripts/components.ts": 5 << 9} { // for whom uses components, beside the rest
		bundled, err := assets.Bundle(r.Files(), entry)
		if err != nil {
			t.Fatal(err)
		}
		budget(entry, bundled, most)
	}
	set, err := fragment.Compile(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range r.Brands {
		budget(b.Key+" styles", stylesheet(t, r, tokens, b.Key), 12<<10)
		for _, v := range fragment.Samples(r)[:1] {
			v.Brand = b.Key
			v.Menus["main"] = wideMenu(6, 4, 4)
			out, err := set.Render(v)
			if err != nil {
				t.Fatal(err)
			}
			var page bytes.Buffer
			for _, part := range out.Parts {
				for _, s := range part {
					page.WriteString(s.Text + s.Slot)
				}
			}
			budget(b.Key+" HTML with 126 items", page.Bytes(), 15<<10)
		}
	}
}

// wideMenu makes a menu of different texts, so that compression has to work.
func wideMenu(sizes ...int) []fragment.Item {
	var n int
	var level func(sizes []int) []fragment.Item
	level = func(sizes []int) []fragment.Item {
		if len(sizes) == 0 {
			return nil
		}
		out := make([]fragment.Item, sizes[0])
		for i := range out {
			n++
			word := fmt.Sprintf("%x", uint32(n)*2654435761)
			out[i] = fragment.Item{ID: word, Label: "About " + word, URL: "https://www.example.com/" + word, Items: level(sizes[1:])}
		}
		return out
	}
	return level(sizes)
}

// TestContrast: WCAG 2.2 AA for every pair that the styles put together, in every brand and theme: 4.5 for texts, 3 for
// what is not text.
func TestContrast(t *testing.T) {
	r, tokens := load(t)
	pairs := []struct {
		front, back string
		min         float64
	}{
		{"color.text.default", "color.surface.page", 7},
		{"color.text.default", "color.surface.raised", 7},
		{"color.text.default", "color.surface.sunken", 7},
		{"color.text.default", "color.tint", 4.5},
		{"color.text.muted", "color.surface.page", 4.5},
		{"color.text.muted", "color.surface.raised", 4.5},
		{"color.text.muted", "color.surface.sunken", 4.5},
		{"color.link", "color.surface.page", 4.5},
		{"color.link", "color.surface.raised", 4.5},
		{"color.link", "color.tint", 4.5},
		{"color.mark", "color.surface.raised", 4.5},
		{"color.mark", "color.surface.sunken", 4.5},
		{"color.mark", "color.tint", 4.5},
		{"color.band.text", "color.band.background", 4.5},
		{"color.band.text", "color.band.hover", 4.5},
		{"color.action.text", "color.action.background", 4.5},
		{"color.action.text", "color.action.hover", 4.5},
		{"color.footer.text", "color.footer.background", 4.5},
		{"color.footer.heading", "color.footer.background", 4.5},
		{"color.accent", "color.surface.raised", 3},
		{"color.border.strong", "color.surface.page", 3},
		{"color.border.strong", "color.surface.raised", 3},
		{"color.focus", "color.surface.page", 3},
		{"color.focus", "color.surface.raised", 3},
		{"color.footer.accent", "color.footer.background", 3},
		{"color.status.info.text", "color.status.info.background", 4.5},
		{"color.status.success.text", "color.status.success.background", 4.5},
		{"color.status.warning.text", "color.status.warning.background", 4.5},
		{"color.status.error.text", "color.status.error.background", 4.5},
		{"contrast.text-muted", "color.surface.page", 7}, // for who asks for more
		{"contrast.text-muted", "color.surface.raised", 7},
		{"contrast.link", "color.surface.page", 7},
		{"contrast.link", "color.surface.raised", 7},
		{"contrast.link", "color.tint", 7},
		{"color.mark", "color.tint", 7},
		{"color.band.text", "contrast.band-hover", 7},
		{"color.action.text", "color.action.background", 7},
		{"color.action.text", "contrast.action-hover", 7},
		{"contrast.border", "color.surface.page", 4.5},
		{"contrast.border", "color.surface.raised", 4.5},
		{"contrast.accent", "color.surface.raised", 4.5},
		{"contrast.focus", "color.surface.raised", 4.5},
		{"contrast.footer-border", "color.footer.background", 4.5},
	}
	for _, b := range r.Brands {
		for _, theme := range []string{"light", "dark"} {
			set, err := tokens.Resolve(map[string]string{"brand": b.Key, "theme": theme})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range pairs {
				got := contrast(luminance(t, set, p.front), luminance(t, set, p.back))
				if got < p.min {
					t.Errorf("%s %s: %s on %s has %.2f, needs %.1f", b.Key, theme, p.front, p.back, got, p.min)
				}
			}
		}
	}
}

func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

func luminance(t *testing.T, set *token.Set, path string) float64 {
	t.Helper()
	tok, ok := set.Token(path)
	if !ok {
		t.Fatalf("there is no token %s", path)
	}
	var sum float64
	for i, c := range tok.Value.(token.Color).SRGB() {
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += c * [3]float64{0.2126, 0.7152, 0.0722}[i]
	}
	return sum
}

var (
	comment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	property = regexp.MustCompile(`var\((--portico-[a-z0-9-]+)`)
	declared = regexp.MustCompile(`(--portico-[a-z0-9-]+)\s*:`)
	class    = regexp.MustCompile(`\.([a-zA-Z][\w-]*)`)
	selector = regexp.MustCompile(`(?:^|[{};,]\s*)(html|body|\*)[\s,{:.\[]`)
)

// TestStylesStayAtHome: no rule touches the host's own elements, every class is ours, and every custom property exists.
func TestStylesStayAtHome(t *testing.T) {
	r, tokens := load(t)
	components, err := assets.Bundle(r.Files(), "styles/components.css")
	if err != nil {
		t.Fatal(err)
	}
	sheet := string(stylesheet(t, r, tokens, "orvane")) + string(components)
	known := map[string]bool{}
	for _, m := range declared.FindAllStringSubmatch(sheet, -1) {
		known[m[1]] = true
	}
	for _, name := range []string{"header-bottom", "suggest-top", "suggest-left", "suggest-width", "suggest-space"} { // set by the script
		known["--portico-"+name] = true
	}
	for name, src := range r.Files() {
		if !strings.HasPrefix(name, "styles/") {
			continue
		}
		css := comment.ReplaceAllString(string(src), "")
		if m := selector.FindString(css); m != "" {
			t.Errorf("%s has a rule on %q", name, strings.TrimSpace(m))
		}
		for _, m := range property.FindAllStringSubmatch(css, -1) {
			if !known[m[1]] {
				t.Errorf("%s uses %s, which nothing declares", name, m[1])
			}
		}
		for _, m := range class.FindAllStringSubmatch(css, -1) {
			if !strings.HasPrefix(m[1], "portico-") && !strings.Contains("css", m[1]) {
				t.Errorf("%s has the class .%s", name, m[1])
			}
		}
	}
}
