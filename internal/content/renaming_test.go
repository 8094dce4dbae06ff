package content_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

const (
	figureWas = "name: figure\nlabel: {en: F}\nfields:\n  - {name: image, kind: text, label: {en: I}}\n  - {name: who, kind: reference, to: [person], label: {en: W}}\n"
	figureIs  = "name: figure\nlabel: {en: F}\nfields:\n  - {name: picture, renamedFrom: image, kind: text, label: {en: I}}\n  - {name: who, kind: reference, to: [author], label: {en: W}}\n"
	quoteWas  = "name: quote\nlabel: {en: Q}\nfields:\n  - {name: image, kind: text, label: {en: I}}\n"
	newsWas   = "name: news\nlabel: {en: N}\ntitle: title\nfields:\n  - {name: title, kind: text, label: {en: T}, localized: true}\n" +
		"  - {name: by, kind: reference, to: [person], label: {en: B}}\n  - {name: see, kind: reference, many: true, to: [news, person], label: {en: S}}\n" +
		"  - {name: blocks, kind: blocks, components: [figure, quote], label: {en: B}}\n" +
		"  - {name: box, kind: component, label: {en: B}, fields: [{name: head, kind: text, label: {en: H}}]}\n"
	newsIs = "name: story\nrenamedFrom: news\nlabel: {en: N}\ntitle: title\nfields:\n  - {name: title, kind: text, label: {en: T}, localized: true}\n" +
		"  - {name: author, renamedFrom: by, kind: reference, to: [author], label: {en: B}}\n  - {name: see, kind: reference, many: true, to: [story, author], label: {en: S}}\n" +
		"  - {name: parts, renamedFrom: blocks, kind: blocks, components: [figure, quote], label: {en: B}}\n" +
		"  - {name: box, kind: component, label: {en: B}, fields: [{name: top, renamedFrom: head, kind: text, label: {en: H}}]}\n"
	personWas = "name: person\nlabel: {en: P}\ntitle: name\nfields:\n  - {name: name, kind: text, label: {en: N}}\n  - {name: title, kind: text, label: {en: T}}\n"
	personIs  = "name: author\nrenamedFrom: person\nlabel: {en: P}\ntitle: call\nfields:\n  - {name: call, renamedFrom: name, kind: text, label: {en: N}}\n  - {name: rank, renamedFrom: title, kind: text, label: {en: T}}\n"
)

func modelOf(t *testing.T, files map[string]string) *schema.Model {
	t.Helper()
	src := map[string][]byte{}
	for name, text := range files {
		src[name] = []byte(text)
	}
	m, err := schema.FromFiles(src)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func renaming(t *testing.T) *content.Renaming {
	t.Helper()
	before := modelOf(t, map[string]string{"news.yaml": newsWas, "person.yaml": personWas, "components/figure.yaml": figureWas, "components/quote.yaml": quoteWas})
	after := modelOf(t, map[string]string{"story.yaml": newsIs, "author.yaml": personIs, "components/figure.yaml": figureIs, "components/quote.yaml": quoteWas})
	if same := content.NewRenaming(before, before); !same.Nothing() {
		t.Error("a model has renamed something of itself")
	}
	if !content.NewRenaming(after, after).Nothing() {
		t.Error("what was renamed before is renamed again")
	}
	r := content.NewRenaming(before, after)
	if r.Nothing() || !r.Inside("news") || !r.Inside("person") || r.Inside("nosuch") {
		t.Errorf("%+v", r)
	}
	return r
}

// TestRenamingPaths: through references and components; of several types, one that still has the name decides; what there is not stays.
func TestRenamingPaths(t *testing.T) {
	r := renaming(t)
	for path, want := range map[string]string{
		"title": "title", "by": "author", "by.name": "author.call", "by.title": "author.rank", "see.title": "see.title", "see.name": "see.call", "see.by.name": "see.author.call",
		"blocks.image": "parts.image", "blocks.who.name": "parts.who.call", "box.head": "box.top", "id": "id", "by.id": "author.id", "nosuch.name": "nosuch.name", "": "", "a..b": "a..b",
	} {
		if got, _ := r.Path([]string{"news"}, path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if got, _ := r.Path([]string{"nosuch"}, "by"); got != "by" {
		t.Errorf("of a type that there was not: %s", got)
	}
}

// TestRenamingPointers: which block a pointer leads into, the entry says; where it does not, the first component with such a field.
func TestRenamingPointers(t *testing.T) {
	r := renaming(t)
	e := &content.Entry{
		Shared:  map[string]any{"parts": []any{map[string]any{"$type": "quote"}, map[string]any{"$type": "figure"}}},
		Locales: map[string]map[string]any{"en": {"title": "T"}},
	}
	for pointer, want := range map[string]string{
		"": "", "/shared": "/shared", "/shared/by": "/shared/author", "/locales/en/title": "/locales/en/title", "/shared/see/1": "/shared/see/1", "/shared/box/head": "/shared/box/top",
		"/shared/blocks/0/image": "/shared/parts/0/image", "/shared/blocks/1/image": "/shared/parts/1/picture", "/shared/blocks/9/image": "/shared/parts/9/picture",
		"/shared/blocks/1": "/shared/parts/1", "/shared/nosuch/0": "/shared/nosuch/0", "/locales/en": "/locales/en", "nonsense": "nonsense", "/shared/blocks/-1/image": "/shared/parts/-1/picture", "/x/by": "/x/by",
	} {
		if got := r.Pointer("news", pointer, e); got != want {
			t.Errorf("%s: %s, want %s", pointer, got, want)
		}
	}
}

// TestRenamingPatches: keys and references at every depth; null, and what is no field, stay.
func TestRenamingPatches(t *testing.T) {
	r := renaming(t)
	for src, want := range map[string]string{
		`{}`: `{}`, `null`: `{}`, `{"shared":null,"locales":7}`: `{"shared":null,"locales":7}`, `{"shared":{"x":1,"title":null}}`: `{"shared":{"x":1,"title":null}}`,
		`{"shared":{"by":{"$ref":"person/1"},"see":["news/2",{"$ref":"person/3"},"other/4"]}}`: `{"shared":{"author":{"$ref":"author/1"},"see":["story/2",{"$ref":"author/3"},"other/4"]}}`,
		`{"shared":{"by":null,"box":{"head":null},"blocks":[{"$type":"figure","$key":"k","image":"a","who":"person/1"},{"$type":"quote","image":"b"}]}}`: `{"shared":{"author":null,"box":{"top":null},` +
			`"parts":[{"$type":"figure","$key":"k","picture":"a","who":"author/1"},{"$type":"quote","image":"b"}]}}`,
		`{"locales":{"en":{"title":"by person/1"},"fr":null}}`: `{"locales":{"en":{"title":"by person/1"},"fr":null}}`,
	} {
		var patch, wanted map[string]any
		if err := json.Unmarshal([]byte(src), &patch); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(want), &wanted); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wanted, r.Patch("news", patch)); diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}
