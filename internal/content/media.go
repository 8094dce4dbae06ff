package content

import "github.com/portico-cms/portico/internal/schema"

// FoundMedium is a use of a medium in an entry, and where it stands.
type FoundMedium struct {
	ID      string
	Field   *schema.Field
	Pointer string // RFC 6901: /shared/gallery/0
}

// Media gives the media that an entry shows, in the order of its type's fields, then by locale. A nil entry shows none.
func Media(t *schema.Type, e *Entry) (found []FoundMedium) {
	if e == nil || !t.Holds("media") {
		return nil
	}
	Walk(t, e, func(pointer string, f *schema.Field, v any) {
		if id, ok := schema.MediaOf(v); ok && f.Kind() == "media" {
			found = append(found, FoundMedium{id, f, pointer})
		}
	})
	return found
}

// WithMedia gives a copy of an entry in which describe says what stands in the place of each medium; nil leaves it as it is.
func WithMedia(t *schema.Type, e *Entry, describe func(id string) map[string]any) *Entry {
	if !t.Holds("media") {
		return e
	}
	out := shallow(e)
	rewrite(t, out, func(_ string, f *schema.Field, v any) any {
		if id, ok := schema.MediaOf(v); ok && f.Kind() == "media" {
			if described := describe(id); described != nil {
				return described
			}
		}
		return v
	})
	return out
}
