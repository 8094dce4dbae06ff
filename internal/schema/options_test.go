package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/schema"
)

// exploding is a JSON Schema of n definitions, each of which refers twice to the next.
func exploding(n int) string {
	var b strings.Builder
	b.WriteString("{$ref: '#/$defs/a0', $defs: {")
	for i := range n {
		fmt.Fprintf(&b, "a%d: {allOf: [{$ref: '#/$defs/a%d'}, {$ref: '#/$defs/a%[2]d'}]}, ", i, i+1)
	}
	fmt.Fprintf(&b, "a%d: {type: object}}}", n)
	return b.String()
}

// TestOptionProblems has one mistake in the options of each type, and what is said about it.
func TestOptionProblems(t *testing.T) {
	field := func(f string) string { return tip + "  - {name: x, label: {en: X}, " + f + "}\n" }
	head := func(line string) string { return strings.Replace(tip, "title: title", "title: title\n"+line, 1) }
	inner := func(f string) string {
		return field("kind: component, fields: [{name: a, label: {en: A}, " + f + "}]")
	}
	const roles = "administrator, site-manager, editor, translator, reviewer, designer, viewer, machine"
	tests := []struct{ name, src, want string }{
		{"unique flag", field("kind: boolean, unique: true"), "tip.yaml:6:54: field x: kind boolean cannot be unique"},
		{"unique list", field("kind: reference, to: [tip], many: true, sortable: true"), "tip.yaml:6:81: field x: kind reference cannot be sortable"},
		{"sortable list", field("kind: enumeration, values: [{value: a, label: {en: A}}], many: true, sortable: true"), "tip.yaml:6:110: field x: a field with several values cannot be sortable"},
		{"filterable markdown", field("kind: markdown, filterable: true"), "tip.yaml:6:59: field x: kind markdown cannot be filterable"},
		{"searchable date", field("kind: date, searchable: true"), "tip.yaml:6:55: field x: kind date cannot be searchable"},
		{"unknown role", field("kind: date, readableBy: [editor, boss]"), `tip.yaml:6:64: field x: there is no role "boss"; there are ` + roles},
		{"role twice", field("kind: date, writableBy: [editor, editor]"), "tip.yaml:6:64: field x: role editor is listed twice"},
		{"no role", field("kind: date, writableBy: []"), "tip.yaml:6:55: field x: writableBy names no role: name some, or leave it out and all may"},

		{"condition about nothing", field("kind: date, when: {is: true}"), "tip.yaml:6:49: field x: the condition names no field: {field: kind, is: video}"},
		{"condition about an unknown field", field("kind: date, when: {field: y, is: true}"), `tip.yaml:6:57: field x: the condition names field "y", which does not stand beside it; there are title, x`},
		{"condition about itself", field("kind: boolean, when: {field: x, is: true}"), "tip.yaml:6:60: field x: the condition of a field cannot be about itself"},
		{"condition about a text", field("kind: date, localized: true, when: {field: title, is: a}"), "tip.yaml:6:74: field x: a condition is about a boolean or an enumeration; title is of kind text"},
		{"condition without a value", field("kind: date, when: {field: b}") + "  - {name: b, kind: boolean, label: {en: B}}\n", "tip.yaml:6:49: field x: the condition says no value: {field: b, is: …}"},
		{"condition of the wrong type", field("kind: date, when: {field: b, is: 'yes'}") + "  - {name: b, kind: boolean, label: {en: B}}\n", `tip.yaml:6:64: field x: the value of b must be true or false, not "yes"`},
		{"condition with an unknown value", field("kind: date, when: {field: b, is: [a, c]}") + "  - {name: b, kind: enumeration, values: [{value: a, label: {en: A}}], label: {en: B}}\n", `tip.yaml:6:68: field x: the value of b "c" is not one of a`},
		{"condition of a shared field on a localized one", field("kind: date, when: {field: b, is: true}") + "  - {name: b, kind: boolean, localized: true, label: {en: B}}\n", "tip.yaml:6:57: field x: b has a value in each locale and this field has one for all: it cannot depend on it"},
		{"conditions in a circle", field("kind: boolean, when: {field: b, is: true}") + "  - {name: b, kind: boolean, when: {field: x, is: true}, label: {en: B}}\n",
			"tip.yaml:6:52: field x: its condition depends on b, whose condition depends on it in turn\ntip.yaml:7:36: field b: its condition depends on x, whose condition depends on it in turn"},

		{"renamed from a field that is there", field("kind: date, renamedFrom: title"), "tip.yaml:6:56: field x: there is a field title still: it has not been renamed"},
		{"renamed from no name", field("kind: date, renamedFrom: A b"), `tip.yaml:6:56: field x: "A b" is no name that a field can have had`},
		{"two renamed from one", field("kind: date, renamedFrom: z") + "  - {name: b, kind: date, renamedFrom: z, label: {en: B}}\n", "tip.yaml:7:40: field b: field x says that it was z too"},
		{"type renamed from itself", head("renamedFrom: tip"), "tip.yaml:4:14: there is a content type tip still: it has not been renamed"},
		{"type renamed from no name", head("renamedFrom: A b"), `tip.yaml:4:14: "A b" is no name that a content type can have had`},

		{"tree of one", head("tree: true\nsingleton: true"), "tip.yaml:4:7: a type with one entry is no tree: take out tree or singleton"},
		{"field that a tree has", strings.Replace(field("kind: date"), "name: x", "name: parent", 1) + "tree: true\n", "tip.yaml:6:12: field parent: the name is taken by Portico; also taken are id, type, site, space, key, locale, status, version, inheritedFrom, createdAt, updatedAt, publishedAt, constructor, prototype, hasOwnProperty, toString, valueOf, parent, order"},
		{"review", head("review: always"), `tip.yaml:4:9: review is required, or left out; not "always"`},
		{"audience", head("audiences: [customer, Big Spender, customer]"), "tip.yaml:4:23: \"Big Spender\" is no name for an audience: use 1 to 40 of a-z, 0-9 and -, beginning with a letter\ntip.yaml:4:36: audience customer is listed twice"},
		{"retention of nothing", head("retention: {revisions: 0, days: 30}"), "tip.yaml:4:24: keep 1 to 10000, not 0"},
		{"retention for ever", head("retention: {days: 99999}"), "tip.yaml:4:19: keep 1 to 3650, not 99999"},
		{"retention that is none", head("retention: {days: x}"), `tip.yaml:4:19: retention.days must be a whole number, not "x"`},
		{"preview elsewhere", head("preview: https://evil.example/{locale}"), `tip.yaml:4:10: the preview "https://evil.example/{locale}" is not a path: it must begin with one / and have no spaces, braces, ? or #`},
		{"preview on another host", head("preview: //{key}/x"), `tip.yaml:4:10: the preview "//{key}/x" is not a path: it must begin with one / and have no spaces, braces, ? or #`},
		{"preview with a hole that there is not", head("preview: /{secret}"), "tip.yaml:4:10: the preview has {secret}; it may have {locale}, {slug}, {key}, {id}"},
		{"preview with a slug that there is not", head("preview: /{slug}"), "tip.yaml:4:10: the preview has {slug} and the type has no slug"},
		{"preview with half a hole", head("preview: '/{key'"), `tip.yaml:4:10: the preview "/{key" is not a path: it must begin with one / and have no spaces, braces, ? or #`},
		{"preview of no site", head("preview: {'A b': /x, klio: 3}"), "tip.yaml:4:18: \"A b\" is no key of a site; * stands for those that are not named\ntip.yaml:4:28: the preview must be a path such as /{locale}/news/{slug}, not a number"},
		{"preview that is none", head("preview: [a]"), "tip.yaml:4:10: the preview must be a path such as /{locale}/news/{slug}, or one for each site; not a list"},

		{"scale", field("kind: decimal, scale: 13"), "tip.yaml:6:53: field x: the scale is how many digits follow the point: between 0 and 12"},
		{"default with too many digits", field("kind: decimal, default: '1.234'"), `tip.yaml:6:55: field x: the default "1.234" has more than 2 digits behind the point: round it`},
		{"sort of media", field("kind: media, accept: [image, smell, image]"), "tip.yaml:6:60: field x: there is no sort of media \"smell\"; there are image, video, audio, document\ntip.yaml:6:67: field x: image is listed twice"},
		{"JSON Schema that is none", field("kind: json, schema: {type: thing}"), "tip.yaml:6:58: field x: this is no JSON Schema: got string, want array; or value must be one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string'"},
		{"JSON Schema that is a text", field("kind: json, schema: x"), "tip.yaml:6:51: field x: the schema must be a JSON Schema (a mapping), not text"},
		{"JSON Schema from elsewhere", field("kind: json, schema: {$ref: 'https://evil.example/x.json'}"), `tip.yaml:6:51: field x: a $ref may lead only to a place in the same schema ('#/$defs/…'), not to "https://evil.example/x.json"`},
		{"JSON Schema from a file", field("kind: json, schema: {$ref: 'file:///etc/passwd'}"), `tip.yaml:6:51: field x: a $ref may lead only to a place in the same schema ('#/$defs/…'), not to "file:///etc/passwd"`},
		{"JSON Schema with an address", field("kind: json, schema: {$id: 'https://evil.example/', $ref: x}"), "tip.yaml:6:51: field x: $id is not supported: refer with $ref: '#/$defs/…'"},
		{"JSON Schema that holds itself", field("kind: json, schema: {items: {$ref: '#'}}"), `tip.yaml:6:51: field x: the $ref to "#" leads back to itself`},
		{"JSON Schema that refers to nothing", field("kind: json, schema: {$ref: '#/$defs/a'}"), `tip.yaml:6:51: field x: the $ref to "#/$defs/a" leads nowhere`},
		{"JSON Schema that explodes", field("kind: json, schema: " + exploding(30)), "tip.yaml:6:51: field x: with every $ref written out it has more than 5000 parts"},
		{"JSON Schema of another draft", field("kind: json, schema: {$schema: 'https://evil.example/draft'}"), ""},
		{"JSON Schema that is deep", field("kind: json, schema: " + strings.Repeat("{not: ", 31) + "{}" + strings.Repeat("}", 31)), "tip.yaml:6:51: field x: the schema is nested deeper than 30 levels"},
		{"default against the JSON Schema", field("kind: json, schema: {type: object}, default: [1]"), "tip.yaml:6:76: field x: the default does not fit its schema: got array, want object"},

		{"component without fields", field("kind: component"), "tip.yaml:6:5: field x: a component says which fields it has, or names its file: component: quote"},
		{"component with an empty list", field("kind: component, fields: []"), "tip.yaml:6:56: the component has no fields"},
		{"component twice", field("kind: component, component: quote, fields: [{name: a, kind: date, label: {en: A}}]"), "tip.yaml:6:59: field x: the component is declared in its place already: take out fields or component"},
		{"component that is not there", field("kind: component, component: hero"), `tip.yaml:6:59: field x: there is no component "hero"; there are quote`},
		{"fields of another kind", field("kind: date, fields: [{name: a, kind: date, label: {en: A}}]"), "tip.yaml:6:51: field x: kind date has no fields; it has min, max, default"},
		{"problem inside a component", inner("kind: paint"), `tip.yaml:6:89: field a: there is no kind "paint"; there are ` + strings.Join(schema.Kinds(), ", ")},
		{"slug inside a component", inner("kind: slug"), "tip.yaml:6:89: field a: a slug is part of an entry's address: it cannot stand inside a component"},
		{"localized inside a component", inner("kind: date, localized: true"), "tip.yaml:6:106: field a: a field inside a component has no localized: it is as the field around it"},
		{"readable inside a component", inner("kind: date, readableBy: [editor]"), "tip.yaml:6:107: field a: a field inside a component has no readableBy: it is as the field around it"},
		{"reference inside a component", inner("kind: reference, to: [hint]"), `tip.yaml:6:105: field a: there is no content type "hint"; there are tip`},
		{"components too deep", field(strings.Repeat("kind: component, fields: [{name: a, label: {en: A}, ", 6) + "kind: date" + strings.Repeat("}]", 6)), "tip.yaml:6:316: field a: components stand inside one another more than 5 times: give this one a file of its own"},
		{"blocks of nothing", field("kind: blocks"), "tip.yaml:6:5: field x: blocks say which components they may be, by their files: components: [quote, image]"},
		{"blocks that are not there", field("kind: blocks, components: [quote, hero, quote]"), "tip.yaml:6:65: field x: there is no component \"hero\"; there are quote\ntip.yaml:6:71: field x: component quote is listed twice"},

		{"computed of nothing", field("kind: computed"), `tip.yaml:6:5: field x: a computed field says what it is made of: value: "{firstName} {lastName}"`},
		{"computed without a field", field("kind: computed, value: abc"), "tip.yaml:6:54: field x: the value names no field: a field is written as {name}"},
		{"computed of an unknown field", field("kind: computed, value: '{name}'"), `tip.yaml:6:54: field x: the value names field "name", which does not stand beside it; there are title, x`},
		{"computed of itself", field("kind: computed, value: '{x}'"), "tip.yaml:6:54: field x: the value names x, which is of kind computed; it may be of date, date-time, decimal, duration, email, enumeration, integer, number, slug, telephone, text, url"},
		{"computed with braces", field("kind: computed, localized: true, value: '{title'"), "tip.yaml:6:71: field x: the braces do not match: a field is written as {name}"},
		{"computed of a template", field("kind: computed, localized: true, value: '{{title}}'"), "tip.yaml:6:71: field x: the braces do not match: a field is written as {name}"},
		{"shared computed of a localized field", field("kind: computed, value: '{title}'"), "tip.yaml:6:54: field x: title has a value in each locale: make this field localized too"},
		{"required computed", field("kind: computed, localized: true, required: true, value: '{title}'"), "tip.yaml:6:74: field x: nobody fills a computed field in: take out required"},
		{"computed of a secret", field("kind: computed, value: '{s}'") + "  - {name: s, kind: text, readableBy: [editor], label: {en: S}}\n", "tip.yaml:6:54: field x: s is not for all to read: give this field the same readableBy"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := schema.Load(files(t, map[string]string{"tip.yaml": tt.src, "components/quote.yaml": quote}))
			if err == nil {
				t.Fatalf("it is accepted:\n%s", tt.src)
			}
			if tt.want == "" { // the words are those of a library
				if !strings.HasPrefix(err.Error(), "tip.yaml:6:51: field x: this is no JSON Schema: ") || strings.Contains(err.Error(), "\n") {
					t.Errorf("%v", err)
				}
				return
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestComponentFileProblems(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"key of a type", quote + "slug: text\n", `components/quote.yaml:6:1: unknown key "slug" in the file; allowed: description, fields, label, name`},
		{"another name", strings.Replace(quote, "name: quote", "name: hero", 1), `components/quote.yaml:1:7: the name is "hero" and the file says quote: they must be the same`},
		{"no fields", "name: quote\nlabel: {en: Q}\n", "components/quote.yaml:1:1: the component has no fields"},
		{"unknown type", strings.Replace(quote, "to: [tip]", "to: [hint]", 1), `components/quote.yaml:5:63: field source: there is no content type "hint"; there are tip`},
		{"empty", "", "components/quote.yaml:1: the file is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := map[string]string{"tip.yaml": tip + "  - {name: x, kind: blocks, label: {en: X}, components: [quote]}\n", "components/quote.yaml": tt.src}
			_, err := schema.Load(files(t, src))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestEverything(t *testing.T) {
	m := load(t, map[string]string{"tip.yaml": everything, "components/quote.yaml": quote, "components/old.txt": "x"})
	typ := m.Type("tip")
	if !typ.Tree() || !typ.ReviewRequired() || typ.RenamedFrom() != "hint" || !cmp.Equal(typ.Audiences(), []string{"customer", "partner"}) {
		t.Errorf("%+v", typ)
	}
	if got := typ.Retention(); got != (schema.Retention{Revisions: 20, Days: 30}) {
		t.Errorf("retention %+v", got)
	}
	title, mail, hero, body := typ.Field("title"), typ.Field("mail"), typ.Field("hero"), typ.Field("body")
	if !title.Unique() || !title.Filterable() || !title.Sortable() || !title.Searchable() || title.RenamedFrom() != "headline" || !title.Public() {
		t.Error("the title lacks an option")
	}
	if mail.Public() || !mail.ReadableBy("site-manager") || mail.ReadableBy("viewer") || !mail.ReadableBy("administrator") || mail.WritableBy("site-manager") {
		t.Error("who may read and write is wrong")
	}
	if got := hero.Components()[0].Field("type"); got == nil || hero.Many() || !body.Many() || body.Components()[0] != m.Component("quote") || len(m.Components()) != 1 {
		t.Errorf("components: %v", got)
	}
	when := typ.Field("phone").When()
	if when.Field.Name() != "sort" || !when.Holds("b") || when.Holds(nil) || typ.Field("link").When().Holds(nil) {
		t.Errorf("condition %+v", when)
	}
	if path, ok := schema.TokenOf(typ.Field("paint").Default()); path != "color.brand.primary" || !ok {
		t.Errorf("token %q", path)
	}
	if got := typ.Field("pictures").Accept(); !cmp.Equal(got, []string{"image", "video"}) {
		t.Errorf("media %v", got)
	}
	values := map[string]string{"locale": "fr", "slug": "économie/..", "key": "tip-1"}
	for site, want := range map[string]string{"corporate": "/fr/tips/%C3%A9conomie%2F..", "klio": "/tips/tip-1"} {
		if got, ok := typ.PreviewPath(site, values); got != want || !ok {
			t.Errorf("preview on %s: %q, %v", site, got, ok)
		}
	}
	for _, slug := range []string{"", "..", "."} {
		if got, ok := typ.PreviewPath("corporate", map[string]string{"locale": "fr", "slug": slug}); ok {
			t.Errorf("preview of slug %q is %q", slug, got)
		}
	}
	again, err := schema.FromFiles(m.Files())
	if err != nil || again.Hash() != m.Hash() || len(schema.Compare(m, again)) > 0 || again.Component("quote") == nil {
		t.Errorf("the files make another model: %v", err)
	}
}
