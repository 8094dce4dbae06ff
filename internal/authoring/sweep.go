package authoring

import (
	"context"
	"sync"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

const (
	sweptEntries = 100                 // of which one transaction purges, or thins out the history of
	sweptTimes   = 20                  // transactions of one run
	keepJobs     = 30 * 24 * time.Hour // finished jobs
	keptWalk     = 200                 // revisions that are read at a time
)

// Swept counts what a run of the sweeper took away.
type Swept struct {
	Purged    []string // ids of entries that had been in the trash for long enough
	Revisions int
	Jobs      int
}

func (s *Swept) none() bool { return len(s.Purged) == 0 && s.Revisions == 0 && s.Jobs == 0 }

// sweeper remembers where the next run goes on, so that entries that have to keep much do not stand before the others.
type sweeper struct {
	mu    sync.Mutex
	typ   string // content type whose histories are being thinned out
	after string // id of the entry that was seen to last
}

// Sweep deletes what content types do not want kept any longer: entries that were in the trash for their time, and old revisions;
// and jobs that were finished a month ago. What is published, planned or in review stays, and for a type that asks for four eyes
// all that was saved since the last publication. A run is bounded and cut into transactions; each that took something away has one
// audit line.
func (a *Authoring) Sweep(ctx context.Context) (total Swept, err error) {
	a.sweep.mu.Lock()
	defer a.sweep.mu.Unlock()
	for range sweptTimes {
		done, more, err := a.sweepPiece(ctx)
		total.Purged = append(total.Purged, done.Purged...)
		total.Revisions += done.Revisions
		total.Jobs += done.Jobs
		if err != nil || !more || ctx.Err() != nil {
			return total, err
		}
	}
	return total, nil
}

// sweepPiece looks what there is to do without the write lock, and does it in one transaction.
func (a *Authoring) sweepPiece(ctx context.Context) (done Swept, more bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, pieceTime)
	defer cancel()
	var found sweeping
	err = a.store.View(ctx, func(tx Tx) error {
		found, err = a.findSweep(ctx, tx)
		return err
	})
	if fault.Is(err, fault.NotFound) { // no model yet
		return done, false, nil
	}
	if err != nil || found.nothing() {
		return done, found.more, err
	}
	_, err = a.write(ctx, System("sweeper"), "", func(p *publication) error {
		done = Swept{}
		if done.Jobs, err = p.tx.DropJobs(ctx, a.now().Add(-keepJobs), sweptEntries); err != nil {
			return err
		}
		for _, id := range found.purge {
			if err := p.sweepTrash(ctx, id, &done); err != nil {
				return err
			}
		}
		for _, id := range found.crowded {
			if err := p.thinOut(ctx, id, &done); err != nil {
				return err
			}
		}
		if done.none() {
			return nil
		}
		return p.tx.Audit(ctx, AuditEvent{
			Actor: p.actor, Action: "retention.sweep", Subject: "retention",
			Detail: map[string]any{"purged": orNone(done.Purged), "revisions": done.Revisions, "jobs": done.Jobs},
		})
	})
	return done, found.more, err
}

func orNone(ids []string) []string { return append([]string{}, ids...) }

// sweeping is what one transaction is to look at.
type sweeping struct {
	purge, crowded []string
	jobs           bool
	more           bool // there is more to look at after it
}

func (s *sweeping) nothing() bool { return len(s.purge) == 0 && len(s.crowded) == 0 && !s.jobs }

func (a *Authoring) findSweep(ctx context.Context, tx Tx) (found sweeping, err error) {
	m, err := a.modelIn(ctx, tx)
	if err != nil {
		return found, err
	}
	for _, t := range m.Types() {
		old, err := tx.Entries(ctx, content.Filter{Type: t.Name(), Trashed: true, Before: a.trashLimit(t), Limit: sweptEntries})
		if err != nil {
			return found, err
		}
		for _, s := range old {
			found.purge = append(found.purge, s.Draft.ID)
		}
		if len(found.purge) >= sweptEntries {
			found.more = true
			return found, nil
		}
	}
	if found.jobs, err = tx.HasOldJobs(ctx, a.now().Add(-keepJobs)); err != nil {
		return found, err
	}
	err = a.findCrowded(ctx, tx, m, &found)
	return found, err
}

