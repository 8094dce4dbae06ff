package authoring

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// NewEntry is what somebody wants to create. Key may be left out: then it is the id.
type NewEntry struct {
	Space   string
	Type    string
	Key     string
	Shared  map[string]any
	Locales map[string]map[string]any
	Note    string // why
	Parent  string // id of the entry above, in a type that is a tree; "" is the top
}

// CreateEntry makes a draft, with the type's defaults and slugs; in a tree it stands last. Errors: fault.Forbidden,
// fault.Unprocessable, fault.Conflict where the key is taken, or a singleton is there already.
func (a *Authoring) CreateEntry(ctx context.Context, actor Actor, n NewEntry) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		s, err = p.create(ctx, n, content.By{Author: actor.ID, Note: n.Note})
		return err
	})
	return s, done, err
}

func (p *publication) create(ctx context.Context, n NewEntry, by content.By) (*content.Stored, error) {
	return p.createAs(ctx, content.NewID(), n, by)
}

// createAs is create for an entry whose id is known already.
func (p *publication) createAs(ctx context.Context, id string, n NewEntry, by content.By) (*content.Stored, error) {
	m, err := p.types(ctx)
	if err != nil {
		return nil, err
	}
	given := &content.Entry{ID: id, Space: n.Space, Type: n.Type, Key: n.Key, Shared: n.Shared, Locales: n.Locales}
	e, ps := content.Normalize(m, given)
	t := m.Type(e.Type)
	if t == nil {
		return nil, ps.Err()
	}
	if err := checkChanges(p.actor, identity.Create, t, nil, e); err != nil { // before anything tells what is there
		return nil, err
	}
	content.ApplyDefaults(t, e)
	content.DeriveSlugs(t, e)
	content.Compute(t, e)
	place, err := p.checkPlace(ctx, t, e)
	if err != nil {
		return nil, err
	}
	ps = append(ps, place...)
	refs, err := p.checkReferences(ctx, t, e, nil)
	if err != nil {
		return nil, err
	}
	if ps = append(ps, refs...); len(ps) > 0 {
		return nil, ps.Err()
	}
	if err := p.saveNew(ctx, t, e, by); err != nil {
		if fault.Is(err, fault.Conflict) {
			return nil, fault.New(fault.Conflict, "there is a %s with the key %q in %s already", e.Type, e.Key, e.Space).With(err)
		}
		return nil, err
	}
	ed := &editing{publication: p, typ: t}
	if ed.entry, err = p.tx.Entry(ctx, e.ID); err != nil {
		return nil, err
	}
	if err := ed.putLast(ctx, n.Parent); err != nil {
		return nil, err
	}
	if err := ed.tell(ctx, "create", nil, nil, auditDocument(e)); err != nil {
		return nil, err
	}
	return readable(p.actor, t, ed.entry)
}

// saveNew writes a new entry with what is known of it besides its documents.
func (p *publication) saveNew(ctx context.Context, t *schema.Type, e *content.Entry, by content.By) error {
	version, err := p.tx.SaveEntry(ctx, e, 0, by)
	if err != nil {
		return err
	}
	if err := p.tx.SetUses(ctx, e.ID, false, uses(t, e)); err != nil {
		return err
	}
	return p.translated(ctx, t, nil, e, version)
}

