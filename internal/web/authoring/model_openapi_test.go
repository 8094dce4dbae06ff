package authoring_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/portico-cms/portico/internal/identity"
)

// usesModel is a client of entries: what it sends and reads is that of a content type.
const usesModel = `import type { components, operations } from "./api";

type Schemas = components["schemas"];
export const draft: Schemas["NewEntryBody"] = { space: "shared", type: "article", locales: { en: { title: "Hello" } } };
export const patch: operations["patch-entry"]["requestBody"]["content"]["application/merge-patch+json"] = { locales: { en: { title: null } } };
export function title(e: Schemas["EntryBody"]): string | undefined {
  return e.type === "article" ? e.locales["en"]?.title : undefined;
}

// @ts-expect-error a kind that the field has not
export const wrong: Schemas["NewEntryBody"] = { space: "shared", type: "article", locales: { en: { title: 3 } } };
// @ts-expect-error no such content type
export const unknown: Schemas["NewEntryBody"] = { space: "shared", type: "nosuch" };
`

const modelDocument = "/api/v1/model/openapi.json"

// TestModelDocument: the description with the content types in force is one that programs read and make strict types of; entries are
// answered, and taken, as it says; and it is another one, by its ETag too, when the model is.
func TestModelDocument(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	get := func() answer {
		t.Helper()
		got := s.do(request{http.MethodGet, modelDocument, "", with("Cookie", editor)})
		if got.status != http.StatusOK || got.header.Get("ETag") == "" {
			t.Fatalf("%d %.300s", got.status, got.body)
		}
		return got
	}
	first := get()
	d := s.described(first.body)

	entry := s.do(request{http.MethodGet, "/api/v1/entries/" + s.entryID("first"), "", with("Cookie", editor)})
	if err := d.check(d.calls["get-entry"], []byte(entry.body), "responses", "200", "content", "application/json", "schema"); err != nil {
		t.Errorf("%v\n%s", err, entry.body)
	}
	for body, good := range map[string]bool{
		`{"space":"shared","type":"article","key":"x","locales":{"en":{"title":"T"}}}`: true, `{"space":"shared","type":"article"}`: true,
		`{"space":"shared","type":"article","locales":{"en":{"titel":"T"}}}`: false, `{"space":"shared","type":"article","locales":{"not a tag":{}}}`: false,
		`{"space":"shared","type":"nosuch"}`: false, `{"space":"shared"}`: false, `{"space":"shared","type":"article","shared":{"title":"x"}}`: false,
	} {
		if err := d.check(d.calls["create-entry"], []byte(body), "requestBody", "content", "application/json", "schema"); (err == nil) != good {
			t.Errorf("%s: %v", body, err)
		}
	}
	for body, good := range map[string]bool{
		`{"locales":{"en":{"title":null},"fr":null}}`: true, `{}`: true, `{"locales":{"en":{"titel":"x"}}}`: false, `{"title":"x"}`: false,
	} {
		at := []string{"requestBody", "content", "application/merge-patch+json", "schema"}
		if err := d.check(d.calls["patch-entry"], []byte(body), at...); (err == nil) != good {
			t.Errorf("patch %s: %v", body, err)
		}
	}

	s.types(map[string]string{"a-1b.yaml": typeNamed("a-1b"), "a1b.yaml": typeNamed("a1b"), "entry-body.yaml": typeNamed("entry-body")})
	second := get()
	if second.header.Get("ETag") == first.header.Get("ETag") {
		t.Error("another model has the same ETag")
	}
	d = s.described(second.body)
	for _, typ := range []string{"a-1b", "a1b", "entry-body"} {
		body := fmt.Sprintf(`{"space":"shared","type":%q,"locales":{},"shared":{"t":"x"}}`, typ)
		if err := d.check(d.calls["create-entry"], []byte(body), "requestBody", "content", "application/json", "schema"); err != nil {
			t.Errorf("%s: %v", typ, err)
		}
	}
	compiles(t, second.body, usesModel)
}

func typeNamed(name string) string {
	return "name: " + name + "\nlabel: {en: A}\ntitle: t\nfields:\n  - {name: t, kind: text, label: {en: T}}\n" +
		"  - {name: r, kind: reference, to: [article], many: true, label: {en: R}}\n  - {name: n, kind: rich-text, label: {en: N}}\n" +
		"  - {name: g, kind: geo-point, label: {en: G}}\n  - {name: c, kind: component, label: {en: C}, fields: [{name: x, kind: decimal, label: {en: X}}]}\n"
}
