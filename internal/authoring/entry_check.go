package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// CheckEntry gives everything that stands in the way of publishing an entry in some locales (none: all it has). Errors:
// fault.NotFound.
func (a *Authoring) CheckEntry(ctx context.Context, actor Actor, id string, locales []string) (ps fault.Problems, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		p := &publication{a: a, tx: tx, actor: actor}
		e, err := p.edit(ctx, identity.Read, id, 0)
		if err != nil {
			return err
		}
		if len(locales) == 0 {
			locales = e.entry.Draft.Tags()
		}
		ps, err = e.obstacles(ctx, e.entry.Draft, locales)
		return err
	})
	return ps, err
}

// problems gives what stands in the way of publishing the draft in some locales.
func (e *editing) problems(ctx context.Context, locales []string) (fault.Problems, error) {
	return e.problemsOf(ctx, e.entry.Draft, locales)
}

// problemsOf is problems for a revision.
func (e *editing) problemsOf(ctx context.Context, next *content.Entry, locales []string) (fault.Problems, error) {
	m, err := e.types(ctx)
	if err != nil {
		return nil, err
	}
	ps := content.CheckPublish(m, next, locales, e.entry.Live())
	refs, err := e.checkReferences(ctx, e.typ, next, notTrashed)
	if err != nil {
		return nil, err
	}
	colors, err := e.checkColors(ctx, e.typ, next, locales)
	if err != nil {
		return nil, err
	}
	ps = append(append(ps, refs...), colors...)
	ps.Sort()
	return ps.Unique(), nil
}

// obstacles are problemsOf, and values that others have: everything that stands in the way of publishing a revision as things are.
func (e *editing) obstacles(ctx context.Context, next *content.Entry, locales []string) (fault.Problems, error) {
	ps, err := e.problemsOf(ctx, next, locales)
	if err != nil {
		return nil, err
	}
	out := *next // what else is out is its own already
	out.Locales = map[string]map[string]any{}
	for _, tag := range locales {
		if doc, ok := next.Locales[tag]; ok {
			out.Locales[tag] = doc
		}
	}
	values := uniqueValues(e.typ, &out)
	others, err := e.valuesTaken(ctx, &out, values)
	if err != nil {
		return nil, err
	}
	addresses, err := e.addressesTaken(ctx, e.typ, &out, values)
	ps = append(append(ps, others...), addresses...)
	ps.Sort()
	return ps.Unique(), err
}

// valuesTaken gives the unique values that another entry of the space has.
func (e *editing) valuesTaken(ctx context.Context, next *content.Entry, values []content.UniqueValue) (ps fault.Problems, err error) {
	if len(values) == 0 {
		return nil, nil
	}
	owners, err := e.tx.ValueOwners(ctx, e.typ.Name(), []string{next.Space}, values)
	for _, o := range owners {
		if o.Entry != next.ID {
			ps.Add(takenValue(o.Pointer, o.Entry))
		}
	}
	return ps, err
}

func takenValue(pointer, owner string) fault.Problem {
	message := fmt.Sprintf("entry %s has this value already, and it is unique", owner)
	return fault.Problem{Pointer: pointer, Code: "taken_value", Message: message}
}

// uses gives the entries that an entry names, and the media that it shows. References that are not ids lead nowhere, and are refused
// before they are stored.
func uses(t *schema.Type, e *content.Entry) []content.Use {
	if e == nil {
		return nil
	}
	var out []content.Use
	for _, r := range content.Refs(t, e) {
		out = append(out, content.Use{Source: e.ID, Pointer: r.Pointer, Target: r.Target})
	}
	return append(out, mediaUses(t, e)...)
}

// targets says which entries references may lead to, besides those in use that the actor may see.
type targets func(*content.Stored) bool

// The targets of references that somebody else has made.
func anyOf(*content.Stored) bool        { return true }
func notTrashed(s *content.Stored) bool { return !s.Trashed() }

// namedIn lets references stay that stand in a document: also those to what the actor may not see, or what is in the trash.
func namedIn(t *schema.Type, doc *content.Entry) targets {
	named := map[string]bool{}
	for _, r := range content.Refs(t, doc) {
		named[r.Target] = true
	}
	return func(s *content.Stored) bool { return named[s.Draft.ID] }
}

// checkReferences puts ids in the place of keys, and gives the references that lead to no entry that the actor may see, nor to one of
// the targets besides (nil: none), and the media that may not stand where they do.
func (p *publication) checkReferences(ctx context.Context, t *schema.Type, e *content.Entry, besides targets) (fault.Problems, error) {
	ps, err := p.checkEntries(ctx, t, e, besides)
	if err != nil {
		return nil, err
	}
	shown, err := p.checkMedia(ctx, t, e)
	return append(ps, shown...), err
}

