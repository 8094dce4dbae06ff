package authoring

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

const (
	purgeLease      = 90 * time.Second // after which another node tells the cache
	purgeTime       = 60 * time.Second // of one attempt, with all its requests; below purgeLease
	purgePieces     = 200              // publications told at once
	maxPurgeKeys    = 4096             // of one attempt; where there are more, whole sites are purged
	purgeFirstPause = time.Second
	purgeLastPause  = 5 * time.Minute
	purgeRefusals   = 5 // of a request that will never be accepted, after which it is given up
)

// Cache is a CDN, or a proxy, that keeps answers of the delivery plane until it is told by surrogate key that they are old.
type Cache interface {
	// Name is its name in the configuration.
	Name() string
	// Purge drops all answers that carry one of the keys. Errors: fault.Invalid for what will never be accepted; any other is tried
	// again. No message holds a secret.
	Purge(ctx context.Context, keys []string) error
}

// PurgeState is how far a cache has been told.
type PurgeState struct {
	Target       string
	Generation   int64 // up to which it has been told
	Attempts     int64 // in vain, since then
	NextAt       *time.Time
	LeaseUntil   *time.Time
	FailingSince *time.Time
	Message      string // of the last failure
	Dead         int64  // publications that it refused for good
}

// Purges keeps how far caches have been told.
type Purges interface {
	// PurgeState gives one. Errors: fault.NotFound.
	PurgeState(ctx context.Context, target string) (*PurgeState, error)
	// BeginPurges notes a new cache, which knows nothing older than a generation. One that is there already stays as it is.
	BeginPurges(ctx context.Context, target string, generation int64) error
	// ClaimPurge takes the lease of a cache that is due and that nobody has. Errors: fault.NotFound.
	ClaimPurge(ctx context.Context, target string, now, until time.Time) (*PurgeState, error)
	// FinishPurge writes what came of it, and ends the lease that s still has. Errors: fault.NotFound where it is somebody else's now.
	FinishPurge(ctx context.Context, s *PurgeState) error
	// Publications lists the publications after a generation, in order.
	Publications(ctx context.Context, after int64, limit int) ([]*published.Publication, error)
	// TypesOf gives the content types of entries by id; those that were deleted for good are left out.
	TypesOf(ctx context.Context, ids []string) (map[string]string, error)
}

// PurgePlan says when a cache may be told of a publication: not before the nodes behind it serve it, or it would fill up with the old
// answers again.
type PurgePlan struct {
	Wait   time.Duration                                     // how long after a publication
	Served func(ctx context.Context, generation int64) error // gives nil once every node has a generation; nil where nobody can be asked
}

// PurgeStatus is how a cache is doing, for whoever watches.
type PurgeStatus struct {
	Behind   int64 // publications that it has not been told of
	Attempts int64 // in vain, since it was last told
	Dead     int64 // publications that it refused for good
}

// errNothingDue says that there is nothing to tell now.
var errNothingDue = errors.New("authoring: nothing is due")

// PurgeDue tells a cache what publications have changed, once of all nodes: what was not told is told with what comes next, so nothing
// is lost while a cache is away. It says whether something was told.
func (a *Authoring) PurgeDue(ctx context.Context, c Cache, plan PurgePlan) (status PurgeStatus, worked bool, err error) {
	due, status, err := a.duePurge(ctx, c.Name(), plan.Wait)
	if errors.Is(err, errNothingDue) {
		return status, false, nil
	}
	if err != nil {
		return status, false, err
	}
	until := a.now().Add(purgeLease).Truncate(time.Microsecond)
	var s *PurgeState
	err = a.store.Touch(ctx, func(tx Tx) (err error) {
		s, err = tx.ClaimPurge(ctx, c.Name(), a.now(), until)
		return err
	})
	if fault.Is(err, fault.NotFound) || (err == nil && s.Generation != due.from) { // another node was faster; its lease ends by itself
		return status, false, nil
	}
	if err != nil {
		return status, false, err
	}
	told := a.tell(ctx, c, plan, due)
	a.notePurge(s, due, told)
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), pieceTime)
	defer cancel()
	err = a.store.Touch(finish, func(tx Tx) error { return tx.FinishPurge(finish, s) })
	return status, told == nil, err
}

// duePurge is what a cache is told: the keys of the publications from < g ≤ to.
type duePurge struct {
	from, to int64
	keys     []string
}

func (a *Authoring) duePurge(ctx context.Context, target string, wait time.Duration) (due *duePurge, status PurgeStatus, err error) {
	var fresh bool
	err = a.store.View(ctx, func(tx Tx) error {
		head, err := tx.Generation(ctx)
		if err != nil {
			return err
		}
		s, err := tx.PurgeState(ctx, target)
		if fault.Is(err, fault.NotFound) {
			fresh, due = true, &duePurge{from: head}
			return nil
		}
		if err != nil {
			return err
		}
		status = PurgeStatus{Behind: max(head-s.Generation, 0), Attempts: s.Attempts, Dead: s.Dead}
		now := a.now()
		if s.Generation == head || later(s.NextAt, now) || later(s.LeaseUntil, now) {
			return errNothingDue
		}
		due, err = duePublications(ctx, tx, s.Generation, head, now, wait)
		return err
	})
	if err == nil && fresh { // what it has kept from before is not known, and no worse than without it
		err = a.store.Touch(ctx, func(tx Tx) error { return tx.BeginPurges(ctx, target, due.from) })
		return nil, status, errors.Join(err, errNothingDue)
	}
	return due, status, err
}

