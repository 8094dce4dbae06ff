package authoring

import (
	"context"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
)

// Migration is what became of a content model that was to be put in force.
type Migration struct {
	Changes    []schema.Change // between what was in force and it
	Losses     []Loss          // those of them that concern entries
	Applied    bool            // it is in force now, and was not before
	Older      bool            // it was in force before, and a newer one has taken its place
	Imported   bool            // somebody has imported the content types in force; those of a binary do not replace them
	Entries    int             // that were changed
	Generation int64
}

// MigrateModel puts a content model in force, and brings the entries there are into its form, in one transaction: values move with
// their renamed fields and types, in a new revision and in what is published. Where something would be lost, where it was in force
// before, or where somebody has imported others, it is left alone unless accept says so; then what is lost is gone from drafts and
// from what is published, and stays in the history. Errors: fault.Forbidden; fault.NotFound where no model was loaded yet.
func (a *Authoring) MigrateModel(
	ctx context.Context, actor Actor, m *schema.Model, origin string, accept bool,
) (done *Migration, err error) {
	if err := actor.may(identity.Manage, identity.Target{Type: identity.Models}); err != nil {
		return nil, err
	}
	done = &Migration{}
	done.Generation, err = a.publish(ctx, actor, "content model", func(p *publication) error {
		*done = Migration{}
		stored, err := p.tx.Model(ctx)
		if err != nil {
			return err
		}
		if stored.Hash == m.Hash() {
			return p.sameModel(ctx, m)
		}
		before, err := schema.FromFiles(stored.Files)
		if err != nil {
			return fault.New(fault.Conflict, "%s: %v", errNotRead, err)
		}
		done.Changes = schema.Compare(before, m)
		if done.Losses, err = losses(ctx, p.tx, before, m); err != nil {
			return err
		}
		if done.Older, err = p.tx.HadModel(ctx, m.Hash()); err != nil {
			return err
		}
		done.Imported = stored.Origin == OriginImport && origin == OriginEmbedded
		if !accept && (done.Older || done.Imported || len(done.Losses) > 0) {
			return errUnchanged
		}
		i := importing{publication: p, Folder: &Folder{Model: m}, actor: actor, done: &Imported{}, accept: accept}
		if err := i.importModel(ctx, origin); err != nil {
			return err
		}
		done.Applied, done.Entries = true, i.done.Migrated
		i.unique()
		return p.tx.Audit(ctx, AuditEvent{Actor: actor, Action: "model.migrate", Subject: "model/" + m.Hash()[:12], Detail: map[string]any{
			"entries": done.Entries, "lost": lossTexts(done.Losses),
		}})
	})
	return done, err
}

// sameModel publishes what this version of Portico tells delivery nodes of the content model in force, where an older one told less.
func (p *publication) sameModel(ctx context.Context, m *schema.Model) error {
	if err := p.add(ctx, p.a.compiler.Model(m), kindsOfModel); err != nil {
		return err
	}
	if len(p.records) == 0 {
		return errUnchanged
	}
	return nil
}

func lossTexts(list []Loss) []string {
	out := make([]string, len(list))
	for i, l := range list {
		out[i] = l.String()
	}
	return out
}

// importModel puts the folder's content model in force. Where it would take something away from entries there are, it is refused
// unless that was accepted.
func (i *importing) importModel(ctx context.Context, origin string) error {
	current, err := i.tx.Model(ctx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if current != nil {
		if i.model, err = schema.FromFiles(current.Files); err != nil {
			return err
		}
	}
	if i.Folder.Model == nil {
		if i.model == nil {
			return fault.New(fault.Conflict, "no content types were loaded yet: import a folder that has content-types/ first")
		}
		return nil
	}
	before, next := i.model, i.Folder.Model
	i.model = next
	if before == nil || before.Hash() != next.Hash() {
		if err := i.replaceModel(ctx, before, origin); err != nil {
			return err
		}
	}
	at := len(i.records)
	if err := i.add(ctx, i.a.compiler.Model(next), kindsOfModel); err != nil {
		return err
	}
	return i.recompile(ctx, i.records[at:])
}

func (i *importing) replaceModel(ctx context.Context, before *schema.Model, origin string) error {
	lost, err := losses(ctx, i.tx, before, i.model)
	if err != nil {
		return err
	}
	if len(lost) > 0 && !i.accept {
		return fault.New(fault.Conflict, "the new content types would take something away from entries there are; nothing was changed "+
			"(portico migrate --accept --content-types DIR does it nevertheless):\n%s", strings.Join(lossTexts(lost), "\n"))
	}
	if err := i.tx.SaveModel(ctx, &Files{Origin: origin, Hash: i.model.Hash(), Files: i.model.Files()}); err != nil {
		return err
	}
	i.done.Model, i.changed = true, true
	for _, c := range schema.Compare(before, i.model) {
		i.done.note("content-types/"+c.Type+".yaml", string(c.Effect)+": "+c.String())
	}
	if before == nil {
		return nil
	}
	c := &converting{importing: i, before: before, renames: content.NewRenaming(before, i.model)}
	return c.all(ctx)
}
