package content

import "github.com/portico-cms/portico/internal/schema"

// Public gives a copy of an entry without the fields that not everybody may read: what is published is read by everybody. The
// model lets a whole field be closed, nothing inside it, and lets nothing open be computed from it.
func Public(t *schema.Type, e *Entry) *Entry {
	out := shallow(e)
	for _, f := range t.Fields() {
		if f.Public() {
			continue
		}
		delete(out.Shared, f.Name())
		for _, doc := range out.Locales {
			delete(doc, f.Name())
		}
	}
	return out
}
