package authoring

import (
	"context"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// welcomeBack prepares what lies in the trash of types that were away and are there again: it may be restored, but without the values
// that were not for everybody, since the type that comes back may show them (SECURITY A3).
func (c *converting) welcomeBack(ctx context.Context) error {
	renamed := slices.Collect(maps.Values(c.renames.Types))
	for _, is := range c.model.Types() {
		if c.before.Type(is.Name()) != nil || slices.Contains(renamed, is.Name()) {
			continue
		}
		was, err := c.lastOf(ctx, is.Name())
		if err != nil {
			return err
		}
		if was == nil {
			continue
		}
		prepare := func(s *content.Stored) error { return c.reconvert(ctx, was, is, s) }
		if err := eachIn(ctx, c.tx, content.Filter{Type: is.Name(), Trashed: true}, prepare); err != nil {
			return err
		}
	}
	return nil
}

// lastOf gives a type as it was before it was taken away; nil where there was none of that name.
func (c *converting) lastOf(ctx context.Context, name string) (*schema.Type, error) {
	history, err := c.tx.ModelsAfter(ctx, 0)
	if err != nil {
		return nil, err
	}
	for _, f := range slices.Backward(history[:len(history)-1]) { // the last is the one that is being put in force
		m, err := schema.FromFiles(f.Files)
		if err != nil {
			return nil, err
		}
		if t := m.Type(name); t != nil {
			return t, nil
		}
	}
	return nil, nil //nolint:nilnil // a type that is new
}

func (c *converting) reconvert(ctx context.Context, was, is *schema.Type, s *content.Stored) error {
	draft := s.Draft.Clone()
	for _, f := range was.Fields() {
		if f.Public() {
			continue
		}
		delete(draft.Shared, f.Name())
		for _, doc := range draft.Locales {
			delete(doc, f.Name())
		}
	}
	draft, _ = content.Convert(was, is, draft, c.renames.Types)
	if content.Same(draft, s.Draft) {
		return nil
	}
	return c.saveDraft(ctx, was, is, s, draft)
}
