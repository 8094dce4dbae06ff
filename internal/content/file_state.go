package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// empty takes out what a default or a slug has filled in, where the file says that there is nothing.
func (f *File) empty(t *schema.Type, pointers []string) (ps fault.Problems) {
	for i, pointer := range pointers {
		doc, name := f.Entry.documentAt(pointer)
		if doc == nil || t.Field(name) == nil {
			ps.Add(fault.Problem{
				Pointer: "/empty/" + strconv.Itoa(i), Code: "unknown_field",
				Message: fmt.Sprintf("%.80q leads to no field of the entry; write /shared/category or /locales/fr/title", pointer),
			})
			continue
		}
		delete(doc, name)
	}
	return ps
}

// documentAt gives the document that a pointer to a field leads into, nil where it leads nowhere.
func (e *Entry) documentAt(pointer string) (doc map[string]any, field string) {
	if name, ok := strings.CutPrefix(pointer, "/shared/"); ok {
		return e.Shared, name
	}
	rest, _ := strings.CutPrefix(pointer, "/locales/")
	tag, name, _ := strings.Cut(rest, "/")
	return e.Locales[tag], name
}

// publishedPart reads what is published, where that differs from the draft.
func (f *File) publishedPart(m *schema.Model, raw *publishedFile) (ps fault.Problems) {
	if raw == nil {
		if f.Publish == nil {
			f.Publish = f.Entry.Tags()
		}
		return nil
	}
	e := *f.Entry
	e.Shared, e.Locales = raw.Shared, raw.Locales
	normal, found := Normalize(m, &e)
	f.Published = normal
	for _, p := range found {
		if strings.HasPrefix(p.Pointer, "/shared") || strings.HasPrefix(p.Pointer, "/locales") { // the rest was said of the draft
			p.Pointer = "/published" + p.Pointer
			ps.Add(p)
		}
	}
	if f.Publish == nil {
		f.Publish = normal.Tags()
	}
	if len(ps) == 0 && len(normal.Locales) == 0 {
		ps.Add(fault.Problem{Pointer: "/published", Code: "required", Message: "published has the documents of no locale: take it out"})
	}
	return ps
}

// locales brings a list of locales to its canonical form: each has a document, and stands there once.
func (f *File) locales(pointer string, list *[]string) (ps fault.Problems) {
	docs, what := f.Entry.Locales, map[string]string{"/publish": "publish", "/archived": "archive"}[pointer]
	if f.Published != nil && pointer == "/publish" {
		docs = f.Published.Locales
	}
	for i, given := range *list {
		tag, err := locale.Parse(given)
		if _, ok := docs[tag]; err != nil || !ok {
			ps.Add(fault.Problem{
				Pointer: pointer + "/" + strconv.Itoa(i), Code: "bad_locale",
				Message: fmt.Sprintf("the entry has no document in locale %.40q to %s", given, what),
			})
			continue
		}
		(*list)[i] = tag
	}
	slices.Sort(*list)
	*list = slices.Compact(*list)
	return ps
}

// states finds states that do not go together.
func (f *File) states(t *schema.Type) (ps fault.Problems) {
	add := func(pointer, code, format string, args ...any) {
		ps.Add(fault.Problem{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)})
	}
	for i, tag := range f.Archived {
		if slices.Contains(f.Publish, tag) {
			add("/archived/"+strconv.Itoa(i), "bad_value", "locale %s is published: what is archived is not", tag)
		}
	}
	if f.Published != nil {
		for _, tag := range f.Published.Tags() {
			if !slices.Contains(f.Publish, tag) {
				add("/published/locales/"+yamlfile.Escape(tag), "bad_value", "locale %s is not listed in publish", tag)
			}
		}
	}
	if (f.Parent != "" || f.Position != "") && !t.Tree() {
		add("/parent", "bad_value", "entries of type %s do not stand under one another", t.Name())
	}
	if f.Parent != "" && !schema.EntryKey.MatchString(f.Parent) {
		add("/parent", "bad_name", "parent %.80q is neither the key nor the id of an entry", f.Parent)
	}
	if len(f.Position) > maxPosition || strings.ContainsFunc(f.Position, func(r rune) bool { return r <= ' ' || r > '~' }) {
		add("/position", "bad_value", "a position has 1 to %d characters of ASCII", maxPosition)
	}
	return ps
}

// maxPosition is how long a position may be, in bytes.
const maxPosition = 200

// Live gives the documents that are to be published; nil where none is.
func (f *File) Live() *Entry {
	if len(f.Publish) == 0 {
		return nil
	}
	from := f.Entry
	if f.Published != nil {
		from = f.Published
	}
	out := *f.Entry
	out.Shared, out.Locales = from.Shared, make(map[string]map[string]any, len(f.Publish))
	for _, tag := range f.Publish {
		out.Locales[tag] = from.Locales[tag]
	}
	return &out
}
