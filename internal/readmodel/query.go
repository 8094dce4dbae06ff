package readmodel

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
)

// statements keeps prepared statements by their text: texts come from this package alone, and there are few.
type statements struct {
	db *sql.DB
	by sync.Map // text → *sql.Stmt
}

func (s *statements) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	stmt, ok := s.by.Load(text)
	if !ok {
		prepared, err := s.db.PrepareContext(context.WithoutCancel(ctx), text)
		if err != nil {
			return nil, err
		}
		if stmt, ok = s.by.LoadOrStore(text, prepared); ok {
			_ = prepared.Close() // another request was first
		}
	}
	return stmt.(*sql.Stmt).QueryContext(ctx, args...)
}

func (s *statements) close() {
	s.by.Range(func(_, stmt any) bool {
		_ = stmt.(*sql.Stmt).Close()
		return true
	})
}

const columns = "d.entry, d.type, d.space, d.version, d.published_at, d.updated_at, d.fields, d.source, d.fallback, d.sort_key, " +
	"(SELECT generation FROM state)"

// visible is the rule of inheritance: an entry shows where no nearer space has one with the same key. Its arguments are the
// spaces, nearest first, then those before each but the first.
func visible(spaces []string) (where string, args []any) {
	if len(spaces) == 0 {
		return "0", nil // nowhere is nothing
	}
	var b strings.Builder
	b.WriteString("(d.space = ?")
	args = append(args, spaces[0])
	for i := 1; i < len(spaces); i++ {
		b.WriteString(" OR (d.space = ? AND NOT EXISTS (SELECT 1 FROM docs n" +
			" WHERE n.chain = d.chain AND n.type = d.type AND n.key = d.key AND n.space IN (" + marks(i) + ")))")
		args = append(args, spaces[i])
		for _, nearer := range spaces[:i] {
			args = append(args, nearer)
		}
	}
	b.WriteString(")")
	return b.String(), args
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

const inChain = "d.chain = (SELECT id FROM chains WHERE tags = ?) AND d.type = ?"

// List implements delivery.Index. It reads one entry more than asked for, to know whether there is another page.
func (m *ReadModel) List(ctx context.Context, q delivery.ListQuery) (*delivery.Page, error) {
	rule, ruleArgs := visible(q.Spaces)
	text := "SELECT " + columns + " FROM docs d WHERE " + inChain
	args := []any{chainKey(q.Chain), q.Type}
	backward := q.From != nil && q.From.Backward
	if q.From != nil {
		text += " AND (d.sort_key, d.entry) " + map[bool]string{false: ">", true: "<"}[backward] + " (?, ?)"
		args = append(args, q.From.SortKey, q.From.ID)
	}
	text += " AND " + rule
	args = append(args, ruleArgs...)
	if backward {
		text += " ORDER BY d.sort_key DESC, d.entry DESC LIMIT ?"
	} else {
		text += " ORDER BY d.sort_key, d.entry LIMIT ?"
	}
	docs, generation, err := m.docs(ctx, text, append(args, q.Size+1)...)
	if err != nil {
		return nil, err
	}
	p := &delivery.Page{Docs: docs, Generation: generation}
	more := len(docs) > q.Size
	if more {
		p.Docs = docs[:q.Size]
	}
	if backward {
		slices.Reverse(p.Docs)
		p.Before, p.After = more, true
	} else {
		p.Before, p.After = q.From != nil, more
	}
	return p, nil
}

// Get implements delivery.Index. An id is asked for first; a slug that looks like one finds nothing else.
func (m *ReadModel) Get(ctx context.Context, q delivery.GetQuery) (*delivery.Doc, error) {
	rule, ruleArgs := visible(q.Spaces)
	for _, column := range []string{"d.entry", "d.slug"} {
		args := append([]any{chainKey(q.Chain), q.Type, q.IDOrSlug}, ruleArgs...)
		docs, _, err := m.docs(ctx, "SELECT "+columns+" FROM docs d WHERE "+inChain+" AND "+column+" = ? AND "+rule+" LIMIT 8", args...)
		if err != nil {
			return nil, err
		}
		if len(docs) > 0 { // a slug may stand in two spaces: the nearest wins
			return slices.MinFunc(docs, func(a, b *delivery.Doc) int {
				return slices.Index(q.Spaces, a.Space) - slices.Index(q.Spaces, b.Space)
			}), nil
		}
	}
	return nil, fault.New(fault.NotFound, "no %s %q is published here", q.Type, q.IDOrSlug)
}

func (m *ReadModel) docs(ctx context.Context, text string, args ...any) (docs []*delivery.Doc, generation int64, err error) {
	rows, err := m.list.query(ctx, text, args...)
	if err != nil {
		return nil, 0, readError(err)
	}
	defer rows.Close()
	for rows.Next() {
		var d delivery.Doc
		var publishedAt, updatedAt, fields, source, fallback string
		err := rows.Scan(&d.ID, &d.Type, &d.Space, &d.Version, &publishedAt, &updatedAt, &fields, &source, &fallback, &d.SortKey, &d.Generation)
		if err != nil {
			return nil, 0, err
		}
		d.Fields, d.Source, d.Fallback = []byte(fields), []byte(source), []byte(fallback)
		if d.PublishedAt, err = time.Parse(time.RFC3339Nano, publishedAt); err != nil {
			return nil, 0, err
		}
		if d.UpdatedAt, err = time.Parse(time.RFC3339Nano, updatedAt); err != nil {
			return nil, 0, err
		}
		docs, generation = append(docs, &d), d.Generation
	}
	return docs, generation, readError(rows.Err())
}

// Exists implements delivery.Index.
func (m *ReadModel) Exists(ctx context.Context, scope delivery.Scope, ids []string) (map[string]bool, error) {
	found := make(map[string]bool, len(ids))
	for len(ids) > 0 {
		n := min(len(ids), 200)
		args := []any{chainKey(scope.Chain)}
		for _, id := range ids[:n] {
			args = append(args, id)
		}
		for _, s := range scope.Spaces {
			args = append(args, s)
		}
		//nolint:gosec // the marks are ?,?
		text := "SELECT entry FROM docs WHERE chain = (SELECT id FROM chains WHERE tags = ?)" +
			" AND entry IN (" + marks(n) + ") AND space IN (" + marks(len(scope.Spaces)) + ")"
		rows, err := m.read.QueryContext(ctx, text, args...)
		if err != nil {
			return nil, readError(err)
		}
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				_ = rows.Close()
				return nil, err
			}
			found[id] = true
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, readError(err)
		}
		ids = ids[n:]
	}
	return found, nil
}

func readError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return fault.New(fault.Unavailable, "the content cannot be read now").With(err)
}