// FarAhead is further than any lease or pause reaches, and than clocks of nodes differ. A moment that is further ahead was noted by a
// clock that was set back since: nobody waits for it.
const FarAhead = 10 * time.Minute

func later(t *time.Time, now time.Time) bool {
	return t != nil && t.After(now) && !t.After(now.Add(FarAhead))
}

// ripe gives the publications up to the first that nodes may not have yet. What comes after it waits, too, also where its moment is
// before that one's, as of another node's clock: a cache is told in order.
func ripe(list []*published.Publication, now time.Time, wait time.Duration) []*published.Publication {
	young := func(p *published.Publication) bool {
		return p.At.After(now.Add(-wait)) && !p.At.After(now.Add(FarAhead))
	}
	if i := slices.IndexFunc(list, young); i >= 0 {
		return list[:i]
	}
	return list
}

func duePublications(ctx context.Context, tx Tx, from, head int64, now time.Time, wait time.Duration) (*duePurge, error) {
	list, err := tx.Publications(ctx, min(from, head), purgePieces)
	if err != nil {
		return nil, err
	}
	gap := from > head || len(list) == 0 || list[0].Generation != from+1 // another database, or a history that was cut off
	if gap {
		list, err = tx.Publications(ctx, head-1, 1)
	}
	if err != nil {
		return nil, err
	}
	if list = ripe(list, now, wait); len(list) == 0 {
		return nil, errNothingDue
	}
	due := &duePurge{from: from, to: list[len(list)-1].Generation}
	if !gap {
		due.keys, err = purgeKeys(ctx, tx, list)
	}
	if err == nil && (gap || len(due.keys) > maxPurgeKeys) {
		due.keys, err = everySite(ctx, tx)
	}
	return due, err
}

// purgeKeys gives the surrogate keys of all that publications changed.
func purgeKeys(ctx context.Context, tx Tx, list []*published.Publication) ([]string, error) {
	refs, ids := map[published.Ref]bool{}, []string{}
	for _, p := range list {
		for _, r := range p.Changes {
			if !refs[r] && r.Kind == published.KindEntry {
				ids = append(ids, r.Key)
			}
			refs[r] = true
		}
	}
	types, err := tx.TypesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	keys, unknown := map[string]bool{}, false
	for r := range refs {
		tags, known := r.Tags(types[r.Key])
		unknown = unknown || !known
		for _, t := range tags {
			keys[t] = true
		}
	}
	if unknown { // an entry that was deleted for good since: lists of its type cannot be named
		return everySite(ctx, tx)
	}
	return slices.Sorted(maps.Keys(keys)), nil
}

// everySite gives the keys that are on everything.
func everySite(ctx context.Context, tx Tx) ([]string, error) {
	sites, err := tx.Sites(ctx)
	if err != nil {
		return nil, err
	}
	keys := []string{published.SitesTag}
	for _, s := range sites {
		keys = append(keys, published.SiteTag(s.Key))
	}
	return keys, nil
}

func (a *Authoring) tell(ctx context.Context, c Cache, plan PurgePlan, due *duePurge) error {
	ctx, cancel := context.WithTimeout(ctx, purgeTime)
	defer cancel()
	if plan.Served != nil {
		if err := plan.Served(ctx, due.to); err != nil {
			a.logger.Warn("not all delivery nodes serve a publication yet; the cache is purged all the same",
				"cache", c.Name(), "generation", due.to, "err", err)
		}
	}
	if len(due.keys) == 0 {
		return nil
	}
	return c.Purge(ctx, due.keys)
}

// notePurge puts what came of an attempt into the state.
func (a *Authoring) notePurge(s *PurgeState, due *duePurge, told error) {
	now := a.now()
	if told == nil {
		if s.Attempts > 0 {
			a.logger.Info("a cache is told of publications again", "cache", s.Target, "generation", due.to, "attempts", s.Attempts)
		}
		s.Generation, s.Attempts, s.NextAt, s.FailingSince, s.Message = due.to, 0, nil, nil, ""
		return
	}
	s.Attempts++
	s.Message = told.Error()
	if s.FailingSince == nil {
		s.FailingSince = &now
	}
	next := now.Add(purgePause(s.Attempts))
	s.NextAt = &next
	log := []any{"cache", s.Target, "from", due.from + 1, "to", due.to, "attempts", s.Attempts, "err", told}
	if fault.Is(told, fault.Invalid) && s.Attempts >= purgeRefusals {
		s.Dead += due.to - due.from
		s.Generation, s.Attempts, s.FailingSince = due.to, 0, nil
		a.logger.Error("a cache refuses what it is told of publications: given up, it serves old answers until they expire",
			append(log, "keys", due.keys[:min(len(due.keys), 50)])...)
		return
	}
	a.logger.Error("a cache could not be told of publications; it is tried again", append(log, "next", next)...)
}

// purgePause doubles with each attempt, with some chance in it, so that not all nodes and targets come at once.
func purgePause(attempts int64) time.Duration {
	pause := purgeLastPause
	if attempts < 10 {
		pause = min(purgeFirstPause<<(attempts-1), purgeLastPause)
	}
	return pause/2 + rand.N(pause/2) //nolint:gosec // chance, no secret
}
