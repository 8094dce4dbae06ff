// Package content is the domain of entries: pieces of content of a content type, with fields that all locales share and a
// document for each locale. It holds their rules (what a draft may be, what can be published, which locale a value comes
// from) and the port through which they are kept.
package content

import (
	"maps"
	"regexp"
	"slices"

	"github.com/google/uuid"
)

// Entry is one piece of content. Values are what JSON gives (string, bool, float64 or int64, []any, map[string]any), in the
// form that Normalize leaves. An entry is data: whoever shares one does not change it, but works on a Clone.
type Entry struct {
	ID      string                    `json:"id"`      // UUIDv7, never used again
	Space   string                    `json:"space"`   // a site's key, or "shared"
	Type    string                    `json:"type"`    // name of its content type
	Key     string                    `json:"key"`     // for people and files; unique within space and type; the id where nobody chose one
	Shared  map[string]any            `json:"shared"`  // values of the fields that are not localized, by field
	Locales map[string]map[string]any `json:"locales"` // values of the localized fields, by BCP 47 tag and field
}

// EntryID is the form of an entry's id: a UUID of version 7, in small letters.
var EntryID = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// spaceName is the form of a space; it is that of a site's key. Whether there is such a site is not known here.
var spaceName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// NewID makes an id. Ids made later are greater, so that lists ordered by id are ordered by age.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// Tags gives the locales that the entry has a document for, sorted.
func (e *Entry) Tags() []string { return slices.Sorted(maps.Keys(e.Locales)) }

// Clone gives a copy that shares nothing with e.
func (e *Entry) Clone() *Entry {
	c := *e
	c.Shared = cloneDocument(e.Shared)
	c.Locales = make(map[string]map[string]any, len(e.Locales))
	for tag, doc := range e.Locales {
		c.Locales[tag] = cloneDocument(doc)
	}
	return &c
}

func cloneDocument(doc map[string]any) map[string]any {
	out := make(map[string]any, len(doc))
	for name, v := range doc {
		out[name] = cloneValue(v)
	}
	return out
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = cloneValue(item)
		}
		return out
	case map[string]any:
		return cloneDocument(v)
	}
	return v
}
