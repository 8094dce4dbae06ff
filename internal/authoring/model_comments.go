package authoring

import (
	"context"
)

// renameComments brings along what was said of values: else a comment on a field that has another name would be about nothing, and only
// be seen by who may see everything. Entries are converted by now.
func (c *converting) renameComments(ctx context.Context) error {
	for _, t := range c.before.Types() {
		if !c.renames.Inside(t.Name()) {
			continue
		}
		if err := c.renameCommentsOf(ctx, t.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (c *converting) renameCommentsOf(ctx context.Context, old string) error {
	for after := ""; ; {
		page, err := c.tx.CommentsOnValues(ctx, c.renames.Type(old), after, rightsPage)
		if err != nil {
			return err
		}
		for _, one := range page {
			after = one.ID
			s, err := c.tx.Entry(ctx, one.Entry)
			if err != nil {
				return err
			}
			now := c.renames.Pointer(old, one.Pointer, s.Draft)
			if now == one.Pointer {
				continue
			}
			one.Pointer = now
			if err := c.tx.SaveComment(ctx, one); err != nil {
				return err
			}
		}
		if len(page) < rightsPage {
			return nil
		}
	}
}
