package readmodel

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/portico-cms/portico/internal/published"
)

// A check works for a tenth of the time and never long at once, so that visitors notice nothing, with one processor either; a small file
// is looked at before it is used at all.
const (
	workAtOnce   = time.Millisecond
	restFactor   = 9
	checkAtStart = 32 << 20
)

var errDamaged = errors.New("the file does not hold what was written into it")

// Damaged implements delivery.Index.
func (m *ReadModel) Damaged() bool { return m.bad.Load() }

// DamageFound implements delivery.Index.
func (m *ReadModel) DamageFound() <-chan struct{} { return m.found }

// noted passes an error on, and remembers where it says that the file is damaged.
func (m *ReadModel) noted(err error) error {
	if err != nil && damaged(err) {
		m.markDamaged()
	}
	return err
}

func (m *ReadModel) markDamaged() {
	if m.bad.Swap(true) {
		return
	}
	select {
	case m.found <- struct{}{}:
	default:
	}
}

// checkAtStart looks at what a snapshot will be made of, and at all of a small file. Where only that finds something, the file is
// marked as damaged and used: what it still has is better than nothing.
func (m *ReadModel) checkAtStart(ctx context.Context) error {
	if err := m.load(ctx, func(published.Record) error { return nil }); err != nil {
		return err
	}
	info, err := os.Stat(m.path)
	if err != nil || info.Size() > checkAtStart {
		return err
	}
	var verdict string
	err = m.read.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict)
	if err == nil && verdict != "ok" {
		err = errDamaged
	}
	if damaged(err) {
		m.markDamaged()
		return nil
	}
	return err
}

// Check implements delivery.Index: the structure of each table and index, and each record against the checksum.
func (m *ReadModel) Check(ctx context.Context) error {
	ctx, done, ok := m.check.begin(ctx)
	if !ok {
		return nil // the file is about to be exchanged
	}
	defer done()
	m.gate.RLock()
	defer m.gate.RUnlock()
	err := m.checkFile(ctx)
	if ctx.Err() != nil {
		return nil // stopped
	}
	return m.noted(err)
}

func (m *ReadModel) checkFile(ctx context.Context) error {
	pause := paced(ctx)
	if err := m.checkStructure(ctx, pause); err != nil {
		return err
	}
	tx, err := m.read.BeginTx(ctx, nil) // of one moment, while publications go on
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var stored string
	if err := tx.QueryRowContext(ctx, "SELECT checksum FROM state").Scan(&stored); err != nil {
		return err
	}
	sum, err := sumOf(ctx, tx, "SELECT kind, key, generation, body FROM records", func(published.Record) error {
		pause()
		return ctx.Err()
	})
	if err == nil && sum != stored {
		err = fmt.Errorf("%w: its checksum is %s, and %s is noted", errDamaged, sum, stored)
	}
	return err
}

// checkStructure looks at one table after the other, each of a moment of its own: what is written meanwhile is not kept apart for long.
func (m *ReadModel) checkStructure(ctx context.Context, pause func() bool) error {
	tables, err := tableNames(ctx, m.read)
	if err != nil {
		return err
	}
	s, err := openStructure(m.path, pause)
	if err != nil {
		return err
	}
	defer s.close()
	for _, name := range tables {
		if err := s.check(name); err != nil {
			return err
		}
	}
	return nil
}

// tableNames gives the tables. Their names are this package's, and those that full text makes of them.
func tableNames(ctx context.Context, db *sql.DB) (names []string, err error) {
	const text = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	rows, err := db.QueryContext(ctx, text) //nolint:rowserrcheck // entryIDs does
	if err != nil {
		return nil, err
	}
	return entryIDs(rows)
}

// paced gives a function that work calls as it goes on, and that rests where it worked for long enough. It gives false once the context
// has ended.
func paced(ctx context.Context) func() bool {
	begin := time.Now()
	return func() bool {
		if worked := time.Since(begin); worked >= workAtOnce {
			select {
			case <-ctx.Done():
			case <-time.After(restFactor * worked):
			}
			begin = time.Now()
		}
		return ctx.Err() == nil
	}
}

// sumOf reads records, and gives the checksum of what was read.
func sumOf(ctx context.Context, tx *sql.Tx, text string, each func(published.Record) error, args ...any) (string, error) {
	rows, err := tx.QueryContext(ctx, text, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var sum published.Checksum
	for rows.Next() {
		var r published.Record
		if err := rows.Scan(&r.Kind, &r.Key, &r.Generation, &r.Body); err != nil {
			if strings.HasPrefix(err.Error(), "sql: Scan") { // a flipped bit makes a text of a number
				err = errDamaged
			}
			return "", err
		}
		sum.Add(r.Mark(), r.Hash())
		if err := each(r); err != nil {
			return "", err
		}
	}
	return sum.String(), rows.Err()
}

// check is the one check that may be under way: it makes room for an exchange of the file.
type check struct {
	mu     sync.Mutex
	paused int
	cancel context.CancelFunc
	ended  chan struct{}
}

func (c *check) begin(ctx context.Context) (_ context.Context, done func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.paused > 0 || c.cancel != nil {
		return ctx, nil, false
	}
	ctx, c.cancel = context.WithCancel(ctx)
	ended := make(chan struct{})
	c.ended = ended
	return ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.cancel()
		c.cancel = nil
		close(ended)
	}, true
}

// pause ends a check, and lets none begin until resume is called.
func (c *check) pause() (resume func()) {
	c.mu.Lock()
	c.paused++
	cancel, ended := c.cancel, c.ended
	c.mu.Unlock()
	if cancel != nil {
		cancel()
		<-ended
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.paused--
	}
}
