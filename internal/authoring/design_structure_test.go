package authoring_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token/edit"
)

// restructured changes a new draft.
func (p *plane) restructured(changes ...edit.Change) (*authoring.DesignDraftView, error) {
	p.t.Helper()
	d, _, err := p.CreateDesignDraft(p.t.Context(), designer, "Test", "")
	if err != nil {
		p.t.Fatal(err)
	}
	next, _, err := p.ChangeDesignTokens(p.t.Context(), designer, d.ID, d.Version, changes)
	return next, err
}

const lints = "# gap stays here\ncontrast:\n  - {text: house, on: [house], wcag: 1}\ninternal: [space, gap]\n"

// TestDesignStructure: what names a token follows it, in styles and lints too; the version says what it means for who uses it; files
// are exported as they are then.
func TestDesignStructure(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"design-system/tokens.lint.yaml": lints, "design-system/styles/tiny.css": "/* --portico-gap */.portico-header{padding:var( --portico-gap );margin:var(--portico-gap-2)}"})
		d, err := p.restructured(
			edit.Change{Kind: edit.Rename, Path: "gap", Name: "distance"}, edit.Change{Kind: edit.Rename, Path: "distance", Name: "room"},
			edit.Change{Kind: edit.Add, Path: "space.large", Value: json.RawMessage(`{"value":24,"unit":"px"}`)},
			edit.Change{Kind: edit.Deprecate, Path: "space.small", Value: json.RawMessage(`"use space.large"`)},
		)
		if err != nil {
			t.Fatal(err)
		}
		files, err := p.DesignDraftFiles(t.Context(), designer, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		text := map[string]string{}
		for _, f := range files {
			text[f.Path] = f.Text
		}
		for file, want := range map[string]string{
			"tokens/core.tokens.json": `"room": {"$type": "dimension", "$value": "{space.small}"}`,
			"styles/tiny.css":         "/* --portico-room */.portico-header{padding:var( --portico-room );margin:var(--portico-gap-2)}",
			"tokens.lint.yaml":        strings.Replace(lints, "[space, gap]", "[space, room]", 1),
		} {
			if !strings.Contains(text[file], want) {
				t.Errorf("%s: %s", file, text[file])
			}
		}
		v, err := p.PreviewDesignDraft(t.Context(), designer, d.ID)
		if err != nil || v.Next != "2.0.0" {
			t.Errorf("version %s, %v", v.Next, err)
		}
		tokens, _, _, err := p.DesignTokens(t.Context(), designer, d.ID, map[string]string{})
		if err != nil {
			t.Fatal(err)
		}
		for _, token := range tokens {
			if token.Path == "space.small" && (!token.Deprecated || token.Reason != "use space.large") {
				t.Errorf("%+v", token)
			}
		}
	})
}

// TestDesignStructureRefused: what styles or lints use is not removed, and they say where.
func TestDesignStructureRefused(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"design-system/tokens.lint.yaml": lints})
		for path, want := range map[string]string{
			"gap":   `this is used in "styles/tiny.css:1", "tokens.lint.yaml:4"`,
			"house": `this is used in "tokens.lint.yaml:3"`,
			"space": `this is referred to by "gap" (tokens/core.tokens.json:`,
		} {
			_, err := p.restructured(edit.Change{Kind: edit.Remove, Path: path})
			if fault.CodeOf(err) != fault.Unprocessable || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "/changes/0/path") {
				t.Errorf("%s: %v", path, err)
			}
		}
	})
}
