package authoring

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
)

// maxLineProblems is how many problems an import of lines tells.
const maxLineProblems = 200

// ImportLines creates and saves an entry for each line of NDJSON, and publishes the locales that it says, in one transaction: all of
// it or nothing. Each goes through the checks and rights of those who create, save and publish one. Where a line has neither shared
// values nor a locale that the entry has, these stay; so do fields that the actor may not read, and what is published of locales
// that it does not publish. A line with a version that is not the entry's, and with other documents, is refused. Lines may name one
// another, in any order. open gives the lines; they are read more than once. Errors: fault.Forbidden for who may write nothing;
// fault.Unprocessable with the problems of up to 200 lines, as /lines/{number}/….
func (a *Authoring) ImportLines(
	ctx context.Context, actor Actor, open func() (io.Reader, error), mode LinesMode,
) (done *LinesDone, err error) {
	done = &LinesDone{}
	written, err := a.write(ctx, actor, "import", func(p *publication) error {
		*done = LinesDone{}
		if err := a.mayAnywhere(ctx, p.tx, actor, identity.Create, identity.Update); err != nil {
			return err
		}
		w := &linesImport{publication: p, done: done, mode: mode, open: open, numbers: map[string]int{}}
		if err := w.run(ctx); err != nil {
			return err
		}
		if mode.DryRun {
			return errDryRun
		}
		p.unique()
		return p.tx.Audit(ctx, AuditEvent{Actor: actor, Action: "entries.import", Subject: "entries", Detail: map[string]any{
			"lines": done.Lines, "created": done.Created, "updated": done.Updated, "published": done.Published,
		}})
	})
	if errors.Is(err, errDryRun) {
		return done, nil
	}
	done.Written = written
	return done, err
}

// linesImport is one import of lines in its transaction.
type linesImport struct {
	*publication
	done     *LinesDone
	mode     LinesMode
	open     func() (io.Reader, error)
	heads    []lineHead
	numbers  map[string]int // of the line that has a place or an id
	problems fault.Problems
}

// lineHead is what is remembered of a line.
type lineHead struct {
	number            int
	id                string
	there             bool
	publish, archived []string
	done              LineDone
}

func (w *linesImport) run(ctx context.Context) error {
	group, err := loadGroup(ctx, w.tx)
	if err != nil {
		return err
	}
	owners := make(map[string]content.Place, len(group.there))
	for _, p := range group.there {
		owners[p.ID] = p
	}
	if err := w.each(func(number int, l *Line, ps fault.Problems) error {
		if len(ps) > 0 {
			w.refuse(number, ps)
			return nil
		}
		w.head(group, owners, number, l)
		return nil
	}); err != nil {
		return err
	}
	w.coming = group
	n := 0
	if err := w.each(func(number int, l *Line, ps fault.Problems) error {
		if n >= len(w.heads) || w.heads[n].number != number {
			return nil // it was refused
		}
		n++
		return w.attempt(number, w.save(ctx, &w.heads[n-1], l))
	}); err != nil {
		return err
	}
	for i := range w.heads {
		if len(w.problems) > 0 {
			break // nothing of it will stay
		}
		if err := w.attempt(w.heads[i].number, w.states(ctx, &w.heads[i])); err != nil {
			return err
		}
	}
	for i := range w.heads {
		if w.mode.Rows {
			w.done.Rows = append(w.done.Rows, w.heads[i].done)
		}
	}
	if len(w.problems) > 0 {
		return &fault.Error{Code: fault.Unprocessable, Message: "some lines cannot be imported; nothing was changed", Problems: w.problems}
	}
	return nil
}

func (w *linesImport) each(visit func(number int, l *Line, ps fault.Problems) error) error {
	r, err := w.open()
	if err != nil {
		return err
	}
	return eachLine(r, visit)
}

func (w *linesImport) refuse(number int, ps fault.Problems) {
	for _, p := range ps {
		if len(w.problems) < maxLineProblems {
			p.Pointer = fmt.Sprintf("/lines/%d%s", number, p.Pointer)
			p.Message = fmt.Sprintf("line %d: %s", number, p.Message)
			w.problems.Add(p)
		}
	}
}

// attempt makes problems of a line out of what a use case said of it. What is wrong with Portico itself ends the import.
func (w *linesImport) attempt(number int, err error) error {
	switch code := fault.CodeOf(err); code {
	case "":
		return nil
	case fault.Internal, fault.Unavailable, fault.Unauthenticated:
		return err
	default:
		var list fault.Problems
		var f *fault.Error
		if errors.As(err, &f) {
			list = f.Problems
		} else {
			errors.As(err, &list)
		}
		if len(list) == 0 && f != nil {
			list = fault.Problems{{Code: string(code), Message: f.Message}}
		}
		w.refuse(number, list)
		return nil
	}
}

