package publishing_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// landing is a type with texts at every depth, and fields that are not for everybody.
var landing = map[string][]byte{
	"landing.yaml": []byte(`
name: landing
label: {en: Landing page}
title: title
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true, sortable: true, searchable: true}
  - {name: intro, kind: rich-text, label: {en: Intro}, localized: true}
  - {name: budget, kind: integer, label: {en: Budget}, filterable: true, sortable: true, readableBy: [editor]}
  - {name: notes, kind: markdown, label: {en: Notes}, readableBy: [editor]}
  - {name: teaser, kind: component, label: {en: Teaser}, fields: [{name: text, kind: markdown, label: {en: Text}}, {name: to, kind: reference, label: {en: To}, to: [landing]}]}
  - {name: body, kind: blocks, label: {en: Body}, localized: true, components: [quote, group]}
`),
	"components/quote.yaml": []byte(`
name: quote
label: {en: Quote}
fields: [{name: text, kind: markdown, label: {en: Text}, searchable: true}, {name: source, kind: text, label: {en: Source}}]
`),
	"components/group.yaml": []byte(`
name: group
label: {en: Group}
fields: [{name: parts, kind: blocks, label: {en: Parts}, components: [quote, group]}]
`),
}

// TestDescriptors: queries know the public fields, also those of components that hold themselves; of the others nothing leaves.
func TestDescriptors(t *testing.T) {
	model, err := schema.FromFiles(landing)
	if err != nil {
		t.Fatal(err)
	}
	var got published.Type
	record := newCompiler().Model(model)[0]
	if err := json.Unmarshal(record.Body, &got); err != nil {
		t.Fatal(err)
	}
	want := published.Type{
		Name: "landing", Title: "title", Markdown: []string{"intro", "teaser", "body"},
		Fields: []published.Field{
			{Name: "title", Kind: "text", Localized: true, Sortable: true, Searchable: true}, {Name: "intro", Kind: "rich-text", Localized: true},
			{Name: "teaser", Kind: "component", Components: []string{".teaser"}}, {Name: "body", Kind: "blocks", Localized: true, Many: true, Components: []string{"quote", "group"}},
		},
		Components: map[string][]published.Field{
			".teaser": {{Name: "text", Kind: "markdown"}, {Name: "to", Kind: "reference", To: []string{"landing"}}},
			"quote":   {{Name: "text", Kind: "markdown", Searchable: true}, {Name: "source", Kind: "text"}},
			"group":   {{Name: "parts", Kind: "blocks", Many: true, Components: []string{"quote", "group"}}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if s := string(record.Body); strings.Contains(s, "budget") || strings.Contains(s, "notes") {
		t.Errorf("%s", s)
	}
}

// TestForms: Markdown and rich text go out as HTML and as plain text, wherever they stand; what is beside them stays.
func TestForms(t *testing.T) {
	model, err := schema.FromFiles(landing)
	if err != nil {
		t.Fatal(err)
	}
	quote := func(text string) map[string]any {
		return map[string]any{"$type": "quote", "$key": "b1", "text": text, "source": "*me*"}
	}
	intro := map[string]any{"type": "doc", "content": []any{map[string]any{"type": "paragraph", "content": []any{map[string]any{"type": "text", "text": "Hi <b>", "marks": []any{map[string]any{"type": "bold"}}}}}}}
	draft := &content.Entry{
		ID: "0192d3a0-0000-7000-8000-000000000001", Space: "shared", Type: "landing", Key: "a",
		Shared: map[string]any{"teaser": map[string]any{"text": "_t_"}, "notes": "secret", "budget": 3.0},
		Locales: map[string]map[string]any{"en": {
			"title": "x", "intro": intro, "body": []any{quote("**q**"), map[string]any{"$type": "group", "$key": "b2", "parts": []any{quote("`deep`")}}},
		}},
	}
	s := &content.Stored{Version: 1, Draft: draft}
	if err := s.Publish([]string{"en"}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	record := newCompiler().Entry(model.Type("landing"), s, nil)
	var e published.Entry
	if err := json.Unmarshal(record.Body, &e); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(record.Body), "secret") {
		t.Errorf("%s", record.Body)
	}
	for name, c := range map[string]struct {
		got  any
		want string
	}{
		"shared HTML": {e.HTML, `{"teaser":{"text":"<p><em>t</em></p>\n"}}`},
		"shared text": {e.Text, `{"teaser":{"text":"t"}}`},
		"HTML": {e.Locales["en"].HTML, `{"body":[{"$key":"b1","$type":"quote","source":"*me*","text":"<p><strong>q</strong></p>\n"},` +
			`{"$key":"b2","$type":"group","parts":[{"$key":"b1","$type":"quote","source":"*me*","text":"<p><code>deep</code></p>\n"}]}],"intro":"<p><strong>Hi &lt;b&gt;</strong></p>"}`},
		"text": {e.Locales["en"].Text, `{"body":[{"$key":"b1","$type":"quote","source":"*me*","text":"q"},{"$key":"b2","$type":"group","parts":[{"$key":"b1","$type":"quote","source":"*me*","text":"deep"}]}],"intro":"Hi <b>"}`},
	} {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(c.got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, strings.TrimSpace(b.String())); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, changed := draft.Locales["en"]["intro"].(map[string]any); !changed {
		t.Error("the draft was changed")
	}
}
