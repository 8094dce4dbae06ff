package readmodel

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

const (
	maxReaders    = 8  // that read at the same time; who comes then waits
	maxStatements = 96 // that a reader keeps prepared
)

// readers are connections that stay with their prepared statements, and with what they have learned of the file. The one that was
// used last is used next: it has the most. Each stays in one transaction from one write to the next: to begin one for each request
// would take as long as the request does.
type readers struct {
	dsn     string
	turn    chan struct{} // as many as are in use
	mu      sync.Mutex
	idle    []*reader
	closed  bool
	version atomic.Int64 // counts writes
	writing sync.RWMutex // held while a write becomes visible, so that nobody reads it under the number of the one before
}

func newReaders(dsn string) *readers {
	return &readers{dsn: dsn, turn: make(chan struct{}, maxReaders)}
}

// reader is one connection, in the hands of one session at a time.
type reader struct {
	conn  *connection
	stmts map[string]*statement // by their text
	clock int64                 // counts uses

	reading bool  // it is in a transaction
	version int64 // of the readers, as the transaction sees the file; the rest belongs to it
	*known
}

type statement struct {
	*prepared

	used int64
}

// known is what a reader has learned of one state of the file.
type known struct {
	generation int64
	chains     map[string]int64
	paths      map[pathName]int64
	targets    map[string][]string // see targetsOf
}

// maxKnown is how many paths are remembered: names that no entry has can be asked for too.
const maxKnown = 10_000

// take gives a reader in a transaction that sees the last write.
func (p *readers) take(ctx context.Context) (*reader, error) {
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	r, err := p.pop()
	if err == nil {
		if err = r.begin(p); err == nil {
			return r, nil
		}
		p.give(r)
		return nil, err
	}
	<-p.turn
	return nil, err
}

var errClosed = errors.New("the file is closed")

func (p *readers) pop() (*reader, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errClosed
	}
	if n := len(p.idle); n > 0 {
		r := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return r, nil
	}
	conn, err := connect(p.dsn)
	if err != nil {
		return nil, err
	}
	return &reader{conn: conn, stmts: map[string]*statement{}, known: &known{}}, nil
}

// give takes a reader back. One that is no longer right is given up.
func (p *readers) give(r *reader) {
	defer func() { <-p.turn }()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || r.tidy() != nil || r.version != p.version.Load() && r.finish() != nil {
		_ = r.close()
		return
	}
	p.idle = append(p.idle, r)
}

// wrote makes a write visible: commit does it, and after it, nobody begins to read what was before. Readers that nobody uses let go
// of that, so that SQLite can go on with its journal.
func (p *readers) wrote(commit func() error, touch func(version int64)) error {
	p.writing.Lock()
	err := commit()
	touch(p.version.Load() + 1)
	p.version.Add(1)
	p.writing.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	stay := p.idle[:0]
	for _, r := range p.idle {
		if r.finish() == nil {
			stay = append(stay, r)
		} else {
			_ = r.close()
		}
	}
	clear(p.idle[len(stay):])
	p.idle = stay
	return err
}

// close closes the readers; one that is in use closes when it is given back.
func (p *readers) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	var errs []error
	for _, r := range p.idle {
		errs = append(errs, r.close())
	}
	p.idle = nil
	return errors.Join(errs...)
}

func (r *reader) close() error {
	errs := []error{r.finish()}
	for _, s := range r.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, r.conn.Close())...)
}

// begin starts a transaction where the last write is not in this one, and forgets what was learned of another state of the file.
func (r *reader) begin(p *readers) error {
	if r.reading && r.version == p.version.Load() && len(r.paths) < maxKnown {
		return nil
	}
	if err := r.finish(); err != nil {
		return err
	}
	p.writing.RLock()
	defer p.writing.RUnlock()
	if err := r.exec("BEGIN"); err != nil {
		return err
	}
	r.reading, r.version = true, p.version.Load()
	r.known = &known{chains: map[string]int64{}, paths: map[pathName]int64{}, targets: map[string][]string{}}
	// This also fixes the moment at which the transaction reads.
	return r.scan("SELECT generation FROM state", nil, &r.generation)
}

// finish ends the transaction.
func (r *reader) finish() error {
	if !r.reading {
		return nil
	}
	r.reading = false
	return r.exec("ROLLBACK")
}

// tidy gives up the statements that were used the longest time ago.
func (r *reader) tidy() error {
	for len(r.stmts) > maxStatements {
		oldest := ""
		for text, s := range r.stmts {
			if oldest == "" || s.used < r.stmts[oldest].used {
				oldest = text
			}
		}
		if err := r.stmts[oldest].Close(); err != nil {
			return err
		}
		delete(r.stmts, oldest)
	}
	return nil
}

// query runs a statement, which is prepared once for each text.
func (r *reader) query(ctx context.Context, text string, args []any) (*rows, error) {
	s := r.stmts[text]
	if s == nil {
		p, err := r.conn.prepare(ctx, text)
		if err != nil {
			return nil, err
		}
		s = &statement{prepared: p}
		r.stmts[text] = s
	}
	r.clock++
	s.used = r.clock
	return s.query(ctx, args)
}

func (r *reader) exec(text string) error {
	rows, err := r.query(context.Background(), text, nil)
	if err != nil {
		return err
	}
	return rows.Close()
}

var errNoRow = errors.New("no row")

// scan reads one row, by a statement that takes no time.
func (r *reader) scan(text string, args []any, into ...any) error {
	rows, err := r.query(context.Background(), text, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return errors.Join(rows.Err(), errNoRow)
	}
	return rows.Scan(into...)
}

// number reads an id, once for each state of the file; 0 where there is none.
func number[K comparable](r *reader, ids map[K]int64, key K, text string, args ...any) (int64, error) {
	if id, ok := ids[key]; ok {
		return id, nil
	}
	var id int64
	if err := r.scan(text, args, &id); err != nil && !errors.Is(err, errNoRow) {
		return 0, err
	}
	ids[key] = id
	return id, nil
}
