package schema_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/schema"
)

func TestCompare(t *testing.T) {
	with := func(f string) string { return tip + "  - {name: x, label: {en: X}, " + f + "}\n" }
	choice := func(values ...string) string {
		var list []string
		for _, v := range values {
			list = append(list, "{value: "+v+", label: {en: V}}")
		}
		return with("kind: enumeration, values: [" + strings.Join(list, ", ") + "]")
	}
	tests := []struct{ name, before, after, want string }{ // want: "effect code" of each
		{"nothing", with("kind: date"), with("kind: date"), ""},
		{"texts for people", with("kind: date"), with("kind: date, help: {en: When}"), ""},
		{"default", with("kind: boolean"), with("kind: boolean, default: true"), ""},
		{"field added", tip, with("kind: date"), "adds field_added"},
		{"required field added", tip, with("kind: date, required: true"), "narrows required_field_added"},
		{"field removed", with("kind: date"), tip, "removes field_removed"},
		{"required", with("kind: date"), with("kind: date, required: true"), "narrows required"},
		{"optional", with("kind: date, required: true"), with("kind: date"), "widens optional"},
		{"text becomes longer text", with("kind: text"), with("kind: long-text"), "widens kind_changed"},
		{"integer becomes number", with("kind: integer, min: 1"), with("kind: number"), "widens kind_changed, widens min"},
		{"number becomes integer", with("kind: number"), with("kind: integer"), "removes kind_changed"},
		{"text becomes date", with("kind: text"), with("kind: date, required: true"), "removes kind_changed"},
		{"localized", with("kind: text"), with("kind: text, localized: true"), "removes localized"},
		{"shared", with("kind: text, localized: true"), with("kind: text"), "removes shared"},
		{"many", with("kind: reference, to: [tip]"), with("kind: reference, to: [tip], many: true"), "widens many"},
		{"single", with("kind: reference, to: [tip], many: true"), with("kind: reference, to: [tip]"), "removes single"},
		{"min up, max up", with("kind: number, min: 1, max: 2"), with("kind: number, min: 1.5, max: 3"), "narrows min, widens max"},
		{"min down, max down", with("kind: number, min: 1, max: 2"), with("kind: number, min: 0, max: 1"), "widens min, narrows max"},
		{"bounds new", with("kind: number"), with("kind: number, min: 0, max: 1"), "narrows min, narrows max"},
		{"bounds of dates", with("kind: date, min: 2026-01-01, max: 2026-02-01"), with("kind: date, min: 2026-01-02, max: 2026-03-01"), "narrows min, widens max"},
		{"bounds of moments new, gone", with(`kind: date-time, min: "2026-01-01T00:00:00Z"`), with(`kind: date-time, max: "2026-01-01T00:00:00Z"`), "widens min, narrows max"},
		{"bounds of durations", with("kind: duration, min: P1M, max: P1Y"), with("kind: duration, min: P30D, max: P13M"), "narrows min, widens max"},
		{"counts", with("kind: tags, minItems: 2, maxItems: 5"), with("kind: tags, minItems: 3, maxItems: 9"), "narrows minItems, widens maxItems"},
		{"counts new", with("kind: media, many: true"), with("kind: media, many: true, maxItems: 9"), "narrows maxItems"},
		{"audiences", tip, strings.Replace(tip, "title: title", "title: title\naudiences: [customer]", 1), "narrows audiences"},
		{"for everybody", strings.Replace(tip, "title: title", "title: title\naudiences: [customer]", 1), tip, "widens audiences"},
		{"another audience", strings.Replace(tip, "title: title", "title: title\naudiences: [customer, a]", 1), strings.Replace(tip, "title: title", "title: title\naudiences: [customer, b]", 1), "narrows audience_removed, widens audience_added"},
		{"lengths", with("kind: text, maxLength: 9"), with("kind: text, minLength: 2, maxLength: 8"), "narrows minLength, narrows maxLength"},
		{"lengths gone", with("kind: text, minLength: 2, maxLength: 8"), with("kind: text"), "widens minLength, widens maxLength"},
		{"pattern new", with("kind: text"), with("kind: text, pattern: a"), "narrows pattern"},
		{"pattern changed", with("kind: text, pattern: b"), with("kind: text, pattern: a"), "narrows pattern"},
		{"pattern gone", with("kind: text, pattern: b"), with("kind: text"), "widens pattern"},
		{"values", choice("a", "b"), choice("b", "c"), "narrows value_removed, widens value_added"},
		{"order of values", choice("a", "b"), choice("b", "a"), ""},
		{"enumeration becomes text", choice("a"), with("kind: text"), "widens kind_changed"},
		{"singleton", tip, strings.Replace(tip, "title: title", "title: title\nsingleton: true", 1), "narrows singleton"},
		{"collection", strings.Replace(tip, "title: title", "title: title\nsingleton: true", 1), tip, "widens collection"},
		{"slug removed", strings.Replace(with("kind: slug"), "title: title", "title: title\nslug: x", 1), with("kind: text"), "narrows slug_removed, widens kind_changed"},
	}
	keeping := func(limits string) string {
		return strings.Replace(tip, "title: title", "title: title\nretention: {"+limits+"}", 1)
	}
	asked := func(when string) string {
		return with("kind: text, "+when+"required: true") + "  - {name: y, kind: boolean, label: {en: Y}}\n" +
			"  - {name: z, kind: enumeration, values: [{value: a, label: {en: A}}, {value: b, label: {en: B}}], label: {en: Z}}\n"
	}
	const inside = "kind: component, fields: [{name: a, kind: text, label: {en: A}}"
	tests = append(tests, []struct{ name, before, after, want string }{
		{"field renamed", with("kind: date"), tip + "  - {name: y, label: {en: X}, kind: date, renamedFrom: x}\n", "renames field_renamed"},
		{"field renamed and changed", with("kind: date"), tip + "  - {name: y, label: {en: X}, kind: date, renamedFrom: x, required: true}\n", "renames field_renamed, narrows required"},
		{"field renamed long ago", tip + "  - {name: y, label: {en: X}, kind: date}\n", tip + "  - {name: y, label: {en: X}, kind: date, renamedFrom: x}\n", ""},
		{"renamed from nothing", tip, tip + "  - {name: y, label: {en: X}, kind: date, renamedFrom: x}\n", "adds field_added"},
		{"scale", with("kind: decimal, scale: 3"), with("kind: decimal"), "narrows scale"},
		{"more scale", with("kind: decimal"), with("kind: decimal, scale: 3"), "widens scale"},
		{"unique", with("kind: text"), with("kind: text, unique: true"), "narrows unique"},
		{"JSON Schema", with("kind: json"), with("kind: json, schema: {type: object}"), "narrows schema"},
		{"JSON Schema gone", with("kind: json, schema: {type: object}"), with("kind: json"), "widens schema"},
		{"JSON Schema the same", with("kind: json, schema: {type: object, title: a}"), with("kind: json, schema: {title: a, type: object}"), ""},
		{"media", with("kind: media"), with("kind: media, accept: [image, video, audio]"), "narrows media_removed"},
		{"component gets a field", with(inside + "]"), with(inside + ", {name: b, kind: text, label: {en: B}, required: true}]"), "narrows required_field_added"},
		{"component loses a field", with(inside + ", {name: b, kind: text, label: {en: B}}]"), with(inside + "]"), "removes field_removed"},
		{"field of a component renamed", with(inside + "]"), with("kind: component, fields: [{name: b, renamedFrom: a, kind: text, label: {en: A}}]"), "renames field_renamed"},
		{"field of a component", with("kind: component, fields: [{name: a, kind: date, label: {en: A}}]"), with(inside + "]"), "removes kind_changed"},
		{"component repeated", with(inside + "]"), with(inside + "], many: true"), "widens many"},
		{"blocks", with("kind: blocks, components: [quote]"), with("kind: blocks, components: [teaser]"), "removes block_removed, widens block_added"},
		{"blocks that hold themselves", with("kind: blocks, components: [teaser]"), with("kind: blocks, components: [teaser]"), ""},
		{"tree", tip, strings.Replace(tip, "title: title", "title: title\ntree: true", 1), "widens tree"},
		{"tree no more", strings.Replace(tip, "title: title", "title: title\ntree: true", 1), tip, "removes flat"},
		{"flags, review, a condition of what is not required", with("kind: text"), strings.Replace(with("kind: text, filterable: true, writableBy: [editor], when: {field: y, is: true}"), "title: title", "title: title\nreview: required", 1) + "  - {name: y, kind: boolean, label: {en: Y}}\n", "adds field_added"},
		{"for some to read", with("kind: text"), with("kind: text, readableBy: [editor]"), "narrows readers"},
		{"for all to read", with("kind: text, readableBy: [editor]"), with("kind: text"), "exposes readers"},
		{"for more to read", with("kind: text, readableBy: [editor]"), with("kind: text, readableBy: [viewer, editor]"), "exposes readers"},
		{"for fewer to read", with("kind: text, readableBy: [viewer, editor]"), with("kind: text, readableBy: [editor]"), ""},
		{"less kept", keeping("revisions: 20, days: 10"), keeping("revisions: 19, days: 9"), "removes revisions, removes days"},
		{"less kept than usual", tip, keeping("revisions: 20"), "removes revisions"},
		{"more kept", keeping("revisions: 20, days: 10"), tip, "widens revisions, widens days"},
		{"required in every case", asked("when: {field: z, is: [a]}, "), asked(""), "narrows when"},
		{"required in more cases", asked("when: {field: z, is: [a]}, "), asked("when: {field: z, is: [a, b]}, "), "narrows when"},
		{"required in other cases", asked("when: {field: z, is: [a]}, "), asked("when: {field: y, is: true}, "), "narrows when"},
		{"required in fewer cases", asked("when: {field: z, is: [a, b]}, "), asked("when: {field: z, is: [b]}, "), "widens when"},
		{"required under a condition", asked(""), asked("when: {field: z, is: [b]}, "), "widens when"},
		{"required as before", asked("when: {field: z, is: [a, b]}, "), asked("when: {field: z, is: [b, a]}, "), ""},
		{"required as before, of a field that is called otherwise", asked("when: {field: z, is: [a]}, "), strings.NewReplacer("name: z", "name: w, renamedFrom: z", "field: z", "field: w").Replace(asked("when: {field: z, is: [a]}, ")), "renames field_renamed"},
	}...)
	const teaser = "name: teaser\nlabel: {en: Teaser}\nfields:\n  - {name: text, kind: text, label: {en: T}}\n  - {name: more, kind: blocks, label: {en: M}, components: [teaser]}\n"
	parts := func(src string) map[string]string {
		return map[string]string{"tip.yaml": src, "components/quote.yaml": quote, "components/teaser.yaml": teaser}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, after := load(t, parts(tt.before)), load(t, parts(tt.after))
			var got []string
			for _, c := range schema.Compare(before, after) {
				got = append(got, string(c.Effect)+" "+c.Code)
				if c.Loses() != (c.Effect != schema.Adds && c.Effect != schema.Widens) || c.Costs() != (c.Loses() && c.Effect != schema.Renames) || c.Type != "tip" || c.Message == "" {
					t.Errorf("%+v", c)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, ", ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompareTypes(t *testing.T) {
	hint := strings.ReplaceAll(tip, "tip", "hint")
	both := load(t, map[string]string{"tip.yaml": tip, "hint.yaml": hint})
	one := load(t, map[string]string{"tip.yaml": tip + "  - {name: x, kind: date, label: {en: X}}\n"})
	text := func(changes []schema.Change) string {
		var out []string
		for _, c := range changes {
			out = append(out, c.String())
		}
		return strings.Join(out, "\n")
	}
	if got, want := text(schema.Compare(both, one)), "hint: the type is gone, and with it all its entries\ntip.x: the field is new"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := text(schema.Compare(nil, both)), "hint: the type is new\ntip: the type is new"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCompareNamesTheWayIntoComponents(t *testing.T) {
	body := tip + "  - {name: body, kind: blocks, label: {en: X}, components: [quote]}\n"
	before := load(t, map[string]string{"tip.yaml": body, "components/quote.yaml": quote})
	after := load(t, map[string]string{"tip.yaml": body, "components/quote.yaml": strings.Replace(quote, "name: text, kind: long-text", "name: words, kind: text", 1)})
	var got []string
	for _, c := range schema.Compare(before, after) {
		got = append(got, c.Field+" "+c.Path+" "+c.Code)
	}
	if diff := cmp.Diff([]string{"body body.quote.text field_removed", "body body.quote.words required_field_added"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCompareRenamedType(t *testing.T) {
	hint := strings.Replace(strings.ReplaceAll(tip, "tip", "hint"), "title: title", "title: title\nrenamedFrom: tip", 1)
	before, after := load(t, map[string]string{"tip.yaml": tip}), load(t, map[string]string{"hint.yaml": hint})
	got := schema.Compare(before, after)
	if len(got) != 1 || got[0].Type != "tip" || got[0].Effect != schema.Renames || !got[0].Loses() {
		t.Errorf("%v", got)
	}
	if again := schema.Compare(after, after); len(again) != 0 {
		t.Errorf("a model that is in use already: %v", again)
	}
}

// TestAges: a field is as old as its first appearance, renames and all; one that was away is as young as its return.
func TestAges(t *testing.T) {
	const head = "name: memo\nlabel: {en: M}\ntitle: title\nfields:\n  - {name: title, kind: text, label: {en: T}}\n"
	field := func(name, from string) string {
		if from != "" {
			from = ", renamedFrom: " + from
		}
		return "  - {name: " + name + ", kind: text, label: {en: X}" + from + "}\n"
	}
	var history []schema.Past
	at := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	for i, src := range []string{
		head + field("a", "") + field("b", ""),
		head + field("c", "a"),                  // a is c now, b is gone
		head + field("c", "a") + field("b", ""), // b is back
		head + field("d", "c") + field("b", ""), // c is d now
		strings.Replace(head, "name: memo\n", "name: note\nrenamedFrom: memo\n", 1) + field("d", "") + field("b", ""),
		"",
		strings.Replace(head, "name: memo", "name: note", 1) + field("d", ""),
	} {
		sources := map[string]string{"other.yaml": strings.Replace(head, "name: memo", "name: other", 1)}
		if src != "" {
			name, _, _ := strings.Cut(strings.TrimPrefix(src, "name: "), "\n")
			sources[name+".yaml"] = src
		}
		history = append(history, schema.Past{From: at(i + 1), Model: load(t, sources)})
	}
	for _, c := range []struct {
		models     int
		typ, field string
		since      time.Time
	}{
		{1, "memo", "b", time.Time{}},
		{2, "memo", "c", time.Time{}},
		{3, "memo", "b", at(3)},
		{4, "memo", "d", time.Time{}},
		{5, "note", "d", time.Time{}},
		{5, "note", "b", at(3)},
		{7, "note", "title", at(7)},
		{7, "note", "d", at(7)},
	} {
		ages := schema.AgesOf(history[:c.models])
		if got, ok := ages[c.typ][c.field]; !ok || !got.Equal(c.since) {
			t.Errorf("%d models: %s.%s since %v, %v", c.models, c.typ, c.field, got, ok)
		}
		if !ages.Had(c.typ, c.field, c.since) || ages.Had(c.typ, c.field, c.since.Add(-1)) && !c.since.IsZero() || ages.Had(c.typ, "x", at(9)) {
			t.Errorf("%d models: %s.%s", c.models, c.typ, c.field)
		}
	}
}
