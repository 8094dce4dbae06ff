package content_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// TestRenameInside: fields of components and of blocks take their values along, at every depth, and what stands under the new name stays.
func TestRenameInside(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, src := range map[string]string{
		"types/page.yaml": "name: page\nlabel: {en: P}\ntitle: title\nfields:\n  - {name: title, kind: text, label: {en: T}}\n" +
			"  - {name: body, kind: blocks, label: {en: B}, components: [quote], localized: true}\n" +
			"  - {name: hero, kind: component, label: {en: H}, many: true, fields: [{name: now, renamedFrom: then, kind: text, label: {en: N}}]}\n",
		"types/components/quote.yaml": "name: quote\nlabel: {en: Q}\nfields:\n  - {name: words, renamedFrom: text, kind: text, label: {en: W}}\n" +
			"  - {name: inner, kind: blocks, label: {en: I}, components: [quote]}\n",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	m, err := schema.LoadDir(fsys, "types")
	if err != nil {
		t.Fatal(err)
	}
	block := func(key string, inner any) map[string]any {
		return map[string]any{"$type": "quote", "$key": "b1", key: "Said", "inner": []any{inner}}
	}
	e := &content.Entry{
		Type:    "page",
		Shared:  map[string]any{"hero": []any{map[string]any{"then": "A"}, map[string]any{"then": "old", "now": "new"}}},
		Locales: map[string]map[string]any{"en": {"body": []any{block("text", block("text", "no block"))}}},
	}
	want := &content.Entry{
		Type:    "page",
		Shared:  map[string]any{"hero": []any{map[string]any{"now": "A"}, map[string]any{"now": "new"}}},
		Locales: map[string]map[string]any{"en": {"body": []any{block("words", block("words", "no block"))}}},
	}
	if !content.Rename(m.Type("page"), e) {
		t.Error("nothing has changed")
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
	if content.Rename(m.Type("page"), e) {
		t.Error("a second time something has changed")
	}
}