// checkPlace gives what stands in the way of a new entry: its space is registered, and a singleton is alone there.
func (p *publication) checkPlace(ctx context.Context, t *schema.Type, e *content.Entry) (ps fault.Problems, err error) {
	if e.Space != site.Shared {
		if _, err := p.tx.Site(ctx, e.Space); fault.Is(err, fault.NotFound) {
			ps.Add(fault.Problem{Pointer: "/space", Code: "unknown_site", Message: fmt.Sprintf("there is no site %.40q", e.Space)})
		} else if err != nil {
			return nil, err
		}
	}
	if t.Singleton() {
		others, err := p.tx.Entries(ctx, content.Filter{Space: e.Space, Type: e.Type, Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(others) > 0 {
			return nil, fault.New(fault.Conflict, "there is one %s in each space, and in %s it is %s already", e.Type, e.Space, others[0].Draft.ID)
		}
	}
	return ps, nil
}

// SaveEntry is how an entry is saved.
type SaveEntry struct {
	Version  int64  // that the change is based on
	Patch    []byte // JSON merge patch of {shared, locales}
	Autosave bool   // into the one rolling revision
	Note     string // why
}

// SaveEntry changes the draft of an entry. A patch that changes nothing makes no revision. Errors: fault.NotFound, fault.Stale,
// fault.Forbidden with each field that may not be changed, fault.Unprocessable.
func (a *Authoring) SaveEntry(ctx context.Context, actor Actor, id string, save SaveEntry) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.edit(ctx, identity.Update, id, save.Version)
		if err != nil {
			return err
		}
		if err := e.patch(ctx, save); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}

// patch saves the draft with a merge patch applied.
func (e *editing) patch(ctx context.Context, save SaveEntry) error {
	next, err := patchEntry(e.entry.Draft, save.Patch)
	if err != nil {
		return err
	}
	kind := content.Saved
	if save.Autosave {
		kind = content.Autosaved
		e.followTitles(next)
	}
	return e.save(ctx, next, content.By{Author: e.actor.ID, Kind: kind, Note: save.Note})
}

// followTitles makes the slugs of what somebody is writing, where they may write them and nothing is published yet.
func (e *editing) followTitles(next *content.Entry) {
	live, slug := e.entry.Live(), e.typ.Slug()
	content.FollowSlugs(e.typ, e.entry.Draft, next, func(tag string) bool {
		published := slices.Contains(live, tag) || tag == "" && len(live) > 0
		return !published && e.actor.mayField(identity.Update, e.typ, next.Space, tag, slug)
	})
}

// entryDocuments is the part of an entry that editors write.
type entryDocuments struct {
	Shared  map[string]any            `json:"shared"`
	Locales map[string]map[string]any `json:"locales"`
}

// patchEntry applies a merge patch to the documents of an entry. Errors: fault.Invalid, fault.Unprocessable.
func patchEntry(e *content.Entry, patch []byte) (*content.Entry, error) {
	var sent map[string]any
	dec := json.NewDecoder(bytes.NewReader(patch))
	dec.UseNumber()
	if err := dec.Decode(&sent); err != nil || sent == nil || dec.More() {
		return nil, fault.New(fault.Invalid, "the body is not a JSON merge patch: it must be one JSON object")
	}
	var ps fault.Problems
	for name, v := range sent {
		if _, object := v.(map[string]any); name != "shared" && name != "locales" {
			ps.Add(fault.Problem{Pointer: "/" + name, Code: "unknown_field", Message: "an entry is changed by shared and locales"})
		} else if !object {
			ps.Add(fault.Problem{Pointer: "/" + name, Code: "wrong_kind", Message: "this must be an object"})
		}
	}
	if len(ps) > 0 {
		return nil, unfit(ps)
	}
	before, err := json.Marshal(entryDocuments{e.Shared, e.Locales})
	if err != nil {
		return nil, err
	}
	after, err := jsonpatch.MergePatch(before, patch)
	if err != nil {
		return nil, fault.New(fault.Invalid, "the body is not a JSON merge patch").With(err)
	}
	var docs entryDocuments
	if err := json.Unmarshal(after, &docs); err != nil {
		return nil, fault.New(fault.Unprocessable, "locales holds an object for each locale").With(err)
	}
	next := *e
	next.Shared, next.Locales = docs.Shared, docs.Locales
	return &next, nil
}

// save makes next the draft, if it is another: rules, rights, references, revision, audit.
func (e *editing) save(ctx context.Context, next *content.Entry, by content.By) error {
	return e.saveNaming(ctx, next, by, namedIn(e.typ, e.entry.Draft))
}

// saveNaming is save with references to other entries than those that the draft names, or that the actor may see.
func (e *editing) saveNaming(ctx context.Context, next *content.Entry, by content.By, besides targets) error {
	m, err := e.types(ctx)
	if err != nil {
		return err
	}
	old := e.entry
	before := old.Draft
	normal, ps := content.Normalize(m, next)
	if err := checkChanges(e.actor, identity.Update, e.typ, before, normal); err != nil {
		return err
	}
	refs, err := e.checkReferences(ctx, e.typ, normal, besides)
	if err != nil {
		return err
	}
	if ps = append(ps, refs...); len(ps) > 0 {
		return ps.Err()
	}
	if content.Same(before, normal) && !(e.entry.Autosaved && by.Kind != content.Autosaved) {
		return nil
	}
	told, err := e.settleBefore(ctx, by)
	if err != nil {
		return err
	}
	version, err := e.tx.SaveEntry(ctx, normal, e.entry.Version, by)
	if err != nil {
		return err
	}
	if err := e.tx.SetUses(ctx, normal.ID, false, uses(e.typ, normal)); err != nil {
		return err
	}
	if err := e.translated(ctx, e.typ, before, normal, version); err != nil {
		return err
	}
	if e.entry, err = e.tx.Entry(ctx, normal.ID); err != nil {
		return err
	}
	if e.entry.CarryReviews(old) {
		if err := e.tx.SaveState(ctx, e.entry); err != nil {
			return err
		}
	}
	if by.Kind == content.Autosaved {
		return nil // the audit tells of it with what ends it: see settle
	}
	was, is := auditChanges(e.typ, told, normal)
	return e.tell(ctx, "save", map[string]any{"kind": by.Kind, "note": by.Note, "version": version}, was, is)
}
