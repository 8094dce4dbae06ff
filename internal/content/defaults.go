package content

import (
	"strings"

	"github.com/portico-cms/portico/internal/schema"
)

// ApplyDefaults gives a new entry the declared defaults of the fields that have no value. It is for creation only: a value
// that somebody took out later stays out. The document of a region (fr-CA) beside that of its language (fr) gets none, because
// it is there for what differs.
func ApplyDefaults(t *schema.Type, e *Entry) {
	for _, f := range t.Fields() {
		def := f.Default()
		if def == nil {
			continue
		}
		if !f.Localized() {
			setMissing(&e.Shared, f.Name(), def)
			continue
		}
		for tag, doc := range e.Locales {
			if !hasLanguage(e, tag) {
				setMissing(&doc, f.Name(), f.Default())
				e.Locales[tag] = doc
			}
		}
	}
}

// DeriveSlugs makes a slug where there is none from the field that its declaration names.
func DeriveSlugs(t *schema.Type, e *Entry) {
	slug := t.Slug()
	if slug == nil || slug.From() == "" {
		return
	}
	if t.Field(slug.From()).Kind() == "computed" {
		Compute(t, e) // of defaults, too
	}
	derive := func(doc, from map[string]any, tag string) map[string]any {
		if title, ok := from[slug.From()].(string); ok {
			if s := Slug(title, tag); s != "" {
				setMissing(&doc, slug.Name(), s)
			}
		}
		return doc
	}
	if !slug.Localized() {
		e.Shared = derive(e.Shared, e.Shared, "")
		return
	}
	for tag, doc := range e.Locales {
		from := doc
		if !t.Field(slug.From()).Localized() {
			from = e.Shared
		}
		e.Locales[tag] = derive(doc, from, tag)
	}
}

// FollowSlugs lets the slugs of a draft follow what they are made of while somebody writes: where after has the slug of before, and that
// was empty or made of the old text, it is made of the new one. A slug that was written, or taken out, by this very change stays. may
// says whether the slug of a locale ("" where all share it) may change: one that is published is in addresses.
func FollowSlugs(t *schema.Type, before, after *Entry, may func(tag string) bool) {
	slug := t.Slug()
	if slug == nil || slug.From() == "" {
		return
	}
	follow := func(tag string, was, is, wasFrom, isFrom map[string]any) {
		old, _ := was[slug.Name()].(string)
		now, _ := is[slug.Name()].(string)
		oldText, _ := wasFrom[slug.From()].(string)
		text, _ := isFrom[slug.From()].(string)
		made := Slug(text, tag)
		if is != nil && old == now && (old == "" || old == Slug(oldText, tag)) && made != "" && made != old && may(tag) {
			is[slug.Name()] = made
		}
	}
	shared := !t.Field(slug.From()).Localized()
	if !slug.Localized() {
		if shared && after.Shared != nil {
			follow("", before.Shared, after.Shared, before.Shared, after.Shared)
		}
		return
	}
	for tag, doc := range after.Locales {
		if shared {
			follow(tag, before.Locales[tag], doc, before.Shared, after.Shared)
		} else {
			follow(tag, before.Locales[tag], doc, before.Locales[tag], doc)
		}
	}
}

func setMissing(doc *map[string]any, name string, v any) {
	if *doc == nil {
		*doc = map[string]any{}
	}
	if _, ok := (*doc)[name]; !ok {
		(*doc)[name] = v
	}
}

// languages gives the less specific tags of a tag, nearest first: zh-Hant-TW has zh-Hant and zh.
func languages(tag string) []string {
	var out []string
	for i := strings.LastIndexByte(tag, '-'); i > 0; i = strings.LastIndexByte(tag, '-') {
		tag = tag[:i]
		out = append(out, tag)
	}
	return out
}

func hasLanguage(e *Entry, tag string) bool {
	for _, l := range languages(tag) {
		if _, ok := e.Locales[l]; ok {
			return true
		}
	}
	return false
}
