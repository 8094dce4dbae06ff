package authoring

import (
	"context"
	"fmt"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
)

// maxProblems is how many problems of entries an import tells: who has more has them for the same reason.
const maxProblems = 1000

// entryImport saves and publishes the folder's entries, one after the other: no more than one is in memory. Each is checked before
// it is written; once one is bad, the others are only checked, so that all problems are told at once.
type entryImport struct {
	*importing
	group    *group
	ids      []string // of the entries, in the order of the folder
	problems fault.Problems
	claims   []claimed
	above    map[string]treeNode // of the folder's entries in trees, by id
}

// claimed are the unique values that an entry of the folder wants.
type claimed struct {
	number  int // of the entry in the folder
	place   content.Entry
	values  []content.UniqueValue
	pointer string // of what is published, within the file
	old     bool   // it may own values already
}

type treeNode struct {
	number int
	parent string
}

func (i *importing) importEntries(ctx context.Context) error {
	if i.Entries.Len() == 0 {
		return nil
	}
	group, err := loadGroup(ctx, i.tx)
	if err != nil {
		return err
	}
	w := &entryImport{importing: i, group: group, above: map[string]treeNode{}}
	w.ids, w.problems = group.identify(i.model, i.Entries)
	if err := i.Entries.Each(func(n int, f *content.File) error { return w.one(ctx, n, f) }); err != nil {
		return err
	}
	if err := w.checkTree(ctx); err != nil {
		return err
	}
	if err := w.problems.Err(); err != nil {
		return err
	}
	return w.claim(ctx)
}

func (w *entryImport) refuse(ps fault.Problems) {
	w.problems = append(w.problems, ps[:min(len(ps), max(0, maxProblems-len(w.problems)))]...)
}

// one checks an entry, and writes it where everything before it was good.
func (w *entryImport) one(ctx context.Context, n int, f *content.File) error {
	f.Entry.ID = w.ids[n]
	t := w.model.Type(f.Entry.Type)
	w.refuse(f.Locate(w.resolve(t, f.Entry, "")))
	draft, ps := content.Normalize(w.model, f.Entry)
	if f.Published != nil {
		f.Published.ID = f.Entry.ID
		w.refuse(f.Locate(w.resolve(t, f.Published, "/published")))
		w.refuse(f.Locate(under("/published", content.CheckPublish(w.model, f.Published, f.Publish, nil))))
	} else if len(f.Publish) > 0 {
		ps = content.CheckPublish(w.model, f.Entry, f.Publish, nil)
	}
	w.refuse(f.Locate(ps))
	f.Entry = draft
	if err := w.checkShown(ctx, t, f); err != nil {
		return err
	}
	if f.Parent != "" {
		id, ok := w.group.target(draft.Space, schema.Ref{Type: draft.Type, Target: f.Parent})
		if above := w.group.byID[id]; !ok || above.Space != draft.Space {
			w.refuse(f.Locate(fault.Problems{{
				Pointer: "/parent", Code: "unknown_entry", Message: fmt.Sprintf("there is no %s %.80q in %s", draft.Type, f.Parent, draft.Space),
			}}))
		}
		f.Parent = id
		w.above[draft.ID] = treeNode{n, id}
	}
	if len(w.problems) > 0 {
		return nil
	}
	return w.write(ctx, n, t, f)
}

// checkShown refuses media that may not stand where they do, and colours that a site would not have.
func (w *entryImport) checkShown(ctx context.Context, t *schema.Type, f *content.File) error {
	ps, err := w.checkMedia(ctx, t, f.Entry)
	if err != nil {
		return err
	}
	w.refuse(f.Locate(ps))
	if f.Published == nil {
		ps, err = w.checkColors(ctx, t, f.Entry, f.Publish)
		w.refuse(f.Locate(ps))
		return err
	}
	if ps, err = w.checkMedia(ctx, t, f.Published); err != nil {
		return err
	}
	colors, err := w.checkColors(ctx, t, f.Published, f.Publish)
	w.refuse(f.Locate(under("/published", append(ps, colors...))))
	return err
}

func (w *entryImport) resolve(t *schema.Type, e *content.Entry, pointer string) fault.Problems {
	return under(pointer, content.ResolveRefs(t, e, func(r schema.Ref) (string, bool) { return w.group.target(e.Space, r) }))
}

// under puts a pointer before those of problems.
func under(pointer string, ps fault.Problems) fault.Problems {
	for i := range ps {
		ps[i].Pointer = pointer + ps[i].Pointer
	}
	return ps
}

// checkTree refuses entries that would stand below themselves.
func (w *entryImport) checkTree(ctx context.Context) error {
	for id, node := range w.above {
		at := node.parent
		for range maxTreeDepth {
			if at == "" || at == id {
				break
			}
			next, ours := w.above[at]
			if !ours {
				s, err := w.tx.Entry(ctx, at)
				if err != nil && !fault.Is(err, fault.NotFound) {
					return err
				}
				if err == nil {
					next.parent = s.Parent
				}
			}
			at = next.parent
		}
		if at != "" {
			w.refuse(w.Entries.Locate(node.number, fault.Problems{{
				Pointer: "/parent", Code: "cycle", Message: "this entry would stand below itself, or too deep",
			}}))
		}
	}
	return nil
}

// maxTreeDepth is how deep entries of an import may stand below one another.
const maxTreeDepth = 100

// claim gives the values that are unique to their new owners: first all let go of those that they had, because two may have
// exchanged theirs.
func (w *entryImport) claim(ctx context.Context) error {
	for i := range w.claims {
		if c := &w.claims[i]; c.old {
			if _, err := w.tx.ClaimValues(ctx, &c.place, nil); err != nil {
				return err
			}
		}
	}
	for i := range w.claims {
		c := &w.claims[i]
		if len(c.values) == 0 {
			continue
		}
		taken, err := w.tx.ClaimValues(ctx, &c.place, c.values)
		if err != nil {
			return err
		}
		var ps fault.Problems
		for pointer, owner := range taken {
			other := w.group.byID[owner]
			ps.Add(fault.Problem{
				Pointer: c.pointer + pointer, Code: "repeated",
				Message: fmt.Sprintf("entry %s/%s/%s has this value already, and it is unique", other.Space, other.Type, other.Key),
			})
		}
		if len(ps) > 0 {
			w.refuse(w.Entries.Locate(c.number, ps))
		}
	}
	for i := range w.claims {
		c := &w.claims[i]
		taken, err := w.addressesTaken(ctx, w.model.Type(c.place.Type), &c.place, c.values)
		if err != nil {
			return err
		}
		if len(taken) > 0 {
			w.refuse(w.Entries.Locate(c.number, under(c.pointer, taken)))
		}
	}
	w.problems.Sort()
	return w.problems.Err()
}

// recompile compiles the stored entries of content types that were compiled differently before: their Markdown fields may be
// others now.
func (i *importing) recompile(ctx context.Context, types []published.Record) error {
	if len(types) == 0 {
		return nil
	}
	hashes, err := i.tx.Hashes(ctx, published.KindEntry)
	if err != nil {
		return err
	}
	for _, r := range types {
		if r.Deleted {
			continue
		}
		err := eachIn(ctx, i.tx, content.Filter{Type: r.Key}, func(s *content.Stored) error {
			if s.Published != nil {
				record, err := i.a.entryRecord(ctx, i.tx, i.model.Type(r.Key), s)
				if err != nil {
					return err
				}
				for _, changed := range publishing.Changed([]published.Record{record}, hashes) {
					if err := i.hold(ctx, changed); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
