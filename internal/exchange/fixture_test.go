package exchange_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/exchange"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

type object = map[string]any

type list = []any

const entryID = "01990000-0000-7000-8000-000000000001"

// landing is a model with every way in which a text may stand in an entry.
func landing(t testing.TB) *schema.Model {
	t.Helper()
	m, err := schema.FromFiles(map[string][]byte{
		"landing.yaml": []byte(`name: landing
label: {en: Landing page}
title: title
slug: slug
fields:
  - {name: title, kind: text, label: {en: Title, fr: Titre}, localized: true, required: true, maxLength: 40}
  - {name: slug, kind: slug, label: {en: Address}, localized: true, from: title}
  - {name: year, kind: integer, label: {en: Year}}
  - {name: intro, kind: long-text, label: {en: Intro}, localized: true}
  - {name: notes, kind: markdown, label: {en: Notes}, localized: true}
  - {name: text, kind: rich-text, label: {en: Text}, localized: true, maxLength: 60}
  - {name: words, kind: tags, label: {en: Words}, localized: true}
  - {name: link, kind: url, label: {en: Link}, localized: true}
  - {name: internal, kind: text, label: {en: Internal}, localized: true, readableBy: [editor]}
  - {name: name, kind: text, label: {en: Name}}
  - {name: line, kind: computed, label: {en: Line}, localized: true, value: "{title}, {year}"}
  - {name: team, kind: component, label: {en: Team}, localized: true, component: person, many: true}
  - {name: body, kind: blocks, label: {en: Body}, localized: true, components: [section, teaser]}
`),
		"components/person.yaml": []byte(`name: person
label: {en: Person}
fields:
  - {name: role, kind: text, label: {en: Role}, required: true}
  - {name: page, kind: url, label: {en: Page}}
  - {name: loud, kind: computed, label: {en: Loud}, value: "{role}!"}
`),
		"components/section.yaml": []byte(`name: section
label: {en: Section}
fields:
  - {name: heading, kind: text, label: {en: Heading}}
  - {name: text, kind: rich-text, label: {en: Text}}
  - {name: people, kind: component, label: {en: People}, component: person, many: true}
`),
		"components/teaser.yaml": []byte(`name: teaser
label: {en: Teaser}
fields:
  - {name: wide, kind: boolean, label: {en: Wide}}
  - name: image
    kind: component
    label: {en: Image}
    fields:
      - {name: file, kind: media, label: {en: File}}
      - {name: alt, kind: text, label: {en: Alternative text}, maxLength: 20}
`),
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// entry makes a normal entry of documents in English and French; fr may be nil.
func entry(t testing.TB, m *schema.Model, en, fr object) *content.Entry {
	t.Helper()
	e := &content.Entry{
		ID: entryID, Space: "shared", Type: "landing", Key: "spring", Shared: object{"year": 2026, "name": "Shared"},
		Locales: map[string]map[string]any{"en": en},
	}
	if fr != nil {
		e.Locales["fr"] = fr
	}
	normal, ps := content.Normalize(m, e)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	return normal
}

// text, strong and doc make rich text.
func text(s string, marks ...object) object {
	node := object{"type": "text", "text": s}
	if len(marks) > 0 {
		all := list{}
		for _, m := range marks {
			all = append(all, m)
		}
		node["marks"] = all
	}
	return node
}

func node(kind string, content ...object) object {
	n := object{"type": kind}
	if len(content) > 0 {
		all := list{}
		for _, c := range content {
			all = append(all, c)
		}
		n["content"] = all
	}
	return n
}

var (
	bold   = object{"type": "bold"}
	italic = object{"type": "italic"}
	link   = object{"type": "link", "attrs": object{"href": "/offers"}}
)

// way is a format, there and back.
type way struct {
	name  string
	write func(io.Writer, exchange.Job) error
	read  func(io.Reader) (exchange.Job, fault.Problems)
}

var ways = []way{
	{"XLIFF", exchange.WriteXLIFF, exchange.ReadXLIFF},
	{"CSV", func(w io.Writer, j exchange.Job) error { return exchange.WriteCSV(w, j, ',') }, exchange.ReadCSV},
	{"CSV;", func(w io.Writer, j exchange.Job) error { return exchange.WriteCSV(w, j, ';') }, exchange.ReadCSV},
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// roundTrip writes a job and reads it again.
func (w way) roundTrip(t fataler, j exchange.Job) (exchange.Job, string) {
	t.Helper()
	var b bytes.Buffer
	if err := w.write(&b, j); err != nil {
		t.Fatalf("%s: writing: %v", w.name, err)
	}
	file := b.String()
	back, ps := w.read(strings.NewReader(file))
	if len(ps) > 0 {
		t.Fatalf("%s: reading: %v\n%s", w.name, ps, file)
	}
	return back, file
}

// asRead leaves out what is for people only.
var asRead = cmp.Options{cmpopts.IgnoreFields(exchange.Unit{}, "Note", "Codes", "Line"), cmpopts.IgnoreFields(exchange.File{}, "Title")}

// letters are characters that formats have their trouble with.
var letters = rapid.RuneFrom([]rune("abcé0159 <>/\\&\"'=+-@;,\n\t{}|#*[]()😀\uFFFE\u200B\u00A0]]>＝"))

func genText(t *rapid.T, label string) string {
	return rapid.OneOf(
		rapid.StringOfN(letters, 0, 12, -1),
		rapid.SampledFrom([]string{"", "Hello", "=1+1", "'=1", "<1>", `<\1>x</\1>`, "</1/>", "a\n\nb", " lead", "&lt;", "]]>", "-"}),
	).Draw(t, label)
}

func genLine(t *rapid.T, label string) string {
	return strings.ReplaceAll(genText(t, label), "\n", " ")
}

func genParagraph(t *rapid.T) object {
	var content []object
	for range rapid.IntRange(0, 4).Draw(t, "runs") {
		if rapid.IntRange(0, 5).Draw(t, "break") == 0 {
			content = append(content, object{"type": "hardBreak"})
			continue
		}
		var marks []object
		for _, m := range []object{link, {"type": "link", "attrs": object{"href": "/y", "title": "T"}}, bold, italic} {
			if rapid.IntRange(0, 3).Draw(t, "mark") == 0 && (m["type"] != "link" || len(marks) == 0) {
				marks = append(marks, m)
			}
		}
		content = append(content, text(genText(t, "run"), marks...))
	}
	return node(rapid.SampledFrom([]string{"paragraph", "paragraph", "heading"}).Draw(t, "node"), content...)
}

func genDoc(t *rapid.T) object {
	doc := object{"type": "doc"}
	content := list{}
	for range rapid.IntRange(0, 3).Draw(t, "nodes") {
		p := genParagraph(t)
		if p["type"] == "heading" {
			p["attrs"] = object{"level": 2}
		}
		switch rapid.IntRange(0, 4).Draw(t, "in") {
		case 0:
			p = node("bulletList", node("listItem", p), node("listItem", genHeadless(t)))
		case 1:
			content = append(content, node("codeBlock", text("x := 1")), node("horizontalRule"))
		}
		content = append(content, p)
	}
	doc["content"] = content
	return doc
}

func genHeadless(t *rapid.T) object {
	p := genParagraph(t)
	p["type"] = "paragraph"
	return p
}

func genPeople(t *rapid.T) list {
	out := list{}
	for range rapid.IntRange(0, 3).Draw(t, "people") {
		p := object{"role": genLine(t, "role")}
		if rapid.Bool().Draw(t, "page") {
			p["page"] = "/people"
		}
		out = append(out, p)
	}
	return out
}

func genDocument(t *rapid.T) object {
	body := list{}
	for _, key := range rapid.Permutation([]string{"b1", "b2", "b3", "b4"}).Draw(t, "blocks")[:rapid.IntRange(0, 4).Draw(t, "count")] {
		if rapid.Bool().Draw(t, "section") {
			body = append(body, object{
				"$type": "section", "$key": key, "heading": genLine(t, "heading"), "text": genDoc(t), "people": genPeople(t),
			})
			continue
		}
		body = append(body, object{
			"$type": "teaser", "$key": key, "wide": rapid.Bool().Draw(t, "wide"),
			"image": object{"file": object{"$media": entryID}, "alt": genLine(t, "alt")},
		})
	}
	words := list{}
	for range rapid.IntRange(0, 3).Draw(t, "words") {
		words = append(words, genLine(t, "word"))
	}
	return object{
		"title": genLine(t, "title"), "intro": genText(t, "intro"), "notes": genText(t, "notes"), "text": genDoc(t),
		"words": words, "internal": "secret", "team": genPeople(t), "body": body, "link": "/x",
	}
}
