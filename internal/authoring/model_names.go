package authoring

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
)

// renameBeside brings along what names types and fields beside entries: rights, saved views, menus, content releases, and jobs that are
// not done. Without it they would mean nothing, and a later type or field of an old name something else.
func (c *converting) renameBeside(ctx context.Context) error {
	if c.renames.Nothing() {
		return nil
	}
	for _, rename := range []func(context.Context) error{
		c.renameRights, c.renameViews, c.renameInMenus, c.renameInReleases, c.renameInJobs,
	} {
		if err := rename(ctx); err != nil {
			return err
		}
	}
	return nil
}

// renameViews brings along saved views. What a client keeps there is its own; what is written as lists of drafts are asked is read.
func (c *converting) renameViews(ctx context.Context) error {
	views, err := c.tx.AllViews(ctx)
	if err != nil {
		return err
	}
	for _, v := range views {
		query, changed := renameQuery(c.renames, v.Query)
		if !changed {
			continue
		}
		was := v.Query
		v.Query = query
		if err := c.tx.SaveView(ctx, v); err != nil {
			return err
		}
		if err := c.tx.Audit(ctx, AuditEvent{
			Actor: c.actor, Action: "view.save", Subject: "view/" + v.ID, Detail: c.because(nil),
			Before: map[string]any{"query": was}, After: map[string]any{"query": query},
		}); err != nil {
			return err
		}
	}
	return nil
}

// renameInMenus brings along the items that lead to entries of a type with another name, in drafts and in what is published.
func (c *converting) renameInMenus(ctx context.Context) error {
	if len(c.renames.Types) == 0 {
		return nil
	}
	menus, err := c.tx.Menus(ctx)
	if err != nil {
		return err
	}
	for _, m := range menus {
		if err := c.renameInMenu(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func (c *converting) renameInMenu(ctx context.Context, m *menu.Stored) error {
	draft := c.renameItems(m.Draft)
	live := m.Published != nil && m.PublishedVersion != m.Version && c.renameItems(m.Published)
	if !draft && !live {
		return nil
	}
	version := m.Version
	save := func(tree *menu.Menu, publish bool) (err error) {
		if version, err = c.tx.SaveMenu(ctx, tree, version, c.actor.ID); err != nil || !publish {
			return err
		}
		if err := c.tx.PublishMenu(ctx, tree.Space, tree.Name); err != nil {
			return err
		}
		return c.setMenuUses(ctx, tree, true)
	}
	if live { // a revision of its own, below that of the draft
		if err := save(m.Published, true); err != nil {
			return err
		}
	}
	if err := save(m.Draft, m.Published != nil && m.PublishedVersion == m.Version); err != nil {
		return err
	}
	if err := c.setMenuUses(ctx, m.Draft, false); err != nil {
		return err
	}
	return c.tellMenu(ctx, m.Draft, "save", c.because(map[string]any{"version": version}), nil, nil)
}

// renameItems gives the items of a menu the new names, and says whether there was an old one.
func (c *converting) renameItems(m *menu.Menu) (changed bool) {
	m.Walk(func(it *menu.Item, _ []*menu.Item) {
		if _, _, ok := it.EntryTarget(); ok {
			now := c.renames.Ref(it.Entry)
			changed = changed || now != it.Entry
			it.Entry = now
		}
	})
	return changed
}

// renameInReleases brings along what content releases hold: whose rights count for an entry is asked by its type.
func (c *converting) renameInReleases(ctx context.Context) error {
	for before := ""; ; {
		page, err := c.tx.ContentReleases(ctx, "", before, rightsPage)
		if err != nil {
			return err
		}
		for _, r := range page {
			before = r.ID
			if err := c.renameInRelease(ctx, r); err != nil {
				return err
			}
		}
		if len(page) < rightsPage {
			return nil
		}
	}
}

func (c *converting) renameInRelease(ctx context.Context, r *content.Release) error {
	changed := false
	for i, item := range r.Items {
		if now := c.renames.Type(item.Type); now != item.Type {
			r.Items[i].Type, changed = now, true
		}
	}
	if len(r.Limits) > 0 {
		var grants []identity.Grant
		if err := json.Unmarshal(r.Limits, &grants); err != nil {
			return err
		}
		grants, other := c.renameGrants(grants)
		if other {
			src, err := json.Marshal(grants)
			if err != nil {
				return err
			}
			r.Limits, changed = src, true
		}
	}
	if !changed {
		return nil
	}
	if err := c.tx.SaveContentRelease(ctx, r); err != nil {
		return err
	}
	return c.tellRelease(ctx, r, "save", c.because(nil), nil, nil)
}

// renameInJobs brings along jobs that wait or run: the rights with which they were asked for, and the fields that they change.
func (c *converting) renameInJobs(ctx context.Context) error {
	jobs, err := c.tx.OpenJobs(ctx)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		grants, changed := c.renameGrants(j.Actor.Grants)
		j.Actor.Grants = grants
		patches, other, err := c.renamePatches(&j.Params)
		if err != nil {
			return err
		}
		j.Params.Patches = patches
		if !changed && !other {
			continue
		}
		if err := c.tx.SaveJob(ctx, j); err != nil {
			return err
		}
		if err := c.tellJob(ctx, "save", j, c.because(nil)); err != nil {
			return err
		}
	}
	return nil
}

// renamePatches gives the patch of a job as it is written now for each type for which that is another.
func (c *converting) renamePatches(params *JobParams) (out map[string]json.RawMessage, changed bool, err error) {
	if len(params.Patch) == 0 {
		return params.Patches, false, nil
	}
	out = map[string]json.RawMessage{}
	for _, t := range c.before.Types() {
		old, now := t.Name(), c.renames.Type(t.Name())
		src, own := params.Patches[old]
		if !own {
			src = params.Patch
		}
		var patch map[string]any
		if err := decodeNumbers(src, &patch); err != nil {
			return nil, false, err
		}
		was, err := json.Marshal(patch)
		if err != nil {
			return nil, false, err
		}
		is, err := json.Marshal(c.renames.Patch(old, patch))
		if err != nil {
			return nil, false, err
		}
		other := !bytes.Equal(was, is)
		if own || other {
			out[now] = is
		}
		changed = changed || other || own && now != old
	}
	return out, changed, nil
}

// decodeNumbers reads JSON, its numbers as they are written.
func decodeNumbers(src []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.UseNumber()
	return dec.Decode(into)
}
