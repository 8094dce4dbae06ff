package authoring_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// page has the kinds of text that become HTML.
const pageType = `name: page
label: {en: Page}
title: title
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true}
  - {name: text, kind: markdown, label: {en: Text}, localized: true}
  - {name: rich, kind: rich-text, label: {en: Rich}, localized: true}
  - {name: link, kind: url, label: {en: Link}, localized: true}
  - {name: data, kind: json, label: {en: Data}}
`

// newPage makes an entry of that type.
func (s *server) newPage(cookie string) (at string) {
	s.t.Helper()
	s.types(map[string]string{"page.yaml": pageType})
	var made named
	s.call(cookie, http.MethodPost, "/api/v1/entries", `{"space":"one","type":"page","locales":{"en":{"title":"Page"}}}`, "", 201, &made)
	return "/api/v1/entries/" + made.ID
}

// TestHostilePatchesI3: what is too large, not text, or no JSON is refused with its place, and leaves everything as it was. (What is
// larger than a megabyte is not read: TestBodyLimit.)
func TestHostilePatchesI3(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		at := s.newPage(editor)
		title := func(v string) string { return `{"locales":{"en":{"title":` + v + `}}}` }
		before := storetest.Dump(t, s.dbURL, s.dir)
		for name, tt := range map[string]struct {
			body    string
			status  []int
			pointer string
		}{
			"almost a megabyte":       {title(`"` + strings.Repeat("x", 1<<20-100) + `"`), []int{422}, "/locales/en/title"},
			"NUL":                     {title(`"a\u0000b"`), []int{422}, "/locales/en/title"},
			"NUL as a byte":           {title("\"a\x00b\""), []int{400}, ""},
			"invalid UTF-8":           {title("\"a\xff\xfeb\""), []int{400}, ""},
			"invalid UTF-8 in a name": {"{\"locales\":{\"en\":{\"\xc0\x80\":1}}}", []int{400}, ""},
			"NUL in a name":           {`{"locales":{"en":{"ti\u0000tle":"x"}}}`, []int{422}, ""},
			"NUL in a locale":         {`{"locales":{"e\u0000n":{"title":"x"}}}`, []int{422}, ""},
			"NUL in rich text":        {`{"locales":{"en":{"rich":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"\u0000"}]}]}}}}`, []int{422}, ""},
			"NUL in JSON":             {`{"shared":{"data":{"a":"\u0000"}}}`, []int{422}, ""},
			"NUL in a name of JSON":   {`{"shared":{"data":{"\u0000":1}}}`, []int{422}, ""},
			"a number for a text":     {title("3"), []int{422}, "/locales/en/title"},
			"a huge number":           {title("1e999999999"), []int{400, 422}, ""},
			"a list for a document":   {`{"locales":{"en":[]}}`, []int{422}, ""},
			"a text for all":          {`{"locales":"en"}`, []int{422}, ""},
			"prototype":               {`{"shared":{"__proto__":{"x":1}}}`, []int{422}, ""},
			"deep":                    {`{"shared":{"data":` + strings.Repeat(`{"a":`, 50000) + "1" + strings.Repeat("}", 50000) + `}}`, []int{400, 422}, ""},
			"deep lists":              {`{"shared":{"data":` + strings.Repeat(`[`, 200000) + strings.Repeat("]", 200000) + `}}`, []int{400, 422}, ""},
			"a script as a link":      {`{"locales":{"en":{"link":"javascript:alert(1)"}}}`, []int{422}, "/locales/en/link"},
			"a script with a newline": {`{"locales":{"en":{"link":"java\nscript:alert(1)"}}}`, []int{422}, "/locales/en/link"},
		} {
			got := s.do(request{http.MethodPatch, at, tt.body, with("Cookie", editor, "If-Match", `"1"`)})
			p := got.problem(t)
			if !slices.Contains(tt.status, got.status) || tt.pointer != "" && (len(p.Errors) == 0 || p.Errors[0].Pointer != tt.pointer) || len(got.body) > 16<<10 {
				t.Errorf("%s: %d %.500s", name, got.status, got.body)
			}
		}
		line := "{\"space\":\"one\",\"type\":\"page\",\"locales\":{\"en\":{\"title\":\"a\xff\xfeb\"}}}"
		got := s.do(request{http.MethodPost, "/api/v1/entries/import", line, with("Cookie", editor, "Content-Type", "application/x-ndjson")})
		if p := got.problem(t); got.status != 422 || len(p.Errors) == 0 || p.Errors[0].Pointer != "/lines/1" {
			t.Errorf("a line that is not UTF-8: %d %s", got.status, got.body)
		}
		if diff := cmp.Diff(before, storetest.Dump(t, s.dbURL, s.dir)); diff != "" {
			t.Errorf("something was written: %.2000s", diff)
		}
	})
}

