package authoring

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/publishing"
)

// MediumEdit is the part of a medium that people write.
type MediumEdit struct {
	File string            `json:"file"`
	Alt  map[string]string `json:"alt"`
}

// PatchMedium changes a medium's file name and alternative texts by a JSON merge patch, against the version that the caller has seen.
// Both are published at once, in the entries that show it too. A text needs the right for its locale. Errors: fault.NotFound,
// fault.Forbidden, fault.Stale, fault.Invalid, fault.Unprocessable.
func (a *Authoring) PatchMedium(
	ctx context.Context, actor Actor, id string, version int64, patch []byte,
) (m *media.Medium, done Written, err error) {
	done, err = a.write(ctx, actor, "medium "+id, func(p *publication) error {
		m, err = mediumFor(ctx, p.tx, actor, identity.Update, id)
		if err != nil {
			return err
		}
		if m.Version != version {
			return fault.New(fault.Stale, "the medium was saved by somebody else in between; load it again")
		}
		doc := MediumEdit{m.File, maps.Clone(m.Alt)}
		if err := mergePatch(&doc, patch); err != nil {
			return err
		}
		return p.editMedium(ctx, m, doc)
	})
	return m, done, err
}

// editMedium gives a medium another name and other texts, where they differ.
func (p *publication) editMedium(ctx context.Context, m *media.Medium, doc MediumEdit) error {
	before, next := *m, *m
	if err := next.SetAlt(doc.Alt); err != nil {
		return err
	}
	next.File = media.Name(doc.File, m.Type)
	if next.File == before.File && maps.Equal(next.Alt, before.Alt) {
		return nil
	}
	if err := p.mayEditMedium(&before, &next); err != nil {
		return err
	}
	*m = next
	m.UpdatedAt = p.log.At
	if err := p.tx.SaveMedium(ctx, m); err != nil {
		return err
	}
	p.records = append(p.records, publishing.Medium(m))
	if err := p.showAnew(ctx, m.ID); err != nil {
		return err
	}
	was, is := map[string]any{}, map[string]any{}
	if m.File != before.File {
		was["file"], is["file"] = before.File, m.File
	}
	for tag := range bothKeys(before.Alt, m.Alt) {
		if before.Alt[tag] != m.Alt[tag] {
			was["alt/"+tag], is["alt/"+tag] = before.Alt[tag], m.Alt[tag]
		}
	}
	return p.tellMedium(ctx, m, "update", was, is)
}

func bothKeys(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, b)
	return out
}

// mayEditMedium asks for the right to change each text in its locale.
func (p *publication) mayEditMedium(before, next *media.Medium) error {
	for _, tag := range slices.Sorted(maps.Keys(bothKeys(before.Alt, next.Alt))) {
		if before.Alt[tag] == next.Alt[tag] {
			continue
		}
		if err := p.actor.may(identity.Update, identity.Target{Type: identity.Media, Site: next.Space, Locale: tag}); err != nil {
			return err
		}
	}
	return nil
}

// showAnew compiles the published entries that show a medium again.
func (p *publication) showAnew(ctx context.Context, id string) error {
	uses, err := p.tx.UsesOf(ctx, mediaTarget+id, 0)
	if err != nil {
		return err
	}
	var ids []string
	for _, u := range uses {
		if u.Published && (len(ids) == 0 || ids[len(ids)-1] != u.Source) { // uses are ordered by source
			ids = append(ids, u.Source)
		}
	}
	m, err := p.types(ctx)
	if err != nil && (len(ids) > 0 || !fault.Is(err, fault.NotFound)) {
		return err
	}
	const page = 200
	for some := range slices.Chunk(ids, page) {
		entries, err := p.tx.EntriesByID(ctx, some)
		if err != nil {
			return err
		}
		for _, s := range entries {
			t := m.Type(s.Draft.Type)
			if t == nil {
				continue
			}
			r, err := p.a.entryRecord(ctx, p.tx, t, s)
			if err != nil {
				return err
			}
			if err := p.hold(ctx, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// DeleteMedium deletes a medium that no entry shows. Who knows its address gets nothing there any more. Errors: fault.NotFound,
// fault.Forbidden, fault.Stale; fault.Conflict with the places where entries show it.
func (a *Authoring) DeleteMedium(ctx context.Context, actor Actor, id string, version int64) (Written, error) {
	return a.write(ctx, actor, "medium "+id, func(p *publication) error {
		m, err := mediumFor(ctx, p.tx, actor, identity.Delete, id)
		if err != nil {
			return err
		}
		if err := p.unusedMedium(ctx, id); err != nil {
			return err
		}
		if err := p.tx.DeleteMedium(ctx, id, version); err != nil {
			return err
		}
		p.records = append(p.records, publishing.MediumGone(m)...)
		return p.tellMedium(ctx, m, "delete", mediumFacts(m), nil)
	})
}

// unusedMedium refuses a medium that entries show, with the places that the actor may see and how many more entries there are.
func (p *publication) unusedMedium(ctx context.Context, id string) error {
	u, err := p.a.usesFor(ctx, p.tx, p.actor, mediaTarget+id, content.Use{}, shownUses)
	if err != nil || u.Sources+u.Hidden == 0 {
		return err
	}
	var ps fault.Problems
	for _, use := range u.Uses {
		e := use.Entry.Draft
		ps.Add(fault.Problem{Code: "used", Message: fmt.Sprintf("%s %s/%s at %s", e.Type, e.Space, e.Key, use.Pointer)})
	}
	if u.Hidden > 0 {
		ps.Add(fault.Problem{Code: "used", Message: fmt.Sprintf("%d entries that are not for you", u.Hidden)})
	}
	return &fault.Error{Code: fault.Conflict, Message: "entries show this medium: let them show another first", Problems: ps}
}

// MediumUses lists where entries show a medium, as EntryUses does of entries. Errors: fault.NotFound, fault.Invalid for a bad cursor.
func (a *Authoring) MediumUses(ctx context.Context, actor Actor, id, after string, limit int) (u *Uses, err error) {
	from, err := openUse(after)
	if err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		if _, err := mediumFor(ctx, tx, actor, identity.Read, id); err != nil {
			return err
		}
		u, err = a.usesFor(ctx, tx, actor, mediaTarget+id, from, bounded(limit))
		return err
	})
	return u, err
}
