package authoring

import (
	"context"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// saveDraft makes a converted document the draft of an entry, and tells what became of its values.
func (c *converting) saveDraft(ctx context.Context, was, is *schema.Type, s *content.Stored, draft *content.Entry) error {
	doc, renamed := *s.Draft, *s // lines are told of the type as it is called from now on
	doc.Type, renamed.Draft = is.Name(), &doc
	if _, err := c.settle(ctx, was, &renamed, ""); err != nil {
		return err
	}
	by := content.By{Author: c.actor.ID, Kind: content.Migrated, Note: "content types"}
	if _, err := c.tx.SaveEntry(ctx, draft, s.Version, by); err != nil {
		return err
	}
	return c.tellMigrated(ctx, was, is, s, "draft", s.Draft, draft)
}

// tellMigrated writes the audit line of a document that a change of the content model has converted: values that were renamed stand
// under their old name before, and under the new one after.
func (c *converting) tellMigrated(
	ctx context.Context, was, is *schema.Type, s *content.Stored, what string, before, after *content.Entry,
) error {
	old, _ := auditChanges(was, before, after)
	_, now := auditChanges(is, before, after)
	detail, b, a := boundedChanges(map[string]any{"what": what, "kind": content.Migrated, "type": is.Name()}, old, now)
	if what == "draft" {
		detail["version"] = s.Version + 1
	}
	return c.tellOf(ctx, c.actor, s, "migrate", detail, b, a)
}