// active is what runs something, or loads it from elsewhere, in HTML.
var active = regexp.MustCompile(`(?i)<(script|iframe|object|embed|svg|use|form|style|link|meta|base)\b|<[^>]*\son[a-z]+\s*=|<[^>]*\b(href|src|action|srcdoc|xlink:href)\s*=\s*["']?\s*(javascript|vbscript|data):`)

// TestHostileTextsI7: what editors write as Markdown or rich text is refused, or is harmless in what is delivered.
func TestHostileTextsI7(t *testing.T) {
	const link = `{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":%s}}]}]}]}`
	urls := []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>",
		"data:image/svg+xml;base64,PHN2Zz4=", "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "//evil.example\" onclick=\"alert(1)", "https://x/\"><script>alert(1)</script>",
	}
	var patches []string
	add := func(field string, v any) {
		src, _ := json.Marshal(map[string]any{"locales": map[string]any{"en": map[string]any{field: v}}})
		patches = append(patches, string(src))
	}
	for _, u := range urls {
		add("text", "[x]("+u+") ![x]("+u+") <"+u+">\n\n[y]\n\n[y]: "+u)
		href, _ := json.Marshal(u)
		add("rich", json.RawMessage(strings.Replace(link, "%s", string(href), 1)))
		add("rich", u)
	}
	for _, html := range []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg><use href=\"data:image/svg+xml,x\"/></svg>", "<a href=\"javascript:alert(1)\">x</a>", "<iframe srcdoc=\"x\">",
		"<math><mtext></mtext><mglyph><style><!--</style><img title=\"--><img src=x onerror=alert(1)>\">", "`<script>`", "```\"><script>\n<script>alert(1)</script>\n```", "<!--><script>alert(1)</script>-->",
	} {
		add("text", html)
		add("rich", html)
		add("title", html)
	}
	for _, node := range []string{
		`{"type":"script","content":[{"type":"text","text":"x"}]}`, `{"type":"html","attrs":{"html":"<script>"}}`, `{"type":"paragraph","attrs":{"onclick":"x","style":"x"}}`,
		`{"type":"codeBlock","attrs":{"language":"\"><script>alert(1)</script>"},"content":[{"type":"text","text":"x"}]}`, `{"type":"heading","attrs":{"level":"1 onclick=x"}}`,
		`{"type":"image","attrs":{"src":"javascript:alert(1)"}}`, `{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"script"}]}]}`,
	} {
		add("rich", json.RawMessage(`{"type":"doc","content":[`+node+`]}`))
	}
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		at := s.newPage(editor)
		id, delivered := strings.TrimPrefix(at, "/api/v1/entries/"), 0
		for _, patch := range patches {
			got := s.do(request{http.MethodPatch, at, patch, with("Cookie", editor, "If-Match", `"`+s.version(editor, id)+`"`)})
			if got.status == http.StatusUnprocessableEntity {
				continue
			}
			if got.status != http.StatusOK {
				t.Fatalf("%s: %d %s", patch, got.status, got.body)
			}
			s.call(editor, http.MethodPost, at+"/publish", `{}`, got.header.Get("ETag"), 200, nil)
			var body struct {
				Locales map[string]struct{ HTML map[string]string }
			}
			if err := json.NewDecoder(bytes.NewReader([]byte(s.published(id, "0")))).Decode(&body); err != nil {
				t.Fatal(err)
			}
			for field, html := range body.Locales["en"].HTML {
				delivered++
				if bad := active.FindString(html); bad != "" {
					t.Errorf("%s: %s is delivered with %q: %s", patch, field, bad, html)
				}
			}
		}
		if delivered < 20 {
			t.Errorf("only %d texts were delivered as HTML", delivered)
		}
	})
}
