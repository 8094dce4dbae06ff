package authoring

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/edit"
)

// Limits of drafts of the design system.
const (
	maxDesignDrafts = 100
	maxDesignName   = 200 // bytes
)

// DesignDraftView is a draft as somebody sees it.
type DesignDraftView struct {
	DesignDraft

	BaseVersion string   // of the release it is made on
	Changed     []string // names of the files that differ from that one's
}

func (d *designs) draftFor(draft *DesignDraft) *DesignDraftView {
	v := &DesignDraftView{DesignDraft: *draft, Changed: append([]string{}, slices.Sorted(maps.Keys(draft.Files))...)}
	if base := d.numbered(draft.Base); base != nil {
		v.BaseVersion = base.Version
	}
	return v
}

// DesignDrafts lists the drafts, the newest first. Errors: fault.Forbidden.
func (a *Authoring) DesignDrafts(ctx context.Context, actor Actor) (out []*DesignDraftView, err error) {
	if err := actor.may(identity.Read, designTarget); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		d, err := designsIn(ctx, tx)
		if err != nil {
			return err
		}
		drafts, err := tx.DesignDrafts(ctx, maxDesignDrafts)
		for _, draft := range drafts {
			out = append(out, d.draftFor(draft))
		}
		return err
	})
	return out, err
}

// DesignDraft gives one draft. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) DesignDraft(ctx context.Context, actor Actor, id string) (*DesignDraftView, error) {
	o, err := a.openDraft(ctx, actor, identity.Read, id)
	if err != nil {
		return nil, err
	}
	return o.view, nil
}

// openedDraft is a draft with the release that it is made on. Releases never change, so it holds outside of a transaction as long as
// the draft has its version.
type openedDraft struct {
	view    *DesignDraftView
	base    *designsystem.Release
	release *designsystem.Release // base with what is changed, still under the version of base
}

// openDraft reads a draft. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) openDraft(ctx context.Context, actor Actor, action identity.Action, id string) (o *openedDraft, err error) {
	if err := actor.may(action, designTarget); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		d, err := designsIn(ctx, tx)
		if err != nil {
			return err
		}
		draft, err := tx.DesignDraft(ctx, id)
		if err != nil {
			return err
		}
		o = &openedDraft{view: d.draftFor(draft)}
		base := d.numbered(draft.Base)
		if base == nil {
			return fault.New(fault.NotFound, "the release that this draft is made on is not there")
		}
		o.base, err = releaseOf(ctx, tx, base)
		return err
	})
	if err == nil {
		o.release, err = o.base.WithFiles(o.view.Files, "")
	}
	return o, err
}

// CreateDesignDraft begins a release on top of another one, "" for the newest; nothing of it is different yet. Errors: fault.Forbidden;
// fault.Conflict where there are many drafts already, or no release; fault.Unprocessable.
func (a *Authoring) CreateDesignDraft(ctx context.Context, actor Actor, name, base string) (v *DesignDraftView, done Written, err error) {
	if err := actor.may(identity.Create, designTarget); err != nil {
		return nil, done, err
	}
	name = strings.TrimSpace(name)
	if name == "" || len(name) > maxDesignName {
		return nil, done, fault.Problems{{Pointer: "/name", Code: "required", Message: "name what the draft is about, in 200 bytes at most"}}
	}
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		d, err := designsIn(ctx, p.tx)
		if err != nil {
			return err
		}
		on := d.newest()
		if base != "" {
			on = d.versioned(base)
		}
		switch drafts, err := p.tx.DesignDrafts(ctx, maxDesignDrafts); {
		case err != nil:
			return err
		case len(d.list) == 0:
			return fault.New(fault.Conflict, "no design system was loaded yet")
		case on == nil:
			return fault.Problems{{Pointer: "/base", Code: "unknown_version", Message: "there is no such version of the design system"}}
		case len(drafts) == maxDesignDrafts:
			return fault.New(fault.Conflict, "there are %d drafts: delete those that nobody needs", maxDesignDrafts)
		}
		draft := &DesignDraft{
			ID: content.NewID(), Name: name, Base: on.Number, Seen: d.list[len(d.list)-1].Number, Files: map[string][]byte{},
			CreatedAt: p.log.At, CreatedBy: actor.ID, UpdatedAt: p.log.At, UpdatedBy: actor.ID,
		}
		if err := p.tx.SaveDesignDraft(ctx, draft); err != nil {
			return err
		}
		v = d.draftFor(draft)
		return p.tellDraft(ctx, v, "create", nil, map[string]any{"name": v.Name, "base": v.BaseVersion})
	})
	return v, done, err
}

