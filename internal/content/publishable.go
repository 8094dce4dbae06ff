package content

import (
	"fmt"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// CheckPublish gives everything that stands in the way of publishing an entry in these locales: what Normalize finds, and in
// the shared fields and the named documents also missing values, bounds, lengths, patterns and values that an enumeration does
// not have. live are the locales that are published already. The document of a region (fr-CA) may leave out what that of its
// language (fr) has, as long as the latter is published too. That references lead to entries which exist, that a slug is
// unique and a singleton single, the use case checks.
func CheckPublish(m *schema.Model, e *Entry, locales, live []string) fault.Problems {
	normal, ps := Normalize(m, e)
	t := m.Type(e.Type)
	if t == nil {
		return ps
	}
	c := publishCheck{entry: normal}
	for _, p := range ps {
		if tag, ok := documentOf(p.Pointer); !ok || slices.Contains(locales, tag) { // other documents do not go out
			c.problems.Add(p)
		}
	}
	if len(locales) == 0 {
		c.add("/locales", "required", "name the locales to publish")
	}
	for _, tag := range locales {
		if _, ok := normal.Locales[tag]; !ok {
			c.add("/locales/"+yamlfile.Escape(tag), "required", "there is no document in locale %.40s", tag)
		}
	}
	out := append(slices.Clone(live), locales...)
	for _, f := range t.Fields() {
		if !f.Localized() {
			c.field("/shared/"+f.Name(), f, []map[string]any{normal.Shared})
			continue
		}
		for _, tag := range slices.Compact(slices.Sorted(slices.Values(locales))) {
			if doc, ok := normal.Locales[tag]; ok {
				c.field("/locales/"+tag+"/"+f.Name(), f, append([]map[string]any{doc}, c.languageDocuments(tag, out)...))
			}
		}
	}
	return c.problems
}

type publishCheck struct {
	entry    *Entry
	problems fault.Problems
}

// documentOf gives the locale of the document that a pointer leads into.
func documentOf(pointer string) (tag string, ok bool) {
	rest, ok := strings.CutPrefix(pointer, "/locales/")
	tag, _, _ = strings.Cut(rest, "/")
	return tag, ok
}

// named says whether a problem names a value already: then it was left out, and is not missing.
func (c *publishCheck) named(pointer string) bool {
	return slices.ContainsFunc(c.problems, func(p fault.Problem) bool {
		return p.Pointer == pointer || strings.HasPrefix(p.Pointer, pointer+"/")
	})
}

func (c *publishCheck) add(pointer, code, format string, args ...any) {
	c.problems.Add(fault.Problem{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)})
}

// languageDocuments gives the documents that stand in for missing values of a region's: those of its language, where they are
// out or about to be.
func (c *publishCheck) languageDocuments(tag string, out []string) []map[string]any {
	var docs []map[string]any
	for _, l := range languages(tag) {
		if slices.Contains(out, l) {
			docs = append(docs, c.entry.Locales[l])
		}
	}
	return docs
}

// field checks one field of docs[0]; the others stand in for what it leaves out.
func (c *publishCheck) field(pointer string, f *schema.Field, docs []map[string]any) {
	v, ok := docs[0][f.Name()]
	if !ok {
		if f.Required() && c.shown(f, docs) && !c.named(pointer) && value(f.Name(), docs) == nil {
			c.add(pointer, "required", "%s is missing", f.Name())
		}
		return
	}
	_, issues := f.Value(v)
	for _, issue := range issues {
		c.problems.Add(problem(pointer, f, issue))
	}
}

// shown says whether an editor gets to see the field, as its condition has it.
func (c *publishCheck) shown(f *schema.Field, docs []map[string]any) bool {
	when := f.When()
	if when == nil {
		return true
	}
	if !when.Field.Localized() {
		docs = []map[string]any{c.entry.Shared}
	}
	return when.Holds(value(when.Field.Name(), docs))
}

// value gives the first value of a field in some documents, or nil.
func value(name string, docs []map[string]any) any {
	for _, doc := range docs {
		if v := doc[name]; v != nil {
			return v
		}
	}
	return nil
}