func (a *Authoring) trashLimit(t *schema.Type) time.Time {
	return a.now().AddDate(0, 0, -t.Retention().Days)
}

// findCrowded finds the next entries with more revisions than their type keeps, type after type; at the end it begins again.
func (a *Authoring) findCrowded(ctx context.Context, tx Tx, m *schema.Model, found *sweeping) (err error) {
	for _, t := range m.Types() {
		if t.Name() < a.sweep.typ {
			continue
		}
		if t.Name() != a.sweep.typ {
			a.sweep.typ, a.sweep.after = t.Name(), ""
		}
		found.crowded, err = tx.Crowded(ctx, t.Name(), t.Retention().Revisions, a.sweep.after, sweptEntries)
		if err != nil {
			return err
		}
		if len(found.crowded) > 0 {
			a.sweep.after = found.crowded[len(found.crowded)-1]
			found.more = true
			return nil
		}
	}
	a.sweep.typ, a.sweep.after = "", ""
	return nil
}

// sweepTrash purges an entry, if it is still in the trash and its time is over.
func (p *publication) sweepTrash(ctx context.Context, id string, done *Swept) error {
	s, t, err := p.a.typedEntry(ctx, p.tx, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || !s.Trashed() || !s.TrashedAt.Before(p.a.trashLimit(t)) {
		return err
	}
	if err := p.takeOut(ctx, id); err != nil {
		return err
	}
	done.Purged = append(done.Purged, id)
	return p.tx.PurgeEntry(ctx, id)
}

// takeOut takes references to an entry that is about to be deleted for good out of the drafts that name it: entries that were taken
// out of the trash before it. There is nobody to ask.
func (p *publication) takeOut(ctx context.Context, id string) error {
	users, err := p.users(ctx, id)
	if err != nil {
		return err
	}
	for _, u := range users {
		before := u.entry.Draft
		lost, err := u.withoutLost(ctx, func(s *content.Stored) bool { return s.Draft.ID != id })
		if err != nil {
			return err
		}
		was, is := auditChanges(u.typ, before, u.entry.Draft)
		if err := u.tell(ctx, "save", map[string]any{"lost": lost, "version": u.entry.Version}, was, is); err != nil {
			return err
		}
	}
	return nil
}

// thinOut deletes the revisions of an entry that nobody needs.
func (p *publication) thinOut(ctx context.Context, id string, done *Swept) error {
	s, t, err := p.a.typedEntry(ctx, p.tx, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var all []int64
	for before := int64(0); ; {
		page, err := p.tx.Revisions(ctx, id, before, keptWalk)
		if err != nil {
			return err
		}
		for _, r := range page {
			all = append(all, r.Version)
		}
		if len(page) < keptWalk {
			break
		}
		before = page[len(page)-1].Version
	}
	keep := kept(s, t, all)
	if len(keep) == len(all) {
		return nil
	}
	done.Revisions += len(all) - len(keep)
	return p.tx.DropRevisions(ctx, id, keep)
}

// kept gives the revisions that stay, of all that there are, the newest first.
func kept(s *content.Stored, t *schema.Type, all []int64) []int64 {
	needed, base := map[int64]bool{s.Version: true}, s.Version
	for _, tag := range append(s.Draft.Tags(), s.Live()...) {
		base = min(base, s.Workflow[tag].Version)
	}
	for _, flow := range s.Workflow {
		needed[flow.Version] = true
		for _, plan := range []*content.Schedule{flow.Schedule, flow.Expiry} {
			if plan != nil {
				needed[plan.Version] = true
			}
		}
		if flow.Review != nil {
			needed[flow.Review.Version] = true
		}
	}
	var keep []int64
	for i, v := range all {
		if i < t.Retention().Revisions || needed[v] || t.ReviewRequired() && v >= base {
			keep = append(keep, v)
		}
	}
	return keep
}
