package authoring

import (
	"context"
	"sync"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// modelHistory keeps the content models that were in force, as far as they were read.
type modelHistory struct {
	mu     sync.Mutex
	number int64 // of the last of them
	models []schema.Past
	ages   schema.Ages
}

// fieldAges tells since when the fields of the content model in force are there. It keeps what it has read: whoever puts a model in
// force does not ask in the same transaction, since that may fail.
func (a *Authoring) fieldAges(ctx context.Context, tx Tx) (schema.Ages, error) {
	h := &a.models.history
	h.mu.Lock()
	defer h.mu.Unlock()
	files, err := tx.ModelsAfter(ctx, h.number)
	if err != nil || len(files) == 0 {
		return h.ages, err
	}
	models, number := h.models[:len(h.models):len(h.models)], h.number
	for _, f := range files {
		m, err := schema.FromFiles(f.Files)
		if err != nil {
			return nil, err
		}
		models, number = append(models, schema.Past{From: f.LoadedAt, Model: m}), f.Number
	}
	ages := schema.AgesOf(models)
	h.models, h.number, h.ages = models, number, ages
	return ages, nil
}

// revision gives an old state of an entry as the content types of today have it: values stand under the names that their fields have
// now, and those of fields that have been away since are not in it (SECURITY A3: a field that comes back revives nothing).
// Errors: fault.NotFound.
func (a *Authoring) revision(ctx context.Context, tx Tx, t *schema.Type, id string, version int64) (*content.Revision, error) {
	r, err := tx.Revision(ctx, id, version)
	if err != nil {
		return nil, err
	}
	ages, err := a.fieldAges(ctx, tx)
	if err != nil {
		return nil, err
	}
	out := *r
	out.Entry = r.Entry.Clone()
	content.Rename(t, out.Entry)
	forget(ages, t, out.Entry.Shared, r.CreatedAt)
	for _, doc := range out.Entry.Locales {
		forget(ages, t, doc, r.CreatedAt)
	}
	return &out, nil
}

// forget takes the values out of a document whose fields were not there yet when they were written.
func forget(ages schema.Ages, t *schema.Type, doc map[string]any, written time.Time) {
	for name := range doc {
		if !ages.Had(t.Name(), name, written) {
			delete(doc, name)
		}
	}
}
