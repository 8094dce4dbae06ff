package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// maxLocales is how many documents an entry may have.
const maxLocales = 100

// Normalize gives the entry in its canonical form (language tags, NFC, line ends, dates, references; empty values left out;
// computed ones filled in) as a copy, and every problem that even a draft may not have: fields that the type lacks, values of the
// wrong type, values on the wrong side of shared and localized. Values with a problem are left out of the copy. Pointers lead
// into the entry as it was given: /shared/category, /locales/fr/title, /locales/fr/body/2/image/alt.
func Normalize(m *schema.Model, e *Entry) (*Entry, fault.Problems) {
	n := normalizer{out: &Entry{
		ID: e.ID, Space: e.Space, Type: e.Type, Key: e.Key, Shared: map[string]any{}, Locales: map[string]map[string]any{},
	}}
	n.identity()
	if n.typ = m.Type(e.Type); n.typ == nil {
		n.add("/type", "unknown_type", "there is no content type %.80q; there are %s", e.Type, typeNames(m))
		return n.out, n.problems
	}
	n.out.Shared = n.document("/shared", e.Shared, false)
	if len(e.Locales) > maxLocales {
		n.add("/locales", "too_many", "the entry has documents in %d locales; %d are allowed", len(e.Locales), maxLocales)
		return n.out, n.problems
	}
	for _, given := range e.Tags() {
		at := "/locales/" + yamlfile.Escape(given)
		tag, err := locale.Parse(given)
		if err != nil {
			n.add(at, "bad_locale", "%v", err)
			continue
		}
		if _, twice := n.out.Locales[tag]; twice {
			n.add(at, "repeated", "there are two documents in locale %s", tag)
			continue
		}
		n.out.Locales[tag] = n.document(at, e.Locales[given], true)
	}
	Compute(n.typ, n.out)
	return n.out, n.problems
}

type normalizer struct {
	typ      *schema.Type
	out      *Entry
	problems fault.Problems
}

func (n *normalizer) add(pointer, code, format string, args ...any) {
	n.problems.Add(fault.Problem{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)})
}

func (n *normalizer) identity() {
	e := n.out
	if e.Key == "" {
		e.Key = e.ID
	}
	if e.ID != "" && !EntryID.MatchString(e.ID) {
		n.add("/id", "bad_id", "id %.80q is not a UUID of version 7 in small letters; leave it out to get one", e.ID)
	}
	if !spaceName.MatchString(e.Space) {
		n.add("/space", "bad_name", "space %.80q is neither shared nor the key of a site", e.Space)
	}
	if !schema.EntryKey.MatchString(e.Key) {
		n.add("/key", "bad_name", "key %.80q: use 1 to 80 of a-z, 0-9 and -, beginning with a letter or digit", e.Key)
	}
}

func (n *normalizer) document(at string, doc map[string]any, localized bool) map[string]any {
	out := make(map[string]any, len(doc))
	for _, name := range slices.Sorted(maps.Keys(doc)) {
		pointer := at + "/" + yamlfile.Escape(name)
		f := n.typ.Field(name)
		switch {
		case f == nil:
			n.add(pointer, "unknown_field", "type %s has no field %.80q; it has %s", n.typ.Name(), name, fieldNames(n.typ, localized))
			continue
		case f.Localized() && !localized:
			n.add(pointer, "localized_field", "%s has a value in each locale: it belongs into the documents under locales", name)
			continue
		case localized && !f.Localized():
			n.add(pointer, "shared_field", "%s has one value for all locales: it belongs under shared", name)
			continue
		case f.Kind() == "computed": // made anew below: what was sent may be what was shown before a change
			continue
		}
		normal, issues := f.Value(doc[name])
		fit := true
		for _, issue := range issues {
			if !issue.AtPublish {
				fit = false
				n.problems.Add(problem(pointer, f, issue))
			}
		}
		if fit && normal != nil {
			out[name] = normal
		}
	}
	return out
}

// problem says what is wrong with a field's value.
func problem(pointer string, f *schema.Field, issue schema.Issue) fault.Problem {
	return fault.Problem{Pointer: pointer + issue.Pointer, Code: issue.Code, Message: f.Name() + " " + issue.Message}
}

// typeNames and fieldNames list what there is, for a message.
func typeNames(m *schema.Model) string {
	var names []string
	for _, t := range m.Types() {
		names = append(names, t.Name())
	}
	return strings.Join(names, ", ")
}

func fieldNames(t *schema.Type, localized bool) string {
	var names []string
	for _, f := range t.Fields() {
		if f.Localized() == localized {
			names = append(names, f.Name())
		}
	}
	where := "shared"
	if localized {
		where = "in each locale"
	}
	if len(names) == 0 {
		return "none " + where
	}
	return strings.Join(names, ", ") + " " + where
}
