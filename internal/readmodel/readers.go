package readmodel

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
)

const (
	maxReaders    = 8  // that read at the same time; who comes then waits
	maxStatements = 96 // that a reader keeps prepared
)

// readers are connections that stay with their prepared statements, and with what they have learned of the file. The one that was
// used last is used next: it has the most.
type readers struct {
	db     *sql.DB
	turn   chan struct{} // as many as are in use
	mu     sync.Mutex
	idle   []*reader
	closed bool
}

func newReaders(db *sql.DB) *readers { return &readers{db: db, turn: make(chan struct{}, maxReaders)} }

// reader is one connection, in the hands of one session at a time.
type reader struct {
	conn  *sql.Conn
	stmts map[string]*statement // by their text
	clock int64                 // counts uses

	version int64 // the file's, for this connection, to which the rest belongs
	*known
}

type statement struct {
	*sql.Stmt

	used int64
}

// known is what a reader has learned of one state of the file.
type known struct {
	generation int64
	chains     map[string]int64
	paths      map[pathName]int64
}

// maxKnown is how many paths are remembered: names that no entry has can be asked for too.
const maxKnown = 10_000

// take gives a reader, in a transaction that is to be ended by give.
func (p *readers) take(ctx context.Context) (*reader, error) {
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	r, err := p.pop(ctx)
	if err == nil {
		if err = r.begin(ctx); err == nil {
			return r, nil
		}
		p.give(r)
		return nil, err
	}
	<-p.turn
	return nil, err
}

func (p *readers) pop(ctx context.Context) (*reader, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		r := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return r, nil
	}
	p.mu.Unlock()
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &reader{conn: conn, stmts: map[string]*statement{}, known: &known{}}, nil
}

// give ends a reader's transaction. One that cannot end it is given up.
func (p *readers) give(r *reader) {
	defer func() { <-p.turn }()
	if err := r.finish(); err != nil {
		r.discard()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		_ = r.close()
		return
	}
	p.idle = append(p.idle, r)
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
	var errs []error
	for _, s := range r.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, r.conn.Close())...)
}

// discard closes the connection itself, rather than giving it back for another use.
func (r *reader) discard() {
	_ = r.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = r.close()
}

// begin starts a transaction and forgets what was learned of another state of the file.
func (r *reader) begin(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx) // these take no time, and a transaction that has begun can be ended
	if err := r.exec(ctx, "BEGIN"); err != nil {
		return err
	}
	var version int64 // counts what others have written; asking for it also fixes the moment at which this transaction reads
	if err := r.scan(ctx, "PRAGMA data_version", nil, &version); err != nil {
		return err
	}
	if version == r.version && len(r.paths) < maxKnown {
		return nil
	}
	k := &known{chains: map[string]int64{}, paths: map[pathName]int64{}}
	if err := r.scan(ctx, "SELECT generation FROM state", nil, &k.generation); err != nil {
		return err
	}
	r.version, r.known = version, k
	return nil
}

// finish ends the transaction, and gives up the statements that were used the longest time ago. It is done also where the request
// was given up.
func (r *reader) finish() error {
	if err := r.exec(context.Background(), "ROLLBACK"); err != nil {
		return err
	}
	for len(r.stmts) > maxStatements {
		oldest := ""
		for text, s := range r.stmts {
			if oldest == "" || s.used < r.stmts[oldest].used {
				oldest = text
			}
		}
		_ = r.stmts[oldest].Close()
		delete(r.stmts, oldest)
	}
	return nil
}

// statement prepares a text, once.
func (r *reader) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	s := r.stmts[text]
	if s == nil {
		stmt, err := r.conn.PrepareContext(ctx, text)
		if err != nil {
			return nil, err
		}
		s = &statement{Stmt: stmt}
		r.stmts[text] = s
	}
	r.clock++
	s.used = r.clock
	return s.Stmt, nil
}

func (r *reader) exec(ctx context.Context, text string) error {
	stmt, err := r.statement(ctx, text)
	if err == nil {
		_, err = stmt.ExecContext(ctx)
	}
	return err
}

// scan reads one row.
func (r *reader) scan(ctx context.Context, text string, args []any, into ...any) error {
	stmt, err := r.statement(ctx, text)
	if err != nil {
		return err
	}
	return stmt.QueryRowContext(ctx, args...).Scan(into...)
}

// number reads an id, once for each state of the file; 0 where there is none.
func number[K comparable](ctx context.Context, r *reader, ids map[K]int64, key K, text string, args ...any) (int64, error) {
	if id, ok := ids[key]; ok {
		return id, nil
	}
	var id int64
	if err := r.scan(ctx, text, args, &id); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	ids[key] = id
	return id, nil
}