// head finds out which entry a line is about. What it says of another entry is no more than that something is taken.
func (w *linesImport) head(g *group, owners map[string]content.Place, number int, l *Line) {
	fail := func(pointer, code, format string, args ...any) {
		w.refuse(number, fault.Problems{{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)}})
	}
	w.done.Lines++
	if l.ID != "" && !content.EntryID.MatchString(l.ID) {
		fail("/id", "bad_id", "the id is not a UUID of version 7 in small letters; leave it out to get one")
		return
	}
	owner, known := owners[l.ID]
	if l.Key == "" && known {
		l.Key = owner.Key
	}
	at, there := content.Place{}, false
	if l.Key != "" {
		at, there = g.there[place{l.Space, l.Type, l.Key}]
	}
	switch {
	case there && l.ID != "" && l.ID != at.ID, known && owner.ID != at.ID, g.purged[l.ID]:
		fail("/id", "taken", "the id is that of another entry, or the key is")
		return
	case there && w.mode.Create:
		fail("", "exists", "there is a %s with this key in %s already", quoteShort(l.Type), quoteShort(l.Space))
		return
	}
	h := lineHead{number: number, id: at.ID, there: there, publish: l.Publish, archived: l.Archived}
	if !there {
		if h.id = l.ID; h.id == "" {
			h.id = content.NewID()
		}
		if l.Key == "" {
			l.Key = h.id
		}
	}
	if first := w.numbers[h.id]; first > 0 {
		fail("", "repeated", "line %d is about the same entry", first)
		return
	}
	if first := w.numbers[l.Space+" "+l.Type+" "+l.Key]; first > 0 {
		fail("", "repeated", "line %d is about the same entry", first)
		return
	}
	w.numbers[h.id], w.numbers[l.Space+" "+l.Type+" "+l.Key] = number, number
	h.done = LineDone{Number: number, Entry: content.Place{ID: h.id, Space: l.Space, Type: l.Type, Key: l.Key}}
	w.heads = append(w.heads, h)
	if !there {
		g.know(content.Place{ID: h.id, Space: l.Space, Type: l.Type, Key: l.Key})
	}
}

// save creates the entry of a line, or saves it.
func (w *linesImport) save(ctx context.Context, h *lineHead, l *Line) error {
	by := content.By{Author: w.actor.ID, Kind: content.Imported}
	if !h.there {
		w.done.Created++
		h.done.State = LineCreated
		_, err := w.createAs(ctx, h.id, NewEntry{Space: l.Space, Type: l.Type, Key: l.Key, Shared: l.Shared, Locales: l.Locales}, by)
		return err
	}
	e, err := w.edit(ctx, identity.Update, h.id, 0)
	if err != nil {
		return err
	}
	before, draft := e.entry.Version, e.entry.Draft
	if err := e.save(ctx, w.merge(e, l), by); err != nil {
		return err
	}
	if e.entry.Version == before {
		w.done.Unchanged++
		h.done.State = LineUnchanged
		return nil
	}
	w.done.Updated++
	h.done.State = LineUpdated
	if l.Version != 0 && l.Version != before && !w.mode.Force && !content.Same(draft, e.entry.Draft) {
		return fault.Problems{{Pointer: "/version", Code: "stale", Message: fmt.Sprintf(
			"the line was made of version %d, and the entry has version %d: somebody has saved it since", l.Version, before)}}.Err()
	}
	return nil
}

// merge puts the documents of a line in the place of those of the draft; fields that the actor may not read stay in them.
func (w *linesImport) merge(e *editing, l *Line) *content.Entry {
	next := e.entry.Draft.Clone()
	hidden := func(tag string, old, doc map[string]any) map[string]any {
		out := make(map[string]any, len(doc))
		for name, v := range doc {
			out[name] = v
		}
		for name, v := range old {
			if _, sent := doc[name]; sent {
				continue
			}
			if f := e.typ.Field(name); f != nil && !w.actor.mayField(identity.Read, e.typ, next.Space, tag, f) {
				out[name] = v
			}
		}
		return out
	}
	if l.Shared != nil {
		next.Shared = hidden("", next.Shared, l.Shared)
	}
	for tag, doc := range l.Locales {
		next.Locales[tag] = hidden(tag, next.Locales[tag], doc)
	}
	return next
}

// states publishes and archives what a line says, as far as it is not so already.
func (w *linesImport) states(ctx context.Context, h *lineHead) error {
	if len(h.publish) > 0 {
		e, err := w.edit(ctx, identity.Publish, h.id, 0)
		if err != nil {
			return err
		}
		if tags, ps := e.open(h.publish, "/publish", content.StatusPublished); len(ps) > 0 {
			return ps.Err()
		} else if len(tags) > 0 {
			w.done.Published++
			h.done.Published = true
			if err := e.publish(ctx, tags); err != nil {
				return err
			}
		}
	}
	if len(h.archived) == 0 {
		return nil
	}
	e, err := w.edit(ctx, identity.Unpublish, h.id, 0)
	if err != nil {
		return err
	}
	tags, ps := e.open(h.archived, "/archived", content.StatusArchived)
	if len(ps) > 0 || len(tags) == 0 {
		return ps.Err()
	}
	return e.archive(ctx, tags, true)
}

// open gives those of some locales that have not a state yet; what is no locale of the entry is a problem.
func (e *editing) open(tags []string, pointer string, state content.Status) (out []string, ps fault.Problems) {
	for i, tag := range tags {
		if _, ok := e.entry.Draft.Locales[tag]; !ok {
			ps.Add(fault.Problem{
				Pointer: fmt.Sprintf("%s/%d", pointer, i), Code: "bad_locale", Message: "the entry has no document in locale " + quoteShort(tag),
			})
		} else if e.entry.Status(tag) != state && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out, ps
}

// comingTarget finds what a reference of an import's line means, among what is there and what other lines make; what the actor may
// not read is not there.
func (p *publication) comingTarget(space string, r schema.Ref) (string, bool) {
	id, ok := p.coming.target(space, r)
	if !ok || !p.actor.Access.MaySomewhere(identity.Read, r.Type, p.coming.byID[id].Space) {
		return "", false
	}
	return id, true
}
