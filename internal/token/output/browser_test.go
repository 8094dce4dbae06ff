package output_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/evanw/esbuild/pkg/api"

	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/output"
)

// newTab starts headless Chromium with an empty profile.
func newTab(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-component-update", true),
		chromedp.UserDataDir(t.TempDir()))...)
	t.Cleanup(cancel)
	ctx, cancelBrowser := chromedp.NewContext(ctx)
	t.Cleanup(cancelBrowser)
	ctx, cancelTime := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancelTime)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium does not start: %v (scripts/setup-tests.sh installs it)", err)
	}
	return ctx
}

// openPage shows a page with a style sheet under a policy that lets no inline style or script through.
func openPage(tab context.Context, t *testing.T, page, css string) {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		if strings.HasSuffix(r.URL.Path, ".css") {
			w.Header().Set("Content-Type", "text/css; charset=utf-8")
			_, _ = w.Write([]byte(css))
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(srv.Close)
	if err := chromedp.Do(tab, chromedp.Navigate(srv.URL)); err != nil {
		t.Fatal(err)
	}
}

func evaluate[T any](tab context.Context, t *testing.T, script string) T {
	t.Helper()
	v, err := chromedp.Run(tab, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("browser: %v\n%.300s", err, script)
	}
	return v
}

// parses holds a style sheet against esbuild, which must have nothing to say.
func parses(t *testing.T, name string, css []byte) {
	t.Helper()
	r := api.Transform(string(css), api.TransformOptions{Loader: api.LoaderCSS, LogLevel: api.LogLevelSilent})
	for _, m := range append(r.Errors, r.Warnings...) {
		t.Errorf("%s:%d: %s", name, m.Location.Line, m.Text)
	}
}

// useOf gives a property that takes values of a type, and the value with %s in it.
func useOf(v token.Value) (property, value string) {
	switch v := v.(type) {
	case token.Color:
		return "color", "%s"
	case token.Dimension:
		return "margin-left", "%s"
	case token.Duration:
		return "transition-duration", "%s"
	case token.FontFamily:
		return "font-family", "%s"
	case token.FontWeight:
		return "font-weight", "%s"
	case token.CubicBezier:
		return "transition-timing-function", "%s"
	case token.StrokeStyle:
		return "border-style", "%s"
	case token.Border:
		return "border", "%s"
	case token.Transition:
		return "transition", "opacity %s"
	case token.Shadow:
		return "box-shadow", "%s"
	case token.Gradient:
		if len(v) < 2 {
			return "background-image", "linear-gradient(90deg, %s, red)"
		}
		return "background-image", "linear-gradient(90deg, %s)"
	case token.Typography:
		return "font", "%s"
	}
	return "opacity", "%s"
}

// expectation is a custom property of one variant.
type expectation struct{ Name, Want, Property, Value string }

func expectations(set *token.Set, prefix string) (out []expectation) {
	for _, t := range set.Tokens() {
		name := token.CSSName(prefix, t.Names)
		p, v := useOf(t.Value)
		out = append(out, expectation{name, t.CSS(), p, v})
		for _, part := range token.Parts(t.Value) {
			switch t.Value.(type) {
			case token.Border, token.Transition, token.Typography:
				p, v := useOf(part.Value)
				out = append(out, expectation{name + "-" + part.Suffix, token.CSS(part.Value), p, v})
			}
		}
	}
	return out
}

// checks runs in the page: each property has the value that is wanted, that value is one the browser takes, and it computes where it
// is used to what the value itself computes to.
const checks = `(async () => {
  const list = %s, attributes = %s, where = %s, wrong = [];
  const root = document.documentElement;
  for (const [k, v] of Object.entries(attributes)) root.setAttribute(k, v);
  const at = where ? document.querySelector(where) : root;
  const a = at.appendChild(document.createElement('i')), b = at.appendChild(document.createElement('i'));
  const style = getComputedStyle(a), other = getComputedStyle(b);
  const flat = s => s.trim().replace(/\s+/g, ' ');
  for (const e of list) {
    const got = flat(style.getPropertyValue(e.Name));
    if (!got.includes('light-dark(') && got !== flat(e.Want)) { wrong.push(e.Name + ' is ' + got + ', not ' + e.Want); continue; }
    const literal = e.Value.replace('%%s', e.Want);
    if (!CSS.supports(e.Property, literal)) { wrong.push(e.Property + ' does not take ' + literal); continue; }
    a.style.cssText = e.Property + ': ' + e.Value.replace('%%s', 'var(' + e.Name + ')');
    b.style.cssText = e.Property + ': ' + literal;
    if (style.getPropertyValue(e.Property) !== other.getPropertyValue(e.Property) && style.getPropertyValue(e.Property) !== got)
      wrong.push(e.Name + ' computes to ' + style.getPropertyValue(e.Property) + ', not ' + other.getPropertyValue(e.Property));
  }
  a.remove(); b.remove();
  return wrong;
})()`

func asJSON(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

// TestCSSInChromium: in every theme and brand, every custom property computes to its token's value, whatever the way of choosing.
func TestCSSInChromium(t *testing.T) {
	tab := newTab(t)
	page := `<!doctype html><html><head><link rel="stylesheet" href="tokens.css"></head><body><p data-theme="dark"></p><p data-theme="light"></p></body></html>`
	r := resolved(t, nil)
	for name, o := range map[string]output.Options{
		"usual":      {Prefix: "p", HexFallback: true},
		"literal":    {Literal: true},
		"light-dark": {Prefix: "p", HexFallback: true, Scheme: token.SchemeLightDark},
		"selector":   {Scheme: token.SchemeSelector, Rem: 16},
	} {
		files, err := output.Render("css", r, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			parses(t, name+" "+f.Path, f.Data)
		}
		openPage(tab, t, page, string(files[0].Data))
		sets := map[string]*token.Set{}
		for _, v := range r.Variants {
			sets[v.Name] = v.Set
			if o.Rem > 0 {
				sets[v.Name], _ = v.Set.InRem(o.Rem)
			}
		}
		for _, v := range r.Variants {
			for where, set := range map[string]*token.Set{"": sets[v.Name], "p[data-theme=dark]": sets[v.Inputs["brand"]+"-dark"],
				"p[data-theme=light]": sets[v.Inputs["brand"]+"-light"]} {
				attributes := map[string]string{"data-brand": v.Inputs["brand"], "data-theme": v.Inputs["theme"]}
				wrong := evaluate[[]string](tab, t, fmt.Sprintf(checks, asJSON(expectations(set, o.Prefix)), asJSON(attributes), asJSON(where)))
				for _, w := range wrong {
					t.Errorf("%s, %s in %q: %s", name, v.Name, where, w)
				}
			}
		}
	}
}

// TestServedCSSInChromium: the style sheet of the design system that Portico ships, as sites get it, in both brands and all themes, chosen
// by its attribute on the root and on a part of a page, and by that of older packages.
func TestServedCSSInChromium(t *testing.T) {
	tab := newTab(t)
	s, err := token.Load(os.DirFS("../../../design-system"), "tokens.resolver.json")
	if err != nil {
		t.Fatal(err)
	}
	page := `<!doctype html><html><head><link rel="stylesheet" href="tokens.css"></head><body><p data-portico-theme="dark"></p></body></html>`
	for _, brand := range []string{"orvane", "klio"} {
		var css bytes.Buffer
		err := s.WriteThemedCSS(&css, token.ThemeOptions{
			CSSOptions: token.CSSOptions{Prefix: "portico", HexFallback: true}, Inputs: map[string]string{"brand": brand}, Attributes: []string{token.AttributeTheme, "data-theme"},
		})
		if err != nil {
			t.Fatal(err)
		}
		parses(t, brand, css.Bytes())
		openPage(tab, t, page, css.String())
		for _, attribute := range []string{token.AttributeTheme, "data-theme"} {
			for _, theme := range []string{"light", "dark"} {
				for where, shown := range map[string]string{"": theme, "p": "dark"} {
					set, err := s.Resolve(map[string]string{"brand": brand, "theme": shown})
					if err != nil {
						t.Fatal(err)
					}
					list := expectations(set, "portico")
					if len(list) < 100 {
						t.Fatalf("%d properties", len(list))
					}
					attributes := map[string]string{token.AttributeTheme: "", "data-theme": "", attribute: theme}
					for _, w := range evaluate[[]string](tab, t, fmt.Sprintf(checks, asJSON(list), asJSON(attributes), asJSON(where))) {
						t.Errorf("%s, %s=%s in %q: %s", brand, attribute, theme, where, w)
					}
				}
			}
		}
	}
}

// TestManyInChromium: ten thousand generated tokens, half of them aliases, each computes to its value.
func TestManyInChromium(t *testing.T) {
	var file strings.Builder
	file.WriteString(`{"color": {"$type": "color"`)
	for i := range 2500 {
		fmt.Fprintf(&file, `, "c%d": {"$value": {"colorSpace": "srgb", "components": [%.3f, %.3f, %.3f]}}, "a%d": {"$value": "{color.c%d}"}`, i, float64(i%251)/251, float64(i%83)/83, float64(i%17)/17, i, i)
	}
	file.WriteString(`}, "size": {"$type": "dimension"`)
	for i := range 2500 {
		fmt.Fprintf(&file, `, "s%d": {"$value": {"value": %g, "unit": "rem"}}, "a%d": {"$value": "{size.s%d}"}`, i, float64(i)/16, i, i)
	}
	file.WriteString("}}")
	s, err := token.LoadFiles(fstest.MapFS{"t.json": {Data: []byte(file.String())}}, "t.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := output.Resolve(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := output.Render("css", r, output.Options{})
	if err != nil {
		t.Fatal(err)
	}
	parses(t, files[0].Path, files[0].Data)
	tab := newTab(t)
	openPage(tab, t, `<!doctype html><html><head><link rel="stylesheet" href="t.css"></head><body></body></html>`, string(files[0].Data))
	list := expectations(r.Variants[0].Set, "")
	if len(list) != 10_000 {
		t.Fatalf("%d properties", len(list))
	}
	for _, w := range evaluate[[]string](tab, t, fmt.Sprintf(checks, asJSON(list), "{}", `""`)) {
		t.Error(w)
	}
}

// TestHTMLInChromium: the page stands under a strict policy, samples have their colours, and no text became an element.
func TestHTMLInChromium(t *testing.T) {
	files, err := output.Render("html", resolved(t, nil), output.Options{})
	if err != nil {
		t.Fatal(err)
	}
	parses(t, files[1].Path, files[1].Data)
	if bytes.Contains(bytes.ToLower(files[0].Data), []byte("<script")) || bytes.Contains(files[0].Data, []byte("style=")) {
		t.Error("a script or a style within the page")
	}
	tab := newTab(t)
	openPage(tab, t, string(files[0].Data), string(files[1].Data))
	type seen struct {
		Title         string
		Rows, Samples int
		Painted       int
		NoHeader      int
	}
	got := evaluate[seen](tab, t, `({Title: document.title, Rows: document.querySelectorAll('tbody tr').length,
		Samples: document.querySelectorAll('.sample').length,
		Painted: [...document.querySelectorAll('.sample')].filter(e => { const s = getComputedStyle(e);
			return s.backgroundColor !== 'rgba(0, 0, 0, 0)' || s.backgroundImage !== 'none' || s.boxShadow !== 'none' || e.textContent || s.borderTopStyle !== 'none'; }).length,
		NoHeader: [...document.querySelectorAll('tbody tr')].filter(r => !r.querySelector('th[scope=row]')).length})`)
	if got.Title != "Hard ‹/title›‹script›" || got.Rows < 40 || got.Samples < 30 || got.Painted != got.Samples || got.NoHeader != 0 {
		t.Errorf("%+v", got)
	}
}
