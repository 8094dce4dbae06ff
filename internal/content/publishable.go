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
			c.field("/shared/"+f.Name(), f, normal.Shared, nil)
			continue
		}
		for _, tag := range slices.Compact(slices.Sorted(slices.Values(locales))) {
			if doc, ok := normal.Locales[tag]; ok {
				c.field("/locales/"+tag+"/"+f.Name(), f, doc, c.languageDocuments(tag, out))
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

func (c *publishCheck) field(pointer string, f *schema.Field, doc map[string]any, instead []map[string]any) {
	v, ok := doc[f.Name()]
	if !ok {
		for _, other := range instead {
			if _, found := other[f.Name()]; found {
				return
			}
		}
		if f.Required() && !c.named(pointer) {
			c.add(pointer, "required", "%s is missing", f.Name())
		}
		return
	}
	_, issues := f.Value(v)
	for _, issue := range issues {
		c.problems.Add(problem(pointer, f, issue))
	}
}
