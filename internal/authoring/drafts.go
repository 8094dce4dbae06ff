package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/schema"
)

// DraftIndex is the read side of the draft view: what lists, filters and searches of editors are answered from. Package readmodel
// has one.
type DraftIndex interface {
	query.Reader
	// Position says which log was applied, and how far.
	Position(ctx context.Context) (identity string, sequence int64, err error)
	// Damaged says whether it must be made anew.
	Damaged() bool
	// Apply writes what fill puts, in one transaction; reset forgets everything first. It lets others have the processor from time to
	// time, unless hurry says that somebody waits for its end.
	Apply(
		ctx context.Context, identity string, reset bool, hurry func() bool, fill func(put func(published.Record) error) (int64, error),
	) error
}

// Drafts keeps the draft view up to date with the database: each node of the authoring plane has one of its own.
type Drafts struct {
	Index  DraftIndex
	Saved  <-chan struct{} // signalled after a write of this process
	Poll   time.Duration   // how often it looks for writes of others
	Logger *slog.Logger

	a       *Authoring
	mu      sync.Mutex    // one catches up at a time
	waiting atomic.Int32  // lists that wait for it
	waited  chan struct{} // signalled where one begins to
}

// FollowDrafts gives the draft view to lists. Run must be called to keep it up to date.
func (a *Authoring) FollowDrafts(d *Drafts) {
	d.a, d.waited = a, make(chan struct{}, 1)
	a.drafts = d
}

// Run follows until the context ends. Errors are logged, once for each silence, and tried again.
func (d *Drafts) Run(ctx context.Context) {
	ticker := time.NewTicker(d.Poll)
	defer ticker.Stop()
	failing := false
	for {
		err := d.CatchUp(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil && !failing {
			d.Logger.Error("lists of drafts cannot be brought up to date", "err", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-d.Saved:
			d.gather(ctx)
		case <-d.waited:
		}
	}
}

// After a write the view waits for others until there was none for gatherTime, and not for longer than gatherMost, where no list waits
// for it: saves that come close together are applied at once, and none waits for the view of the one before.
const (
	gatherTime = 50 * time.Millisecond
	gatherMost = 500 * time.Millisecond
)

func (d *Drafts) gather(ctx context.Context) {
	most := time.After(gatherMost)
	for {
		select {
		case <-d.Saved:
			continue
		case <-ctx.Done():
		case <-d.waited:
		case <-most:
		case <-time.After(gatherTime):
		}
		return
	}
}

// CatchUp applies everything that was written since.
func (d *Drafts) CatchUp(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	at, from, err := d.Index.Position(ctx)
	damaged := d.Index.Damaged()
	if err != nil && !damaged {
		return err
	}
	return d.a.store.View(ctx, func(tx Tx) error {
		view, err := d.view(ctx, tx)
		if err != nil {
			return err
		}
		head, err := tx.LastSequence(ctx)
		if err != nil {
			return err
		}
		reset := damaged || at != view.identity || head < from // head is behind where a backup was restored
		if reset {
			from = 0
		} else if head == from {
			return nil
		}
		return d.Index.Apply(ctx, view.identity, reset, d.awaited, func(put func(published.Record) error) (int64, error) {
			return head, view.fill(ctx, tx, from, put)
		})
	})
}

// draftLayout is another with every change of what drafts are compiled to: then the view is made anew.
const draftLayout = "3"

// draftView is what all rows of the draft view depend on. Where it changes, the view is made anew.
type draftView struct {
	compiler *publishing.Compiler
	model    *schema.Model
	locales  []string
	identity string
}

func (d *Drafts) view(ctx context.Context, tx Tx) (*draftView, error) {
	model, err := d.a.modelIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	locales, err := groupLocales(ctx, tx)
	if err != nil {
		return nil, err
	}
	installation, err := tx.Installation(ctx)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(draftLayout + " " + model.Hash() + " " + strings.Join(locales, " ")))
	return &draftView{d.a.compiler, model, locales, installation + "/" + hex.EncodeToString(sum[:8])}, nil
}

// groupLocales gives the locales of all sites, those of most sites first.
func groupLocales(ctx context.Context, tx Tx) ([]string, error) {
	sites, err := tx.Sites(ctx)
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	var tags []string
	for _, s := range sites {
		for _, l := range s.Locales {
			if count[l.Tag]++; count[l.Tag] == 1 {
				tags = append(tags, l.Tag)
			}
		}
	}
	slices.SortFunc(tags, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	return tags, nil
}

func (v *draftView) fill(ctx context.Context, tx Tx, from int64, put func(published.Record) error) error {
	if from == 0 {
		for _, r := range append(v.compiler.DraftModel(v.model), v.chains()) {
			if err := put(r); err != nil {
				return err
			}
		}
	}
	_, err := tx.EntriesSince(ctx, from, func(s *content.Stored) error {
		t := v.model.Type(s.Draft.Type)
		if t == nil {
			return nil // its type is not in force
		}
		r := v.compiler.Draft(t, s, v.locales)
		r.Generation = s.Sequence
		return put(r)
	}, func(id string, sequence int64) error {
		return put(published.Record{Kind: published.KindEntry, Key: id, Generation: sequence, Deleted: true})
	})
	return err
}

// chains stands for the sites: in each locale, what an entry lacks is shown in the others.
func (v *draftView) chains() published.Record {
	body := published.Site{Key: "drafts"}
	for _, tag := range v.locales {
		body.Locales = append(body.Locales, published.SiteLocale{Tag: tag, Chain: draftChain(tag, v.locales)})
	}
	return published.NewRecord(published.KindSite, body.Key, body)
}

func draftChain(tag string, locales []string) []string {
	chain := []string{tag}
	for _, other := range locales {
		if other != tag {
			chain = append(chain, other)
		}
	}
	return chain
}

// awaited says whether a list waits for the view.
func (d *Drafts) awaited() bool { return d.waiting.Load() > 0 }

// waitStep is how often a list that waits for a write looks again.
const waitStep = 10 * time.Millisecond

// reach waits until the view is as far as a write, or the context ends. Errors: fault.Invalid for one that there was not, which would be
// waited for till the end.
func (d *Drafts) reach(ctx context.Context, sequence int64) error {
	_, at, err := d.Index.Position(ctx)
	if err != nil || at >= sequence {
		return err
	}
	var last int64
	if err := d.a.store.View(ctx, func(tx Tx) error { last, err = tx.LastSequence(ctx); return err }); err != nil {
		return err
	}
	if sequence > last {
		message := fmt.Sprintf("there was no write %d yet: ask with the number that a write told you", sequence)
		return &fault.Error{Code: fault.Invalid, Message: message, Problems: fault.Problems{{Code: "unknown_write", Message: message}}}
	}
	d.waiting.Add(1)
	defer d.waiting.Add(-1)
	for {
		_, at, err := d.Index.Position(ctx)
		if err != nil || at >= sequence {
			return err
		}
		select {
		case d.waited <- struct{}{}:
		default:
		}
		select {
		case <-ctx.Done():
			return fault.New(fault.Unavailable, "the list is not up to date yet: try again").With(fault.RetryIn(time.Second))
		case <-time.After(waitStep):
		}
	}
}
