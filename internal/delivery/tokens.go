package delivery

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/output"
)

// TokenForm is a form in which a site's tokens are served: tokens.{Ext}.
type TokenForm struct {
	Ext    string // "d.ts"
	Type   string // media type
	format string // as output.Render takes it
	file   string // end of the path of the file that is meant, where the format has several
}

const typeText = "text/plain; charset=utf-8"

// TokenForms gives the forms: those of package output that are one file.
func TokenForms() []TokenForm {
	return []TokenForm{
		{"css", "text/css; charset=utf-8", "css", ""},
		{"scss", "text/x-scss; charset=utf-8", "scss", ""},
		{"less", "text/x-less; charset=utf-8", "less", ""},
		{"js", "text/javascript; charset=utf-8", "js", ".js"},
		{"d.ts", typeText, "js", ".d.ts"},
		{"json", typeJSON, "json", ""},
		{"nested.json", typeJSON, "json-nested", ""},
		{"tokens.json", "application/design-tokens+json", "dtcg", ""},
		{"tailwind.css", "text/css; charset=utf-8", "tailwind", ""},
		{"xml", "application/xml", "android", ""},
		{"kt", typeText, "compose", ""},
		{"swift", typeText, "swift", ""},
		{"dart", typeText, "flutter", ""},
		{"xaml", "application/xaml+xml", "xaml", ""},
		{"cs", typeText, "csharp", ""},
		{"java", typeText, "java", ""},
		{"php", typeText, "php", ""},
		{"md", "text/markdown; charset=utf-8", "markdown", ""},
	}
}

// The names of what a resolver document lets choose, and the first part of the names of custom properties and Sass variables.
const (
	inputBrand  = "brand"
	inputTheme  = "theme"
	tokenPrefix = "portico"

	withoutThemes = "default" // stands in the place of a theme in the JSON of tokens that have none
)

// Tokens gives the design tokens of a site's brand in a form. theme is one of the design system's; "" is all of them together in CSS
// and JSON, and the default theme elsewhere. Errors: fault.NotFound, fault.Invalid for a theme that there is not.
func (n *Node) Tokens(s *published.Snapshot, siteKey string, form TokenForm, theme string) (*Body, error) {
	site, err := n.site(s, siteKey)
	if err != nil {
		return nil, err
	}
	tokens := s.Tokens[site.Site.TokensKey()]
	if tokens == nil {
		return nil, missing("brand", "this site's brand has no tokens")
	}
	if len(theme) > 100 {
		return nil, fault.New(fault.Invalid, "there is no theme of so long a name")
	}
	files := s.TokenFiles[published.TokenFilesKey(site.Site.DesignSystem)]
	key := bodyKey{of: tokens.ID, with: site.ID, part: "/tokens", rest: form.Ext + " " + strings.ToLower(theme)}
	if files != nil {
		key.variant = int32(files.ID) // it only tells two apart
	}
	if b, ok := n.bodies.GetIfPresent(key); ok {
		return b, nil
	}
	if err := knownTheme(tokens, theme); err != nil {
		return nil, err
	}
	once := fmt.Sprint(key.of, key.with, key.variant, key.rest)
	data, err, _ := n.rendering.Do(once, func() (any, error) { return render(tokens, files, form, theme) })
	if err != nil {
		return nil, err
	}
	return n.cached(key, func() *Body {
		ds := site.Site.DesignSystem
		b := NewBody(form.Type, data.([]byte))
		b.SurrogateKey = "site:" + site.Site.Key + " " + published.TokensTag(site.Site.TokensKey()) + " ds:" + ds.Name + "@" + ds.Version
		n.retiring(b, ds)
		return b
	}), nil
}

// knownTheme refuses a theme that the record does not have, before anything is compiled. Errors: fault.Invalid.
func knownTheme(tokens *published.Tokens, theme string) error {
	if theme == "" {
		return nil
	}
	byTheme := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(tokens.JSON), &byTheme); err != nil {
		return err
	}
	if _, none := byTheme[withoutThemes]; none && len(byTheme) == 1 {
		return fault.New(fault.Invalid, "the design system has no themes")
	}
	names := slices.Sorted(maps.Keys(byTheme))
	if !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, theme) }) {
		return fault.New(fault.Invalid, "there is no such theme; there are %s", strings.Join(names, ", "))
	}
	return nil
}

func render(tokens *published.Tokens, files *published.TokenFiles, form TokenForm, theme string) ([]byte, error) {
	switch {
	case theme == "" && form.Ext == "css":
		return []byte(tokens.CSS), nil
	case theme == "" && form.Ext == "json":
		return []byte(tokens.JSON), nil
	case files == nil:
		return nil, missing("form", "this site's tokens are served as CSS and JSON only")
	}
	fsys := fstest.MapFS{}
	for name, text := range files.Files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o444}
	}
	system, err := token.Load(fsys, files.Resolver)
	if err != nil {
		return nil, err
	}
	resolved, err := output.Resolve(system, inputsOf(system, tokens.Brand, theme))
	if err != nil {
		return nil, err
	}
	options := output.Options{HexFallback: form.format == "css", ThemeAttributes: []string{token.AttributeTheme, "data-theme"}}
	if slices.Contains([]string{"css", "tailwind", "scss", "less"}, form.format) { // a property has one name everywhere
		options.Prefix = tokenPrefix
	}
	written, err := output.Render(form.format, resolved, options)
	if err != nil {
		return nil, err
	}
	for _, f := range written {
		if strings.HasSuffix(f.Path, form.file) {
			return f.Data, nil
		}
	}
	return nil, missing("form", "these tokens have no such form")
}

// inputsOf chooses a context of every modifier, as the style sheet was made when it was published.
func inputsOf(system *token.System, brand, theme string) map[string]string {
	inputs := map[string]string{}
	for _, m := range system.Modifiers() {
		inputs[m.Name] = m.Default
		switch {
		case m.Name == inputBrand:
			inputs[m.Name] = brand
		case m.Name == inputTheme && theme != "":
			inputs[m.Name] = theme
		}
		if inputs[m.Name] == "" {
			inputs[m.Name] = m.Contexts[0]
		}
	}
	return inputs
}
