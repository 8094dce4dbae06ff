package publishing_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// TestTreeFields: where an entry stands is told as fields, of trees alone.
func TestTreeFields(t *testing.T) {
	m, err := schema.FromFiles(map[string][]byte{
		"page.yaml": []byte("name: page\nlabel: {en: Page}\ntitle: t\ntree: true\nfields:\n  - {name: t, kind: text, label: {en: T}}\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	c, at := newCompiler(), time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	e := &content.Entry{ID: content.NewID(), Space: "shared", Type: "page", Key: "a", Shared: map[string]any{"t": "A"}, Locales: map[string]map[string]any{"en": {}}}
	s := &content.Stored{Version: 1, Draft: e, Published: e, PublishedAt: map[string]time.Time{"en": at}, Parent: "above", Position: "a0"}
	want := map[string]any{"t": "A", "order": "a0", "parent": map[string]any{"$ref": "page/above"}}
	for name, r := range map[string]published.Record{"published": c.Entry(m.Type("page"), s, nil), "draft": c.Draft(m.Type("page"), s, []string{"en"})} {
		var body published.Entry
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, body.Shared); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if len(e.Shared) != 1 {
		t.Errorf("the entry itself was changed: %v", e.Shared)
	}
	var body published.Type
	if err := json.Unmarshal(c.Model(m)[0].Body, &body); err != nil {
		t.Fatal(err)
	}
	if parent, ok := body.Field("parent"); !ok || parent.Kind != "reference" || body.Sort != "order" {
		t.Errorf("the type: %+v", body)
	}
}
