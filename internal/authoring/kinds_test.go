package authoring_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/schema"
)

// allKinds has a field of each kind, and others that are localized, have several values or a default.
const allKinds = `name: every
label: {en: Every}
title: text
slug: slug
fields:
  - {name: text, kind: text, label: {en: F}, localized: true}
  - {name: slug, kind: slug, from: text, label: {en: F}, localized: true}
  - {name: longText, kind: long-text, label: {en: F}, localized: true}
  - {name: markdown, kind: markdown, label: {en: F}, localized: true}
  - {name: integer, kind: integer, label: {en: F}, default: 3}
  - {name: number, kind: number, label: {en: F}}
  - {name: boolean, kind: boolean, label: {en: F}, default: true}
  - {name: date, kind: date, label: {en: F}}
  - {name: dateTime, kind: date-time, label: {en: F}}
  - {name: enumeration, kind: enumeration, label: {en: F}, values: [{value: "yes", label: {en: Y}}, {value: "1", label: {en: N}}]}
  - {name: url, kind: url, label: {en: F}}
  - {name: email, kind: email, label: {en: F}}
  - {name: reference, kind: reference, to: [every, article], many: true, label: {en: F}}
  - {name: tags, kind: tags, label: {en: F}}
  - {name: richText, kind: rich-text, label: {en: F}, localized: true}
  - {name: decimal, kind: decimal, label: {en: F}}
  - {name: duration, kind: duration, label: {en: F}}
  - {name: color, kind: color, label: {en: F}}
  - {name: telephone, kind: telephone, label: {en: F}}
  - {name: json, kind: json, label: {en: F}}
  - {name: geoPoint, kind: geo-point, label: {en: F}}
  - {name: media, kind: media, label: {en: F}, localized: true}
  - {name: component, kind: component, label: {en: F}, fields: [{name: head, kind: text, label: {en: H}}, {name: sum, kind: computed, label: {en: S}, value: "= {head}"}]}
  - {name: blocks, kind: blocks, components: [quote], label: {en: F}, localized: true}
  - {name: computed, kind: computed, label: {en: F}, value: "{text} · {integer}", localized: true}
`

const quote = "name: quote\nlabel: {en: Quote}\nfields:\n  - {name: words, kind: long-text, label: {en: W}}\n  - {name: of, kind: reference, to: [every], label: {en: O}}\n"

func words() *rapid.Generator[string] {
	parts := []string{"true", "12", " ", "\n", "- x", ": ", "#", "é", "<b>", "'", "\"", "null", "2026-10-01", "\\", "word", "{{.}}", "=1+1", "\u00a0", "\u2028", "😀", "\t"}
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(parts), 1, 9), func(list []string) string { return strings.Join(list, "") })
}

func anyOf(values ...any) *rapid.Generator[any] { return rapid.SampledFrom(values) }

func asAny[T any](g *rapid.Generator[T]) *rapid.Generator[any] {
	return rapid.Map(g, func(v T) any { return v })
}

// kindValues gives values for each field; refs are entries that may be named, medium is one that may be shown.
func kindValues(refs []any, medium string) (shared, localized map[string]*rapid.Generator[any]) {
	line := rapid.Map(words(), func(s string) string { return strings.NewReplacer("\n", " ", "\u2028", " ", "\t", " ").Replace(s) })
	text, long := asAny(line), asAny(words())
	object := rapid.Map(rapid.MapOfN(words(), text, 1, 3), func(m map[string]any) any { return m })
	block := rapid.Custom(func(t *rapid.T) any {
		return map[string]any{"$type": "quote", "words": words().Draw(t, "words"), "of": rapid.SampledFrom(refs[1:]).Draw(t, "of")}
	})
	shared = map[string]*rapid.Generator[any]{
		"integer": asAny(rapid.IntRange(-1e9, 1e9)), "number": asAny(rapid.Float64Range(-1e12, 1e12)), "boolean": asAny(rapid.Bool()),
		"date": anyOf("2026-10-01", "1999-12-31"), "dateTime": anyOf("2026-10-01T12:30:00Z", "2026-01-01T00:00:00.5+02:00"), "enumeration": anyOf("yes", "1"),
		"url": anyOf("https://portico.example/a?b=c#d"), "email": anyOf("ada@portico.example"), "reference": asAny(rapid.SliceOfN(rapid.SampledFrom(refs), 1, 3)),
		"tags": anyOf([]any{"a", "true"}, []any{"007"}), "decimal": anyOf("12.50", "-3", "0.01"), "duration": anyOf("PT1H30M", "P1Y"), "color": anyOf("#0b5563", "#0B5563"),
		"telephone": anyOf("+41441234567"), "json": rapid.OneOf(object, text, anyOf(1.5, false, []any{nil, map[string]any{"$ref": "every/k1"}})),
		"geoPoint": anyOf(map[string]any{"lat": 47.5, "lng": -8.25}), "component": rapid.Map(line, func(s string) any { return map[string]any{"head": s} }),
	}
	paragraph := rapid.Map(line, func(s string) any {
		return map[string]any{"type": "doc", "content": []any{map[string]any{"type": "paragraph", "content": []any{map[string]any{"type": "text", "text": "x" + strings.TrimSpace(s)}}}}}
	})
	localized = map[string]*rapid.Generator[any]{
		"text": text, "longText": long, "markdown": long, "richText": paragraph, "media": anyOf(medium),
		"blocks": rapid.Map(rapid.SliceOfN(block, 1, 3), func(l []any) any { return l }),
	}
	return shared, localized
}

// TestExportOfEveryKind: random entries with fields of every kind, published, changed since or neither, come back as the same bytes.
func TestExportOfEveryKind(t *testing.T) {
	p := newPlane(t, "")
	p.importTiny(files{"content-types/every.yaml": allKinds, "content-types/components/quote.yaml": quote})
	m, err := p.Model(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, f := range m.Type("every").Fields() {
		kinds[f.Kind()] = true
	}
	for _, kind := range schema.Kinds() {
		if !kinds[kind] {
			t.Errorf("no field is of kind %s", kind)
		}
	}
	refs := []any{"article/first"}
	for n := range 5 {
		p.put(authoring.NewEntry{Space: "shared", Type: "every", Key: fmt.Sprintf("k%d", n)})
		refs = append(refs, fmt.Sprintf("every/k%d", n))
	}
	sharedOf, localizedOf := kindValues(refs, p.medium("shared", "pdf"))
	for n := range 60 {
		draw := func(from map[string]*rapid.Generator[any], turn int) map[string]any {
			out := map[string]any{}
			for i, f := range m.Type("every").Fields() {
				if g := from[f.Name()]; g != nil && (n+turn+i)%4 > 0 {
					out[f.Name()] = g.Example(n*100 + turn*30 + i)
				}
			}
			return out
		}
		e := authoring.NewEntry{Space: []string{"shared", "one", "two"}[n%3], Type: "every", Shared: draw(sharedOf, 0), Locales: docs{"en": draw(localizedOf, 1), "fr-CA": draw(localizedOf, 2)}}
		e.Locales["en"]["slug"] = fmt.Sprintf("s%d", n)
		id := p.put(e)
		if n%2 == 0 {
			p.must(p.PublishEntry(t.Context(), root, id, 0, []string{"en"}))
		}
		if n%4 == 0 {
			p.must(p.SaveEntry(t.Context(), root, id, authoring.SaveEntry{Patch: []byte(`{"shared":{"integer":null},"locales":{"fr-CA":{"slug":null},"de":{}}}`)}))
		}
	}
	moved(t, p.export(authoring.ExportScope{}))
}
