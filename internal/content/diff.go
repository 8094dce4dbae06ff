package content

import (
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Change says what has become of a value.
type Change string

// The changes.
const (
	Added   Change = "added"
	Removed Change = "removed"
	Edited  Change = "changed"
	Moved   Change = "moved" // within its list, and not changed besides
)

// FieldDiff is how the value of one field differs between two states of an entry. What else it holds beside the values depends on
// the kind of field.
type FieldDiff struct {
	Pointer string      `json:"pointer"` // /shared/related, /locales/fr/title; inside a component or block /caption
	Locale  string      `json:"locale,omitempty"`
	Field   string      `json:"field"`
	Kind    string      `json:"kind"` // of the field
	Change  Change      `json:"change"`
	Before  any         `json:"before,omitempty"` // of plain values, and of what was removed
	After   any         `json:"after,omitempty"`  // likewise, and of what was added
	Text    []Piece     `json:"text,omitempty"`   // of text: word by word
	Markup  bool        `json:"markup,omitempty"` // of rich text: the words are the same, and how they look is not
	Fields  []FieldDiff `json:"fields,omitempty"` // of a component
	Items   []ItemDiff  `json:"items,omitempty"`  // of lists, blocks and references: those that differ
}

// ItemDiff is how one item of a list differs.
type ItemDiff struct {
	Change Change      `json:"change"`
	Key    string      `json:"key,omitempty"`  // of a block; type/id of a reference
	From   *int        `json:"from,omitempty"` // index before; nil where it was added
	To     *int        `json:"to,omitempty"`   // index after; nil where it was removed
	Moved  bool        `json:"moved,omitempty"`
	Before any         `json:"before,omitempty"` // where it was removed, or replaced
	After  any         `json:"after,omitempty"`  // where it was added, or replaced
	Fields []FieldDiff `json:"fields,omitempty"` // of a component or block that was changed
	Text   []Piece     `json:"text,omitempty"`
}

// Diff gives the fields that differ between two states of an entry, in the order of the type, then by locale. before may be nil.
// Computed fields are left out. What it costs is bounded by the size of the values: long texts that have little in common are not
// compared to the last word.
func Diff(t *schema.Type, before, after *Entry) []FieldDiff {
	out := []FieldDiff{}
	for _, c := range Changed(t, before, after) {
		d := diffField(c.Field, c.Before, c.After)
		d.Pointer, d.Locale = c.Pointer, c.Locale
		out = append(out, d)
	}
	return out
}

// diffField compares two values of a field that are not the same; nil is none.
func diffField(f *schema.Field, before, after any) FieldDiff {
	d := FieldDiff{Field: f.Name(), Kind: f.Kind(), Change: Edited}
	switch {
	case before == nil:
		d.Change, d.After = Added, after
		return d
	case after == nil:
		d.Change, d.Before = Removed, before
		return d
	}
	a, listed := before.([]any)
	b, both := after.([]any)
	switch {
	case f.Many() && listed && both:
		d.Items = diffItems(f, a, b)
	case !f.Many() && f.ComponentOf(before) != nil:
		d.Fields = diffComponent(f.ComponentOf(after), before, after)
	default:
		if d.Text, d.Markup = diffTexts(f, before, after); d.Text == nil {
			d.Before, d.After = before, after
		}
	}
	return d
}

// diffTexts compares texts word by word; nil where the values are none.
func diffTexts(f *schema.Field, before, after any) (pieces []Piece, markup bool) {
	switch f.Kind() {
	case "text", "long-text", "markdown":
		a, text := before.(string)
		b, both := after.(string)
		if text && both {
			return Words(a, b), false
		}
	case "rich-text":
		a, b := schema.RichTextPlain(before), schema.RichTextPlain(after)
		return Words(a, b), a == b
	}
	return nil, false
}

// diffComponent compares the fields of two values of a component.
func diffComponent(c *schema.Component, before, after any) (out []FieldDiff) {
	a, _ := before.(map[string]any)
	b, _ := after.(map[string]any)
	for _, f := range c.Fields() {
		x, y := a[f.Name()], b[f.Name()]
		if f.Kind() == "computed" || sameValue(x, y) {
			continue
		}
		d := diffField(f, x, y)
		d.Pointer = "/" + yamlfile.Escape(f.Name())
		out = append(out, d)
	}
	return out
}

func sameValue(a, b any) bool { return equal(map[string]any{"v": a}, map[string]any{"v": b}) }