func (p *publication) checkEntries(ctx context.Context, t *schema.Type, e *content.Entry, besides targets) (fault.Problems, error) {
	refs := content.Refs(t, e)
	if len(refs) == 0 {
		return nil, nil
	}
	if p.coming != nil {
		return content.ResolveRefs(t, e, func(r schema.Ref) (string, bool) { return p.comingTarget(e.Space, r) }), nil
	}
	ids := make([]string, 0, len(refs))
	for _, r := range refs {
		if content.EntryID.MatchString(r.Target) {
			ids = append(ids, r.Target)
		}
	}
	found, err := p.tx.EntriesByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	known := make(map[schema.Ref]string, len(found))
	m, err := p.types(ctx)
	if err != nil {
		return nil, err
	}
	trashed := map[string]string{}
	for _, s := range found {
		mayRead := p.actor.Access.MaySomewhere(identity.Read, s.Draft.Type, s.Draft.Space)
		if s.Trashed() && mayRead {
			trashed[s.Draft.ID] = titled(p.actor, m.Type(s.Draft.Type), s)
		}
		if mayRead && !s.Trashed() || besides != nil && besides(s) {
			known[schema.Ref{Type: s.Draft.Type, Target: s.Draft.ID}] = s.Draft.ID
		}
	}
	var failed error
	ps := content.ResolveRefs(t, e, func(r schema.Ref) (string, bool) {
		if id, ok := known[r]; ok || content.EntryID.MatchString(r.Target) {
			return id, ok
		}
		id, err := p.byKey(ctx, e.Space, r)
		if err != nil {
			failed = err
		}
		return id, id != ""
	})
	for _, r := range refs {
		if i := slices.IndexFunc(ps, func(p fault.Problem) bool { return p.Pointer == r.Pointer }); i >= 0 && trashed[r.Target] != "" {
			ps[i].Code, ps[i].Message = "trashed_entry", fmt.Sprintf("%q is in the trash", trashed[r.Target])
		}
	}
	return ps, failed
}

// titled gives what an entry is called, as far as the actor may read it: its title in some locale, or its key.
func titled(actor Actor, t *schema.Type, s *content.Stored) string {
	if t == nil || t.Title() == nil {
		return s.Draft.Key
	}
	seen := readableEntry(actor, t, s.Draft)
	docs := []map[string]any{seen.Shared}
	for _, tag := range seen.Tags() {
		docs = append(docs, seen.Locales[tag])
	}
	for _, doc := range docs {
		if title, ok := doc[t.Title().Name()].(string); ok && title != "" {
			return title
		}
	}
	return s.Draft.Key
}

// byKey finds the entry that one of a space means by type and key: the nearest of its own space, its parent's and the shared one.
func (p *publication) byKey(ctx context.Context, space string, r schema.Ref) (id string, err error) {
	spaces := []string{site.Shared}
	if space != site.Shared {
		s, err := p.tx.Site(ctx, space)
		if err != nil {
			return "", err
		}
		spaces = s.Spaces()
	}
	for _, near := range spaces {
		s, err := p.tx.EntryByKey(ctx, near, r.Type, r.Target)
		switch {
		case fault.Is(err, fault.NotFound):
		case err != nil:
			return "", err
		case !s.Trashed() && p.actor.Access.MaySomewhere(identity.Read, r.Type, near):
			return s.Draft.ID, nil
		}
	}
	return "", nil
}

// claim makes the entry the owner of its unique values, as it is published now. Error: fault.Unprocessable with each that another
// entry of the space owns.
func (e *editing) claim(ctx context.Context) error {
	taken, err := e.tx.ClaimValues(ctx, e.entry.Draft, uniqueValues(e.typ, e.entry.Published))
	if err != nil {
		return err
	}
	var ps fault.Problems
	for pointer, owner := range taken {
		ps.Add(takenValue(pointer, owner))
	}
	ps.Sort()
	return ps.Err()
}

// uniqueValues gives what nobody else in the space may have: every slug, and the values of fields that say so.
func uniqueValues(t *schema.Type, e *content.Entry) (out []content.UniqueValue) {
	if e == nil {
		return nil
	}
	for _, f := range t.Fields() {
		if !f.Unique() && f != t.Slug() {
			continue
		}
		add := func(tag, pointer string, doc map[string]any) {
			if v, ok := doc[f.Name()]; ok {
				out = append(out, content.UniqueValue{Field: f.Name(), Locale: tag, Hash: hashOf(v), Pointer: pointer + "/" + f.Name()})
			}
		}
		if !f.Localized() {
			add("", "/shared", e.Shared)
			continue
		}
		for _, tag := range e.Tags() {
			add(tag, "/locales/"+tag, e.Locales[tag])
		}
	}
	return out
}

func hashOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("authoring: " + err.Error()) // values of entries are JSON
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