func (p *publication) tellDraft(ctx context.Context, v *DesignDraftView, action string, before, after any) error {
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Action: "design-draft." + action, Subject: "design-draft/" + v.ID,
		Detail: map[string]any{"name": v.Name, "base": v.BaseVersion}, Before: before, After: after,
	})
}

// DeleteDesignDraft takes a draft away. Errors: fault.NotFound, fault.Forbidden, fault.Stale.
func (a *Authoring) DeleteDesignDraft(ctx context.Context, actor Actor, id string, version int64) (Written, error) {
	if err := actor.may(identity.Update, designTarget); err != nil {
		return Written{}, err
	}
	return a.write(ctx, actor, "", func(p *publication) error {
		d, err := designsIn(ctx, p.tx)
		if err != nil {
			return err
		}
		draft, err := p.designDraft(ctx, id, version)
		if err != nil {
			return err
		}
		if err := p.tx.DeleteDesignDraft(ctx, id, version); err != nil {
			return err
		}
		return p.tellDraft(ctx, d.draftFor(draft), "delete", map[string]any{"files": slices.Sorted(maps.Keys(draft.Files))}, nil)
	})
}

// designDraft loads a draft for a write. Errors: fault.NotFound, fault.Stale.
func (p *publication) designDraft(ctx context.Context, id string, version int64) (*DesignDraft, error) {
	draft, err := p.tx.DesignDraft(ctx, id)
	if err == nil && draft.Version != version {
		err = staleDraft()
	}
	return draft, err
}

func staleDraft() error {
	return fault.New(fault.Stale, "this draft was saved by somebody else in between; load it again")
}

// ChangeDesignTokens changes tokens and groups in a draft, all that is asked for or nothing: each change is written where it stands in its
// file, and the compiler must take what comes of it. Styles, scripts and lints follow what is renamed, and keep what they use from being
// removed. Errors: fault.NotFound, fault.Forbidden, fault.Stale; fault.Unprocessable with a pointer into the
// changes, or with file, line and column.
func (a *Authoring) ChangeDesignTokens(
	ctx context.Context, actor Actor, id string, version int64, changes []edit.Change,
) (v *DesignDraftView, done Written, err error) {
	o, err := a.openDraft(ctx, actor, identity.Update, id)
	if err != nil {
		return nil, done, err
	}
	if o.view.Version != version {
		return nil, done, staleDraft()
	}
	changed, err := changedFiles(o.release, changes) // outside of the transaction: it takes its time
	if err != nil {
		return nil, done, err
	}
	was, err := tokensBefore(o.release, changes)
	if err != nil {
		return nil, done, err
	}
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		d, err := designsIn(ctx, p.tx)
		if err != nil {
			return err
		}
		draft, err := p.designDraft(ctx, id, version)
		if err != nil {
			return err
		}
		if draft.Files == nil {
			draft.Files = map[string][]byte{}
		}
		for name, text := range changed {
			if draft.Files[name] = text; string(o.base.File(name)) == string(text) {
				delete(draft.Files, name)
			}
		}
		draft.UpdatedAt, draft.UpdatedBy = p.log.At, actor.ID
		if err := p.tx.SaveDesignDraft(ctx, draft); err != nil {
			return err
		}
		v = d.draftFor(draft)
		return p.tellDraft(ctx, v, "save", was, changes)
	})
	return v, done, err
}

// tokensBefore gives what is to be changed as it is, for the audit: for each change that is about a token, in its order, what the token
// is where the change is to hold.
func tokensBefore(r *designsystem.Release, changes []edit.Change) ([]map[string]any, error) {
	system, err := token.Load(r.FS(), r.Resolver)
	if err != nil {
		return nil, err
	}
	var out []map[string]any
	resolved := map[string]map[string]token.Token{} // by contexts and path: many changes hold in the same ones
	for _, c := range changes {
		contexts := fmt.Sprint(c.Inputs)
		if resolved[contexts] == nil {
			set, err := system.Resolve(defaults(system, c.Inputs))
			if err != nil {
				return nil, err
			}
			resolved[contexts] = map[string]token.Token{}
			for _, t := range set.Tokens() {
				resolved[contexts][t.Path] = t
			}
		}
		if t, ok := resolved[contexts][c.Path]; ok {
			out = append(out, map[string]any{
				"path": t.Path, "inputs": c.Inputs, "value": t.Value, "alias": t.Alias, "description": t.Description, "deprecated": t.Deprecated,
			})
		}
	}
	return out, nil
}
