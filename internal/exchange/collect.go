package exchange

import (
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// Options say what Collect is to give.
type Options struct {
	// Base are the source texts as they were when the translation was made, by pointer (see Texts). A translated text whose
	// source is not in it, or differs, is outdated. Nil where that is not known: then all translated texts are current.
	Base map[string]string

	// OnlyOpen leaves out texts whose translation is current.
	OnlyOpen bool
}

// Collect gives what there is to translate of an entry, in the form that content.Normalize leaves: the texts of its localized
// fields (text, long text, Markdown as it is written, each paragraph of rich text, tags as one text with a keyword a line), also
// inside components and blocks, with the translation that is there. version is that of the draft that e is.
//
// Left out are empty texts, slugs (made from the translated title), computed fields, addresses and numbers, source code and
// titles of links in rich text, and every field that not everybody may read.
func Collect(t *schema.Type, e *content.Entry, version int64, source, target string, opts Options) File {
	c := collector{opts: opts}
	doc, other := e.Locales[source], e.Locales[target]
	c.source, c.target = source, target
	for _, f := range t.Fields() {
		if f.Localized() && f.Public() {
			c.field("/"+f.Name(), c.label("", f), f, doc[f.Name()], other[f.Name()])
		}
	}
	return File{ID: e.ID, Type: e.Type, Key: e.Key, Version: version, Title: titleOf(t, e, source), Units: c.units}
}

// Texts gives the texts of an entry's document in a locale by the pointers of their units: what Options.Base takes.
func Texts(t *schema.Type, e *content.Entry, locale string) map[string]string {
	out := map[string]string{}
	for _, u := range Collect(t, e, 0, locale, "", Options{}).Units {
		out[u.Pointer] = u.Source
	}
	return out
}

type collector struct {
	opts           Options
	source, target string
	units          []Unit
}

// field collects the texts of one field; b is the translation's value.
func (c *collector) field(pointer, label string, f *schema.Field, a, b any) {
	switch {
	case f.Kind() == "component" && f.Many():
		other, _ := b.([]any)
		list, _ := a.([]any)
		for i, item := range list {
			var counterpart any
			if i < len(other) {
				counterpart = other[i]
			}
			c.component(fmt.Sprintf("%s/%d", pointer, i), label, f, item, counterpart)
		}
	case f.Kind() == "component":
		c.component(pointer, label, f, a, b)
	case f.Kind() == "blocks":
		other := byKey(b)
		list, _ := a.([]any)
		for _, item := range list {
			if key := keyOf(item); key != "" {
				c.component(pointer+"/"+key, label, f, item, counterpart(item, other[key]))
			}
		}
	case !translatable(f):
	case f.Kind() == "rich-text":
		c.richText(pointer, label, a, b)
	default:
		c.add(Unit{Pointer: pointer, Source: mark(plainText(a)), Target: mark(plainText(b)), Note: label}, false)
	}
}

// component collects the texts of the fields inside one component or block.
func (c *collector) component(pointer, label string, f *schema.Field, a, b any) {
	inner := f.ComponentOf(a)
	from, ok := a.(object)
	if inner == nil || !ok {
		return
	}
	to, _ := b.(object)
	for _, field := range inner.Fields() {
		c.field(pointer+"/"+field.Name(), c.label(label, field), field, from[field.Name()], to[field.Name()])
	}
}

// richText collects paragraphs. A translation of another shape has no paragraph that is surely the counterpart of one here: then
// there is none to show, and all are outdated.
func (c *collector) richText(pointer, label string, a, b any) {
	from, _ := a.(object)
	to, translated := b.(object)
	other := translated && !sameShape(from, to)
	if other {
		to = nil
	}
	eachParagraph(pointer, from, to, func(pointer string, a, b object) {
		source, codes := encode(a, nil)
		target, all := encode(b, codes)
		c.add(Unit{Pointer: pointer, Source: render(source), Target: render(target), Note: label, Codes: show(all)}, other)
	})
}

func (c *collector) add(u Unit, outdated bool) {
	if blank(u.Source) {
		return
	}
	if blank(u.Target) {
		u.Target = ""
	}
	base, known := c.opts.Base[u.Pointer]
	switch {
	case outdated:
		u.State = Outdated
	case u.Target == "":
		u.State = Missing
	case c.opts.Base != nil && (!known || !sameText(base, u.Source)):
		u.State = Outdated
	default:
		u.State = Current
	}
	if u.State != Current || !c.opts.OnlyOpen {
		c.units = append(c.units, u)
	}
}

// label names a field for the translator, after those that it stands in: in the language of the source where the model has it.
func (c *collector) label(outer string, f *schema.Field) string {
	labels := f.Label()
	label := labels[c.source]
	if language, _, _ := strings.Cut(c.source, "-"); label == "" {
		label = labels[language]
	}
	if label == "" {
		label = labels["en"]
	}
	if label == "" {
		label = f.Name()
	}
	if outer != "" {
		return outer + " › " + label
	}
	return label
}

// keyOf gives the key of a block, or "".
func keyOf(block any) string {
	m, _ := block.(object)
	key, _ := m["$key"].(string)
	return key
}

// byKey gives blocks by their keys.
func byKey(blocks any) map[string]any {
	list, _ := blocks.([]any)
	out := make(map[string]any, len(list))
	for _, item := range list {
		if key := keyOf(item); key != "" {
			out[key] = item
		}
	}
	return out
}

// counterpart gives b where it is a block of the same kind as a, or nil.
func counterpart(a, b any) any {
	x, _ := a.(object)
	y, _ := b.(object)
	if y == nil || x["$type"] != y["$type"] {
		return nil
	}
	return b
}
