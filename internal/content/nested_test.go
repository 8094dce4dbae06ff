package content_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

type object = map[string]any

type list = []any

// landing is a model with components, blocks, conditions and computed fields.
func landing(t *testing.T) *schema.Model {
	t.Helper()
	m, err := schema.FromFiles(map[string][]byte{
		"landing.yaml": []byte(`name: landing
label: {en: Landing page}
title: title
slug: slug
renamedFrom: campaign
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true, required: true, renamedFrom: headline}
  - {name: slug, kind: slug, label: {en: Address}, localized: true, from: title}
  - {name: year, kind: integer, label: {en: Year}, default: 2026}
  - {name: film, kind: boolean, label: {en: Film}}
  - {name: link, kind: url, label: {en: Film}, required: true, when: {field: film, is: true}}
  - {name: caption, kind: text, label: {en: Caption}, localized: true, required: true, when: {field: film, is: true}}
  - {name: line, kind: computed, label: {en: Line}, localized: true, value: "{title}, {year}"}
  - {name: years, kind: computed, label: {en: Years}, value: "© {year}"}
  - {name: links, kind: reference, label: {en: Links}, to: [landing], many: true}
  - {name: team, kind: component, label: {en: Team}, component: person, many: true}
  - {name: body, kind: blocks, label: {en: Body}, localized: true, required: true, components: [section, teaser]}
`),
		"components/person.yaml": []byte(`name: person
label: {en: Person}
fields:
  - {name: first, kind: text, label: {en: First name}, required: true}
  - {name: last, kind: text, label: {en: Last name}}
  - {name: page, kind: reference, label: {en: Page}, to: [landing]}
  - {name: name, kind: computed, label: {en: Name}, value: "{first} {last}"}
`),
		"components/teaser.yaml": []byte(`name: teaser
label: {en: Teaser}
fields:
  - {name: to, kind: reference, label: {en: To}, to: [landing], required: true}
  - name: image
    kind: component
    label: {en: Image}
    fields:
      - {name: file, kind: media, label: {en: File}, required: true}
      - {name: alt, kind: text, label: {en: Alternative text}, required: true, maxLength: 20}
`),
		"components/section.yaml": []byte(`name: section
label: {en: Section}
fields:
  - {name: text, kind: rich-text, label: {en: Text}}
  - {name: inner, kind: blocks, label: {en: Inside}, components: [teaser]}
`),
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func page() *content.Entry {
	return &content.Entry{
		ID: content.NewID(), Space: "shared", Type: "landing", Key: "winter",
		Shared: object{"links": list{"landing/a"}, "team": list{object{"first": "Ada", "page": "landing/ada"}, object{"first": "Grace", "last": "Hopper"}}},
		Locales: map[string]map[string]any{
			"fr": {"title": "Hiver", "body": list{
				object{"$type": "section", "$key": "s", "text": "Bonjour", "inner": list{object{"$type": "teaser", "to": "landing/b"}}},
				object{"$type": "section"},
				object{"$type": "teaser", "to": "landing/c", "image": object{"file": "photo", "alt": "Une photo"}},
			}},
			"fr-CA": {"body": nil},
		},
	}
}

func normal(t *testing.T, e *content.Entry) *content.Entry {
	t.Helper()
	out, ps := content.Normalize(landing(t), e)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	return out
}

func TestNormalizeNested(t *testing.T) {
	e := page()
	e.Shared["year"] = 2026.0
	e.Locales["fr"]["line"] = "forged"
	got := normal(t, e)
	teaser := func(key, to string) object {
		return object{"$type": "teaser", "$key": key, "to": object{"$ref": to}}
	}
	photo := teaser("b2", "landing/c")
	photo["image"] = object{"file": object{"$media": "photo"}, "alt": "Une photo"}
	rich := object{"type": "doc", "content": list{object{"type": "paragraph", "content": list{object{"type": "text", "text": "Bonjour"}}}}}
	want := &content.Entry{
		ID: e.ID, Space: "shared", Type: "landing", Key: "winter",
		Shared: object{
			"links": list{object{"$ref": "landing/a"}}, "year": int64(2026), "years": "© 2026",
			"team": list{object{"first": "Ada", "page": object{"$ref": "landing/ada"}, "name": "Ada"}, object{"first": "Grace", "last": "Hopper", "name": "Grace Hopper"}},
		},
		Locales: map[string]map[string]any{
			"fr": {"title": "Hiver", "line": "Hiver, 2026", "body": list{
				object{"$type": "section", "$key": "s", "text": rich, "inner": list{teaser("b1", "landing/b")}}, object{"$type": "section", "$key": "b1"}, photo,
			}},
			"fr-CA": {},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(got, normal(t, got)); diff != "" {
		t.Errorf("a second time it changes:\n%s", diff)
	}
}

func TestComputeInRegions(t *testing.T) {
	e := page()
	e.Shared["year"] = 2026.0
	e.Locales["fr-CA"] = object{"title": "Hiver canadien"}
	if got := normal(t, e).Locales["fr-CA"]["line"]; got != "Hiver canadien, 2026" {
		t.Errorf("with a title of its own: %v", got)
	}
	e.Locales["fr-CA"] = object{"body": list{object{"$type": "section"}}}
	if got := normal(t, e).Locales["fr-CA"]["line"]; got != nil {
		t.Errorf("without: %v", got)
	}
	delete(e.Shared, "year")
	delete(e.Locales["fr"], "title")
	if got := normal(t, e); got.Locales["fr"]["line"] != nil || got.Shared["years"] != nil {
		t.Errorf("of nothing: %v, %v", got.Locales["fr"]["line"], got.Shared["years"])
	}
}

func TestNestedProblems(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*content.Entry)
		draft   []string // what even a draft may not have
		publish []string
	}{
		{"good", func(*content.Entry) {}, nil, nil},
		{"missing in a component", func(e *content.Entry) { e.Shared["team"] = list{object{"last": "Hopper"}} }, nil, []string{"/shared/team/0/first required"}},
		{"missing in a block", func(e *content.Entry) {
			e.Locales["fr"]["body"].(list)[2] = object{"$type": "teaser", "to": "landing/c", "image": object{"file": "photo"}}
		}, nil, []string{"/locales/fr/body/2/image/alt required"}},
		{"too long in a block", func(e *content.Entry) {
			e.Locales["fr"]["body"].(list)[2].(object)["image"].(object)["alt"] = strings.Repeat("x", 21)
		}, nil, []string{"/locales/fr/body/2/image/alt too_long"}},
		{"wrong in a block of a block", func(e *content.Entry) {
			e.Locales["fr"]["body"].(list)[0].(object)["inner"].(list)[0] = object{"$type": "teaser", "to": "other/x", "a/b": 1.0}
		}, []string{"/locales/fr/body/0/inner/0/a~1b unknown_field", "/locales/fr/body/0/inner/0/to wrong_type"}, []string{"/locales/fr/body/0/inner/0/a~1b unknown_field", "/locales/fr/body/0/inner/0/to wrong_type"}},
		{"link to a script in rich text", func(e *content.Entry) {
			e.Locales["fr"]["body"].(list)[0].(object)["text"] = object{"type": "doc", "content": list{object{"type": "paragraph", "content": list{
				object{"type": "text", "text": "x", "marks": list{object{"type": "link", "attrs": object{"href": "javascript:alert(1)"}}}},
			}}}}
		}, []string{"/locales/fr/body/0/text/content/0/content/0/marks/0/attrs/href bad_url"}, []string{"/locales/fr/body/0/text/content/0/content/0/marks/0/attrs/href bad_url"}},
		{"shown and empty", func(e *content.Entry) { e.Shared["film"] = true }, nil, []string{"/locales/fr/caption required", "/shared/link required"}},
		{"hidden and empty", func(e *content.Entry) { e.Shared["film"] = false }, nil, nil},
		{"hidden and filled", func(e *content.Entry) { e.Shared["link"] = "/film" }, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := page()
			tt.change(e)
			_, ps := content.Normalize(landing(t), e)
			if diff := cmp.Diff(tt.draft, short(ps)); diff != "" {
				t.Errorf("of a draft (-want +got):\n%s%v", diff, ps)
			}
			ps = content.CheckPublish(landing(t), e, []string{"fr"}, nil)
			if diff := cmp.Diff(tt.publish, short(ps)); diff != "" {
				t.Errorf("to publish (-want +got):\n%s%v", diff, ps)
			}
		})
	}
}

func TestConditionInARegion(t *testing.T) {
	e := page()
	e.Shared["film"], e.Shared["link"] = true, "/film"
	both := []string{"fr", "fr-CA"}
	want := []string{"/locales/fr-CA/caption required", "/locales/fr/caption required"}
	if diff := cmp.Diff(want, short(content.CheckPublish(landing(t), e, both, nil))); diff != "" {
		t.Error(diff)
	}
	e.Locales["fr"]["caption"] = "Un film"
	if ps := content.CheckPublish(landing(t), e, both, nil); len(ps) > 0 {
		t.Error(ps)
	}
}

func TestWalk(t *testing.T) {
	m := landing(t)
	e := normal(t, page())
	before := e.Clone()
	var got []string
	content.Walk(m.Type("landing"), e, func(pointer string, f *schema.Field, v any) {
		got = append(got, pointer+" "+f.Kind())
		if v == nil {
			t.Errorf("%s has no value", pointer)
		}
	})
	want := []string{
		"/locales/fr/title text", "/locales/fr/line computed", "/shared/links/0 reference",
		"/shared/team/0 component", "/shared/team/0/first text", "/shared/team/0/page reference", "/shared/team/0/name computed",
		"/shared/team/1 component", "/shared/team/1/first text", "/shared/team/1/last text", "/shared/team/1/name computed",
		"/locales/fr/body/0 blocks", "/locales/fr/body/0/text rich-text", "/locales/fr/body/0/inner/0 blocks", "/locales/fr/body/0/inner/0/to reference",
		"/locales/fr/body/1 blocks", "/locales/fr/body/2 blocks", "/locales/fr/body/2/to reference",
		"/locales/fr/body/2/image component", "/locales/fr/body/2/image/file media", "/locales/fr/body/2/image/alt text",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, e); diff != "" {
		t.Errorf("the entry changed:\n%s", diff)
	}
}

func TestRefsInComponentsAndBlocks(t *testing.T) {
	typ := landing(t).Type("landing")
	e := normal(t, page())
	var got []string
	for _, r := range content.Refs(typ, e) {
		got = append(got, r.Pointer+" "+r.Target)
	}
	want := []string{"/shared/links/0 a", "/shared/team/0/page ada", "/locales/fr/body/0/inner/0/to b", "/locales/fr/body/2/to c"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	shares := *e
	shares.Locales = map[string]map[string]any{"fr": {"body": e.Locales["fr"]["body"]}}
	shares.Shared = object{"team": e.Shared["team"]}
	ps := content.ResolveRefs(typ, &shares, func(r schema.Ref) (string, bool) { return "id-" + r.Target, r.Target != "c" })
	if diff := cmp.Diff([]string{"/locales/fr/body/2/to unknown_entry"}, short(ps)); diff != "" {
		t.Error(diff)
	}
	got = nil
	for _, r := range content.Refs(typ, &shares) {
		got = append(got, r.Target)
	}
	if diff := cmp.Diff([]string{"id-ada", "id-b", "c"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(normal(t, page()).Shared["team"], e.Shared["team"]); diff != "" {
		t.Errorf("an entry that shares the values changed:\n%s", diff)
	}
}

func TestRename(t *testing.T) {
	typ := landing(t).Type("landing")
	e := &content.Entry{Type: "campaign", Locales: map[string]map[string]any{"fr": {"headline": "Hiver"}, "en": {"headline": "Old", "title": "New"}, "de": nil}}
	if !content.Rename(typ, e) || content.Rename(typ, e) {
		t.Error("it does not say that it changed something, once")
	}
	want := &content.Entry{Type: "landing", Locales: map[string]map[string]any{"fr": {"title": "Hiver"}, "en": {"title": "New"}, "de": nil}}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
}

func TestFilesComputeDefaultsToo(t *testing.T) {
	files, ps := content.ReadFiles(folder(map[string]string{
		"entries/shared/landing/winter.yaml": "locales:\n  fr:\n    title: Hiver\n    body:\n      - $type: teaser\n        to: landing/b\n        image: {alt: 3}\n",
	}), "entries", landing(t))
	if want := "entries/shared/landing/winter.yaml:7:22: body image alt must be text, not a number (put it in quotes)"; len(ps) != 1 || ps[0].String() != want {
		t.Errorf("%v\nwant %s", ps, want)
	}
	if len(files) != 1 || files[0].Entry.Locales["fr"]["line"] != "Hiver, 2026" || files[0].Entry.Shared["years"] != "© 2026" {
		t.Errorf("%+v", files[0].Entry)
	}
}
