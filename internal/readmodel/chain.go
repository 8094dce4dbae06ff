package readmodel

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Limits of chains that no site has: each costs as much as another language of all entries.
const (
	maxAsked  = 16
	keepAsked = 10 * time.Minute // one that was used since then is not given up for another
	makeLimit = time.Minute      // to make the rows of a chain: a publication waits for as long
	// retryAsked is the rest after a failure.
	retryAsked = time.Minute
)

var errAsked = fault.New(fault.Unavailable, "no more lists of locales can be laid out now: use fallback=auto")

// asked knows the chains that queries asked for. They are made one at a time, and one that several requests wait for is made once.
type asked struct {
	mu     sync.Mutex
	used   map[string]time.Time     // when a chain was last asked for
	making map[string]chan struct{} // closed when a chain is done, or has failed
	failed time.Time                // when one could not be made last
}

// Chain implements delivery.Index. A chain that is not there is made for all entries, by the side of the requests that wait for
// it: one whose time runs out is told to come again.
func (m *ReadModel) Chain(ctx context.Context, tags []string) error {
	key := chainKey(tags)
	id, err := m.chainID(ctx, key)
	if err != nil {
		return err
	}
	m.asked.mu.Lock()
	m.asked.used[key] = time.Now()
	if id != 0 {
		m.asked.mu.Unlock()
		return nil
	}
	done := m.asked.making[key]
	if done == nil && time.Since(m.asked.failed) < retryAsked {
		m.asked.mu.Unlock()
		return errAsked
	}
	if done == nil {
		done = make(chan struct{})
		m.asked.making[key] = done
		go m.makeAsked(context.WithoutCancel(ctx), key, done)
	}
	m.asked.mu.Unlock()
	select {
	case <-done:
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "entries are being laid out for this list of locales: try again in a minute").With(ctx.Err())
	}
	if id, err = m.chainID(ctx, key); err != nil {
		return err
	}
	if id == 0 {
		return errAsked
	}
	return nil
}

// chainID gives the number of a chain, 0 where it is not there.
func (m *ReadModel) chainID(ctx context.Context, key string) (id int64, err error) {
	m.gate.RLock()
	defer m.gate.RUnlock()
	err = m.read.QueryRowContext(ctx, "SELECT ifnull((SELECT id FROM chains WHERE tags = ?), 0)", key).Scan(&id)
	return id, m.noted(readError(err))
}

func (m *ReadModel) makeAsked(ctx context.Context, key string, done chan struct{}) {
	ctx, cancel := context.WithTimeout(ctx, makeLimit)
	defer cancel()
	err := m.addChain(ctx, key)
	m.asked.mu.Lock()
	if err != nil {
		m.asked.failed = time.Now()
	}
	delete(m.asked.making, key)
	m.asked.mu.Unlock()
	close(done)
}

var errManyChains = errors.New("too many chains")

// addChain makes the rows of a chain, in the place of the one that was not used for longest where there are many.
func (m *ReadModel) addChain(ctx context.Context, key string) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	tx, err := m.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	m.learned = nil // there will be other chains
	a := &applier{ctx: ctx, tx: tx, meta: m.meta, way: &courtesy{}, types: map[string]bool{}}
	chains, err := a.askedChains()
	if err != nil {
		return err
	}
	if _, there := chains[key]; there {
		return nil
	}
	if len(chains) >= maxAsked {
		old, ok := m.oldest(chains)
		if !ok {
			return errManyChains
		}
		if err := dropChain(ctx, tx, chains[old]); err != nil {
			return err
		}
	}
	done, err := tx.ExecContext(ctx, "INSERT INTO chains (tags, asked) VALUES (?, 1)", key)
	if err != nil {
		return err
	}
	id, err := done.LastInsertId()
	if err != nil {
		return err
	}
	l, err := a.learn(map[string]int64{key: id})
	if err != nil {
		return err
	}
	w, err := a.writer(l)
	if err != nil {
		return err
	}
	if err := a.write(w, "SELECT key FROM records WHERE kind = ?", string(published.KindEntry)); err != nil {
		return err
	}
	return m.commit(ctx, tx, change{all: true})
}

// askedChains gives the chains that no site has.
func (a *applier) askedChains() (map[string]int64, error) {
	rows, err := a.tx.QueryContext(a.ctx, "SELECT id, tags FROM chains WHERE asked = 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]int64{}
	for rows.Next() {
		var id int64
		var tags string
		if err := rows.Scan(&id, &tags); err != nil {
			return nil, err
		}
		out[tags] = id
	}
	return out, rows.Err()
}

// oldest gives the chain that may be given up.
func (m *ReadModel) oldest(chains map[string]int64) (key string, ok bool) {
	m.asked.mu.Lock()
	defer m.asked.mu.Unlock()
	limit := time.Now().Add(-keepAsked)
	for tags := range chains {
		if at := m.asked.used[tags]; at.Before(limit) && (key == "" || at.Before(m.asked.used[key])) {
			key, ok = tags, true
		}
	}
	delete(m.asked.used, key)
	return key, ok
}
