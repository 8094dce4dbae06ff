package schema_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	contenttypes "github.com/portico-cms/portico/content-types"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

// tip is a good type with room for one more field behind it.
const tip = `name: tip
label: {en: Tip}
title: title
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true}
`

// quote is a good component.
const quote = `name: quote
label: {en: Quote}
fields:
  - {name: text, kind: long-text, label: {en: Text}, required: true}
  - {name: source, kind: reference, label: {en: Source}, to: [tip]}
`

// files makes a folder of content types; each src is the file of the type it names, or "file.yaml: |" is given by name.
func files(t *testing.T, srcs map[string]string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, src := range srcs {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	return fsys
}

func load(t *testing.T, srcs map[string]string) *schema.Model {
	t.Helper()
	m, err := schema.Load(files(t, srcs))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestDefaultModel(t *testing.T) {
	m, err := schema.Load(contenttypes.FS)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, typ := range m.Types() {
		names = append(names, typ.Name())
		for _, tag := range []string{"en", "fr", "de", "ar"} {
			if typ.Label()[tag] == "" || typ.Description()[tag] == "" {
				t.Errorf("type %s has no label or description in %s", typ.Name(), tag)
			}
			for _, f := range typ.Fields() {
				if f.Label()[tag] == "" || len(f.Help()) > 0 && f.Help()[tag] == "" {
					t.Errorf("field %s.%s lacks a text in %s", typ.Name(), f.Name(), tag)
				}
				for _, v := range f.Values() {
					if v.Label[tag] == "" {
						t.Errorf("value %s of %s.%s has no label in %s", v.Value, typ.Name(), f.Name(), tag)
					}
				}
			}
		}
	}
	if diff := cmp.Diff([]string{"article", "country", "faq", "notice", "page"}, names); diff != "" {
		t.Error(diff)
	}
	article := m.Type("article")
	sort, descending := article.Sort()
	if article.Title().Name() != "title" || article.Slug().From() != "title" || sort.Name() != "publishedOn" || !descending {
		t.Errorf("article: title %v, slug %v, sort %v %v", article.Title(), article.Slug(), sort, descending)
	}
	if f := article.Field("related"); !f.Many() || len(f.To()) != 3 || f.Kind() != "reference" {
		t.Errorf("related: %+v", f)
	}
	if got := article.Field("category").Default(); got != "news" {
		t.Errorf("default of category: %v", got)
	}
	if article.Field("nothing") != nil || m.Type("nothing") != nil {
		t.Error("what is not there is found")
	}
}

func TestEveryKindIsUnderstood(t *testing.T) {
	for _, kind := range schema.Kinds() {
		extra := map[string]string{
			"slug": "", "reference": ", to: [tip]", "component": ", fields: [{name: a, kind: text, label: {en: A}}]",
			"blocks": ", components: [quote]", "computed": ", localized: true, value: '{title}!'", "enumeration": ", values: [{value: a, label: {en: A}}]",
		}[kind]
		src := tip + "  - {name: more, kind: " + kind + ", label: {en: More}" + extra + "}\n"
		if kind == "slug" {
			src = strings.Replace(src, "title: title", "title: title\nslug: more", 1)
		}
		m := load(t, map[string]string{"tip.yaml": src, "components/quote.yaml": quote})
		if got := m.Type("tip").Field("more").Kind(); got != kind {
			t.Errorf("kind %s became %s", kind, got)
		}
	}
}

// TestProblems has one mistake in each file, and what is said about it.
func TestProblems(t *testing.T) {
	field := func(f string) string { return tip + "  - {" + f + "}\n" }
	kinds := strings.Join(schema.Kinds(), ", ")
	tests := []struct{ name, src, want string }{
		{"unknown key of the type", tip + "colour: red\n",
			`tip.yaml:6:1: unknown key "colour" in the file; allowed: audiences, description, fields, label, name, preview, renamedFrom, retention, review, singleton, slug, sort, title, tree`},
		{"unknown key of a field", field("name: x, kind: date, label: {en: X}, colour: red"),
			`tip.yaml:6:43: unknown key "colour" in fields[1]; allowed: accept, component, components, default, fields, filterable, from, help, kind, label, localized, many, max, maxItems, maxLength, min, minItems, minLength, name, pattern, readableBy, renamedFrom, required, scale, schema, searchable, sortable, to, unique, value, values, when, writableBy`},
		{"unknown key first in a field: the rest is still checked", field("colour: red, name: x, kind: colour, label: {en: X}"),
			`tip.yaml:6:6: unknown key "colour" in fields[1]; allowed: accept, component, components, default, fields, filterable, from, help, kind, label, localized, many, max, maxItems, maxLength, min, minItems, minLength, name, pattern, readableBy, renamedFrom, required, scale, schema, searchable, sortable, to, unique, value, values, when, writableBy` + "\n" +
				`tip.yaml:6:34: field x: there is no kind "colour"; there are ` + kinds},
		{"no name", strings.Replace(tip, "name: tip\n", "", 1), "tip.yaml:1:1: the type has no name; by its file it is tip"},
		{"other name than the file", strings.Replace(tip, "name: tip", "name: hint", 1), `tip.yaml:1:7: the name is "hint" and the file says tip: they must be the same`},
		{"no label", strings.Replace(tip, "label: {en: Tip}\n", "", 1), "tip.yaml:1:1: label needs a text in English at least: {en: …}"},
		{"no English label", strings.Replace(tip, "{en: Tip}", "{fr: Conseil}", 1), "tip.yaml:2:8: label needs a text in English at least: {en: …}"},
		{"empty label", strings.Replace(tip, "{en: Tip}", "{en: ' '}", 1), "tip.yaml:2:13: the text in en is empty"},
		{"label in no language", strings.Replace(tip, "{en: Tip}", "{en: Tip, klingonish: x}", 1), `tip.yaml:2:30: "klingonish" is not a language tag (BCP 47, such as fr or fr-CA)`},
		{"label in a careless tag", strings.Replace(tip, "{en: Tip}", "{en: Tip, fr-ca: x}", 1), "tip.yaml:2:25: write the language tag as fr-CA"},
		{"label of the wrong shape", strings.Replace(tip, "{en: Tip}", "Tip", 1), "tip.yaml:2:8: label must be a mapping (key: value)"},
		{"no fields", "name: tip\nlabel: {en: Tip}\ntitle: title\n", "tip.yaml:1:1: the type has no fields\n" +
			`tip.yaml:3:8: title names field "title", which the type does not have; it has `},
		{"fields of the wrong shape", "name: tip\nlabel: {en: Tip}\nfields: 3\n", "tip.yaml:1:1: the type has no title: it names the text or computed field that stands for an entry in lists\n" +
			"tip.yaml:3:9: fields must be a list (- a, - b, or [a, b])"},
		{"no title", strings.Replace(tip, "title: title\n", "", 1), "tip.yaml:1:1: the type has no title: it names the text or computed field that stands for an entry in lists"},
		{"title is no field", strings.Replace(tip, "title: title", "title: name", 1), `tip.yaml:3:8: title names field "name", which the type does not have; it has title`},
		{"title is no text", strings.Replace(field("name: day, kind: date, label: {en: Day}"), "title: title", "title: day", 1), "tip.yaml:3:8: title names day, which is of kind date; it must be text or computed"},
		{"slug is no field", strings.Replace(tip, "title: title", "title: title\nslug: x", 1), `tip.yaml:4:7: slug names field "x", which the type does not have; it has title`},
		{"slug is a text", strings.Replace(tip, "title: title", "title: title\nslug: title", 1), "tip.yaml:4:7: slug names title, which is of kind text; it must be slug"},
		{"slug field that is not named", field("name: slug, kind: slug, label: {en: Address}"), "tip.yaml:6:5: field slug is a slug and the type does not say so: add slug: slug"},
		{"sort is no field", strings.Replace(tip, "title: title", "title: title\nsort: -x", 1), `tip.yaml:4:7: sort names field "x", which the type does not have; it has title`},
		{"sort by what has no order", strings.Replace(field("name: text, kind: markdown, label: {en: Text}"), "title: title", "title: title\nsort: text", 1), "tip.yaml:4:7: sort names text, whose kind markdown has no order"},

		{"no name of a field", field("kind: date, label: {en: X}"), "tip.yaml:6:5: field (unnamed): has no name"},
		{"bad name of a field", field("name: Big-One, kind: date, label: {en: X}"), `tip.yaml:6:12: field "Big-One": "Big-One" is no name for a field: use 1 to 63 of letters, digits and _, beginning with a small letter`},
		{"field twice", field("name: title, kind: date, label: {en: X}"), "tip.yaml:6:12: field title: stands twice in the type"},
		{"field twice but for capitals", field("name: tiTle, kind: date, label: {en: X}"), "tip.yaml:6:12: field tiTle: differs from field title in capital letters only"},
		{"slug that is none", field("name: slug, kind: text, label: {en: X}"), "tip.yaml:6:12: field slug: only a field of kind slug may have this name"},
		{"no kind", field("name: x, label: {en: X}"), "tip.yaml:6:5: field x: has no kind; there are " + kinds},
		{"unknown kind", field("name: x, kind: paint, label: {en: X}"), `tip.yaml:6:21: field x: there is no kind "paint"; there are ` + kinds},
		{"no label of a field", field("name: x, kind: date"), "tip.yaml:6:5: label needs a text in English at least: {en: …}"},
		{"field that is a text", tip + "  - title\n", "tip.yaml:6:5: fields[1] must be a mapping (key: value)"},
		{"option of another kind", field("name: x, kind: date, label: {en: X}, maxLength: 3"), "tip.yaml:6:54: field x: kind date has no maxLength; it has min, max, default"},
		{"option of another kind, none there", field("name: x, kind: reference, label: {en: X}, to: [tip], default: tip/x"), "tip.yaml:6:68: field x: kind reference has no default; it has to, many, minItems, maxItems"},

		{"min of a date", field("name: x, kind: date, label: {en: X}, min: 2026-02-30"), "tip.yaml:6:48: field x: min \"2026-02-30\" is not a day of the calendar, written as 2026-10-01"},
		{"min of a date is no number", field("name: x, kind: date, label: {en: X}, min: 3"), "tip.yaml:6:48: field x: min must be a date such as 2026-10-01, not a number"},
		{"min of a number is no date", field("name: x, kind: integer, label: {en: X}, min: 2026-02-01"), "tip.yaml:6:51: field x: min must be a number, not \"2026-02-01\""},
		{"dates in no order", field("name: x, kind: date, label: {en: X}, min: 2026-02-02, max: 2026-02-01"), "tip.yaml:6:48: field x: min 2026-02-02 is after max 2026-02-01: no value would fit"},
		{"counts of one value", field("name: x, kind: media, label: {en: X}, minItems: 2"), "tip.yaml:6:54: field x: a field of one value has no minItems: add many: true"},
		{"counts of text", field("name: x, kind: text, label: {en: X}, minItems: 2"), "tip.yaml:6:53: field x: kind text has no minItems; it has minLength, maxLength, pattern, default"},
		{"counts in no order", field("name: x, kind: tags, label: {en: X}, minItems: 3, maxItems: 2"), "tip.yaml:6:53: field x: minItems 3 is greater than maxItems 2: no value would fit"},
		{"too many tags", field("name: x, kind: tags, label: {en: X}, maxItems: 51"), "tip.yaml:6:53: field x: maxItems must be between 1 and 50"},
		{"renamed twice inside", field("name: x, kind: component, label: {en: X}, fields: [{name: a, renamedFrom: c, kind: text, label: {en: A}}, {name: b, renamedFrom: c, kind: text, label: {en: B}}]"), "tip.yaml:6:135: field b: field a says that it was c too"},
		{"min > max", field("name: x, kind: integer, label: {en: X}, min: 3, max: 2"), "tip.yaml:6:51: field x: min 3 is greater than max 2: no value would fit"},
		{"fraction as bound of an integer", field("name: x, kind: integer, label: {en: X}, max: 2.5"), "tip.yaml:6:51: field x: the bound of an integer must be a whole number between -(2^53-1) and 2^53-1"},
		{"bound that is no number", field("name: x, kind: number, label: {en: X}, max: many"), `tip.yaml:6:50: field x: max must be a number, not "many"`},
		{"minLength > maxLength", field("name: x, kind: text, label: {en: X}, minLength: 9, maxLength: 2"), "tip.yaml:6:54: field x: minLength 9 is greater than maxLength 2: no value would fit"},
		{"negative length", field("name: x, kind: text, label: {en: X}, maxLength: -1"), "tip.yaml:6:54: field x: maxLength must be between 1 and 2000"},
		{"bad pattern", field("name: x, kind: text, label: {en: X}, pattern: 'a('"), "tip.yaml:6:52: field x: the pattern is not RE2: missing closing ) in \"a(\""},
		{"pattern that closes our group", field("name: x, kind: text, label: {en: X}, pattern: 'a)|(b'"), "tip.yaml:6:52: field x: the pattern is not RE2: unexpected ) in \"a)|(b\""},
		{"pattern that is no RE2", field("name: x, kind: text, label: {en: X}, pattern: '(a)\\1'"), "tip.yaml:6:52: field x: the pattern is not RE2: invalid escape sequence in \"\\\\1\""},
		{"slug from nowhere", strings.Replace(field("name: s, kind: slug, label: {en: X}, from: y"), "title: title", "title: title\nslug: s", 1), `tip.yaml:7:49: field s: a slug comes from field "y", which type tip does not have; it has title, s`},
		{"slug from itself", strings.Replace(field("name: s, kind: slug, label: {en: X}, from: s"), "title: title", "title: title\nslug: s", 1), "tip.yaml:7:49: field s: a slug comes from a field of kind text or computed; s is of kind slug"},
		{"shared slug from a localized title", strings.Replace(field("name: s, kind: slug, label: {en: X}, from: title"), "title: title", "title: title\nslug: s", 1), "tip.yaml:7:49: field s: the slug is shared by all locales and title is not: make the slug localized too"},
		{"slug from a secret", strings.Replace(field("name: s, kind: slug, label: {en: X}, from: x}\n  - {name: x, kind: text, label: {en: X}, readableBy: [editor]"), "title: title", "title: title\nslug: s", 1), "tip.yaml:7:49: field s: x is not for all to read, and addresses are: give this field the same readableBy, or make it of another field"},
		{"slug from what it is part of", strings.Replace(field("name: s, kind: slug, label: {en: X}, from: x}\n  - {name: x, kind: computed, label: {en: X}, value: \"no {s}\""), "title: title", "title: title\nslug: s", 1), "tip.yaml:4:7: the slug s is made of x, which is made of the slug"},
		{"enumeration without labels", field("name: x, kind: enumeration, label: {en: X}, values: [news, advice]"), "tip.yaml:6:58: field x: an enumeration lists its values with their labels: [{value: news, label: {en: News}}]\n" +
			"tip.yaml:6:59: fields[1].values[0] must be a mapping (key: value)\n" +
			"tip.yaml:6:65: fields[1].values[1] must be a mapping (key: value)"},
		{"enumeration without values", field("name: x, kind: enumeration, label: {en: X}"), "tip.yaml:6:5: field x: an enumeration lists its values: [{value: news, label: {en: News}}]"},
		{"enumeration with an empty list", field("name: x, kind: enumeration, label: {en: X}, values: []"), "tip.yaml:6:5: field x: an enumeration lists its values: [{value: news, label: {en: News}}]"},
		{"value twice", field("name: x, kind: enumeration, label: {en: X}, values: [{value: a, label: {en: A}}, {value: a, label: {en: A}}]"), `tip.yaml:6:87: field x: value "a" is listed twice`},
		{"value without a label", field("name: x, kind: enumeration, label: {en: X}, values: [{value: a}]"), "tip.yaml:6:59: label needs a text in English at least: {en: …}"},
		{"bad value", field("name: x, kind: enumeration, label: {en: X}, values: [{value: 'a b', label: {en: A}}]"), `tip.yaml:6:59: field x: value "a b": use 1 to 63 of letters, digits, _, . and -, beginning with a letter or digit`},
		{"reference to nothing", field("name: x, kind: reference, label: {en: X}"), "tip.yaml:6:5: field x: a reference says which types it may lead to: [article, faq]"},
		{"reference to a missing type", field("name: x, kind: reference, label: {en: X}, to: [tip, hint]"), `tip.yaml:6:58: field x: there is no content type "hint"; there are tip`},
		{"reference to a type twice", field("name: x, kind: reference, label: {en: X}, to: [tip, tip]"), "tip.yaml:6:58: field x: type tip is listed twice"},

		{"default of the wrong type", field("name: x, kind: boolean, label: {en: X}, default: maybe"), `tip.yaml:6:55: field x: the default must be true or false, not "maybe"`},
		{"default that is out of bounds", field("name: x, kind: integer, label: {en: X}, max: 3, default: 4"), "tip.yaml:6:63: field x: the default must be at most 3"},
		{"default that the enumeration lacks", field("name: x, kind: enumeration, label: {en: X}, values: [{value: a, label: {en: A}}], default: b"), `tip.yaml:6:97: field x: the default "b" is not one of a`},
		{"one of several defaults", field("name: x, kind: enumeration, label: {en: X}, many: true, values: [{value: a, label: {en: A}}], default: [a, b]"), `tip.yaml:6:113: field x: the default "b" is not one of a`},
		{"default date", field("name: x, kind: date, label: {en: X}, default: 2026-02-30"), `tip.yaml:6:52: field x: the default "2026-02-30" is not a day of the calendar, written as 2026-10-01`},
		{"default text that YAML reads as a number", field("name: x, kind: text, label: {en: X}, default: 7"), "tip.yaml:6:52: field x: the default must be text, not a number (put it in quotes)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := schema.Load(files(t, map[string]string{"tip.yaml": tt.src}))
			if err == nil || m != nil {
				t.Fatalf("it is accepted:\n%s", tt.src)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if !fault.Is(err, fault.Unprocessable) {
				t.Errorf("the code is %s", fault.CodeOf(err))
			}
		})
	}
}

func TestEveryFileInOnePass(t *testing.T) {
	fsys := files(t, map[string]string{
		"types/a.yaml":         "name: a\n  b: c\n",
		"types/b.yaml":         strings.ReplaceAll(tip, "tip", "b") + "  - {name: ref, kind: reference, label: {en: X}, to: [a, c, d]}\n",
		"types/c.yaml":         strings.ReplaceAll(tip, "tip", "c") + "  - {name: x, kind: y, label: {en: X}}\n",
		"types/old.yml":        tip,
		"types/Bad_Name.yaml":  tip,
		"types/embed.go":       "package x",
		"types/.hidden.yaml":   "x",
		"types/sub/other.yaml": "x",
	})
	_, err := schema.LoadDir(fsys, "types")
	want := `types/Bad_Name.yaml:1:1: "Bad_Name" is no name for a content type`
	var ps fault.Problems
	if !errors.As(err, &ps) || len(ps) != 5 || !strings.HasPrefix(ps[0].String(), want) {
		t.Fatalf("%v", err)
	}
	// A file that is broken in itself is no reason to call references to its type wrong.
	for i, want := range []string{"types/a.yaml:2: ", `types/b.yaml:6:61: field ref: there is no content type "d"`, `types/c.yaml:6:21: field x: there is no kind "y"`, "types/old.yml: "} {
		if !strings.HasPrefix(ps[i+1].String(), want) {
			t.Errorf("problem %d is %q, want %q", i+1, ps[i+1], want)
		}
	}
}

func TestFolderWithoutTypes(t *testing.T) {
	_, err := schema.Load(fstest.MapFS{})
	if err == nil || err.Error() != ".: there is no content type: at least one .yaml file is needed" {
		t.Errorf("err = %v", err)
	}
	_, err = schema.LoadDir(fstest.MapFS{}, "content-types")
	if err == nil || !strings.HasPrefix(err.Error(), "content-types: the folder of the content types cannot be read: ") {
		t.Errorf("err = %v", err)
	}
}

// TestI4HostileNames: content-type files with hostile names and defaults (SECURITY.md, I4).
func TestI4HostileNames(t *testing.T) {
	hostile := []string{
		"__proto__", "constructor", "prototype", "hasOwnProperty", "id", "version", "a; DROP TABLE entries", "a' OR '1'='1", `a"b`, "a`b", "a/b", "../a", `a\b`,
		"a.b", "a[0]", "a$b", "$ref", "{{.}}", "<script>", "%s%d%n", "a\x00b", "a\u202eb", "é", "a\nb", "", " ", strings.Repeat("a", 64), strings.Repeat("x", 1<<17),
	}
	quoted := func(s string) string { return fmt.Sprintf("%q", s) }
	for i, name := range hostile {
		srcs := map[string]string{
			"name of a field":    tip + "  - {name: " + quoted(name) + ", kind: date, label: {en: X}}\n",
			"kind":               tip + "  - {name: x, kind: " + quoted(name) + ", label: {en: X}}\n",
			"title":              strings.Replace(tip, "title: title", "title: "+quoted(name), 1),
			"slug":               strings.Replace(tip, "title: title", "title: title\nslug: "+quoted(name+"x"), 1),
			"sort":               strings.Replace(tip, "title: title", "title: title\nsort: "+quoted(name+"x"), 1),
			"name of the type":   strings.Replace(tip, "name: tip", "name: "+quoted(name), 1),
			"key":                tip + quoted(name+"x") + ": 1\n",
			"key of a field":     tip + "  - {name: x, kind: date, label: {en: X}, " + quoted(name+"x") + ": 1}\n",
			"language":           strings.Replace(tip, "{en: Tip}", "{en: Tip, "+quoted(name+"x")+": x}", 1),
			"type of a ref":      tip + "  - {name: x, kind: reference, label: {en: X}, to: [" + quoted(name) + "]}\n",
			"default of the ref": tip + "  - {name: x, kind: reference, label: {en: X}, to: [tip], default: {" + quoted(name) + ": 1}}\n",
			"default number":     tip + "  - {name: x, kind: number, label: {en: X}, default: " + quoted(name+"x") + "}\n",
			"default object":     tip + "  - {name: x, kind: text, label: {en: X}, default: {" + quoted(name) + ": {" + quoted(name) + ": 1}}}\n",
			"field in component": tip + "  - {name: x, kind: component, label: {en: X}, fields: [{name: " + quoted(name+"$") + ", kind: date, label: {en: X}}]}\n",
			"component":          tip + "  - {name: x, kind: component, label: {en: X}, component: " + quoted(name+"x") + "}\n",
			"block":              tip + "  - {name: x, kind: blocks, label: {en: X}, components: [" + quoted(name+"x") + "]}\n",
			"condition":          tip + "  - {name: x, kind: date, label: {en: X}, when: {field: " + quoted(name+"x") + ", is: " + quoted(name) + "}}\n",
			"role":               tip + "  - {name: x, kind: date, label: {en: X}, readableBy: [" + quoted(name+"x") + "]}\n",
			"name before":        tip + "  - {name: x, kind: date, label: {en: X}, renamedFrom: " + quoted(name+"$") + "}\n",
			"computed":           tip + "  - {name: x, kind: computed, localized: true, label: {en: X}, value: " + quoted("{title}{"+name+"}") + "}\n",
			"sort of media":      tip + "  - {name: x, kind: media, label: {en: X}, accept: [" + quoted(name) + "]}\n",
			"schema":             tip + "  - {name: x, kind: json, label: {en: X}, schema: {$ref: " + quoted("x"+name) + "}}\n",
			"type of a schema":   tip + "  - {name: x, kind: json, label: {en: X}, schema: {type: " + quoted(name) + "}}\n",
			"audience":           tip + "audiences: [" + quoted(name+"$") + "]\n",
			"preview":            tip + "preview: " + quoted("/{"+name+"}$ ") + "\n",
			"site of a preview":  tip + "preview: {" + quoted(name+"$") + ": /x}\n",
			"review":             tip + "review: " + quoted(name+"x") + "\n",
			"pattern":            tip + "  - {name: x, kind: text, label: {en: X}, pattern: " + quoted("("+name) + "}\n",
		}
		for place, src := range srcs {
			_, err := schema.Load(files(t, map[string]string{"tip.yaml": src}))
			if err == nil {
				t.Errorf("hostile name %d (%.40q) is accepted as %s", i, name, place)
				continue
			}
			if msg := err.Error(); len(msg) > 4000 || !utf8.ValidString(msg) || strings.ContainsAny(msg, "\x00\u202e") || strings.Contains(msg, "%!") {
				t.Errorf("hostile name %d as %s: the message repeats it: %.300q", i, place, msg)
			}
		}
		file := name + ".yaml"
		if _, err := schema.FromFiles(map[string][]byte{file: []byte(tip)}); err == nil {
			t.Errorf("hostile name %.40q is accepted as a file", name)
		}
	}
	for name, src := range map[string]string{
		"a megabyte of label":     strings.Replace(tip, "{en: Tip}", "{en: "+strings.Repeat("x", 1<<20-200)+"}", 1),
		"a file too large":        tip + "# " + strings.Repeat("x", 1<<20),
		"too many fields":         tip + strings.Repeat("  - {name: x, kind: date, label: {en: X}}\n", schema.MaxFields),
		"a pattern that explodes": tip + "  - {name: x, kind: text, label: {en: X}, pattern: '((a{1,999}){1,999}){1,999}'}\n",
		"a long pattern":          tip + "  - {name: x, kind: text, label: {en: X}, pattern: '" + strings.Repeat("a", 501) + "'}\n",
		"a deep default":          tip + "  - {name: x, kind: text, label: {en: X}, default: " + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}\n",
	} {
		_, err := schema.Load(files(t, map[string]string{"tip.yaml": src}))
		if err == nil || len(err.Error()) > 1<<16 {
			t.Errorf("%s: %.300v", name, err)
		}
	}
}

func TestFilesMakeTheSameModel(t *testing.T) {
	m, err := schema.Load(contenttypes.FS)
	if err != nil {
		t.Fatal(err)
	}
	again, err := schema.FromFiles(m.Files())
	if err != nil {
		t.Fatal(err)
	}
	if again.Hash() != m.Hash() || len(m.Hash()) != 64 || len(again.Types()) != len(m.Types()) || len(schema.Compare(m, again)) != 0 {
		t.Error("the model is another one")
	}
	changed := m.Files()
	changed["page.yaml"] = append(changed["page.yaml"], "# more\n"...)
	other, err := schema.FromFiles(changed)
	if err != nil {
		t.Fatal(err)
	}
	if other.Hash() == m.Hash() {
		t.Error("another file gives the same hash")
	}
}

func TestModelDoesNotChange(t *testing.T) {
	src := map[string][]byte{"tip.yaml": []byte(tip + "  - {name: x, kind: enumeration, many: true, label: {en: X}, values: [{value: a, label: {en: A}}], default: [a]}\n")}
	m, err := schema.FromFiles(src)
	if err != nil {
		t.Fatal(err)
	}
	hash := m.Hash()
	src["tip.yaml"][0] = 'X'
	m.Files()["tip.yaml"][0] = 'X'
	typ := m.Type("tip")
	m.Types()[0], typ.Fields()[0] = nil, nil
	typ.Label()["en"] = "X"
	f := typ.Field("x")
	f.Label()["en"] = "Y"
	f.Values()[0].Label["en"] = "X"
	def, ok := f.Default().([]any)
	if !ok {
		t.Fatalf("the default is %v", f.Default())
	}
	def[0] = "X"
	again, err := schema.FromFiles(m.Files())
	if err != nil || again.Hash() != hash {
		t.Fatalf("the files changed: %v", err)
	}
	if m.Types()[0] == nil || typ.Fields()[0] == nil || typ.Label()["en"] != "Tip" {
		t.Error("the model changed")
	}
	if f.Label()["en"] != "X" || f.Values()[0].Label["en"] != "A" || !cmp.Equal(f.Default(), []any{"a"}) {
		t.Errorf("the field changed: %v, %v", f.Values(), f.Default())
	}
}
