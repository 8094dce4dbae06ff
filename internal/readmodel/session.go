package readmodel

import (
	"context"
	"errors"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/query"
)

const stepsAtOnce = 64 // of work in the background, before it looks at the time

// session reads for one request, in one transaction: a page, its total and its facets are of one generation. The context's
// deadline interrupts a statement that runs for too long.
type session struct {
	ctx context.Context
	*reader

	model  *ReadModel
	tables *tables
	from   *readers
	scope  query.Scope
	chain  int64 // 0: nobody has it, so it has no documents
	most   int   // fewDocs
	ways   map[*query.Match]*walk

	steps int       // of work in the background
	since time.Time // when it gave way last
}

// giveWay is called for each step of what is read in the background, and lets those who wait for an answer have the processor from time to
// time. The scheduler would, after ten milliseconds, and with one processor it looks for what has arrived no sooner.
func (s *session) giveWay() {
	if s.steps++; s.steps%stepsAtOnce != 0 || time.Since(s.since) < workAtOnce {
		return
	}
	time.Sleep(workAtOnce / 10)
	s.since = time.Now()
}

// begin opens a session. Whoever began it ends it.
func (m *ReadModel) begin(ctx context.Context, scope query.Scope) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, readError(err)
	}
	m.gate.RLock()
	r, err := m.readers.take(ctx)
	if err != nil {
		m.gate.RUnlock()
		return nil, m.noted(readError(err))
	}
	s := &session{ctx: ctx, reader: r, model: m, tables: m.tables, from: m.readers, scope: scope, most: m.few, ways: map[*query.Match]*walk{}}
	tags := chainKey(scope.Chain)
	if s.chain, err = number(r, r.chains, tags, "SELECT id FROM chains WHERE tags = ?", tags); err != nil {
		s.end()
		return nil, s.failed(err)
	}
	return s, nil
}

func (s *session) end() {
	s.from.give(s.reader)
	s.model.gate.RUnlock()
}

// failed gives an error as a query answers it, and notes where it says that the file is damaged.
func (s *session) failed(err error) error { return s.model.noted(readError(err)) }

// query runs a statement whose text is made of this package's words alone: names and values are arguments.
func (s *session) query(q *sqlText) (*rows, error) {
	rows, err := s.reader.query(s.ctx, q.String(), q.args)
	return rows, s.failed(err)
}

// look is query for a statement that reads a few rows by their keys: nobody needs to be able to stop it.
func (s *session) look(q *sqlText) (*rows, error) {
	if err := s.ctx.Err(); err != nil {
		return nil, s.failed(err)
	}
	rows, err := s.reader.query(context.WithoutCancel(s.ctx), q.String(), q.args)
	return rows, s.failed(err)
}

// path gives the number of a path; 0 where no entry has it.
func (s *session) path(typ, name string) (int64, error) {
	id, err := number(s.reader, s.paths, pathName{s.chain, typ, name},
		"SELECT id FROM paths WHERE chain = ? AND type = ? AND name = ?", s.chain, typ, name)
	return id, s.failed(err)
}

// pathsOf gives the numbers of a field in some types, as arguments.
func (s *session) pathsOf(types []string, name string) ([]any, error) {
	var ids []any
	for _, typ := range types {
		id, err := s.path(typ, name)
		if err != nil {
			return nil, err
		}
		if id != 0 {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// sqlText is a statement, or a part of one, with its arguments in order.
type sqlText struct {
	strings.Builder
	args []any
}

func text(s string, args ...any) *sqlText {
	t := &sqlText{}
	return t.add(s, args...)
}

func (t *sqlText) add(s string, args ...any) *sqlText {
	t.WriteString(s)
	t.args = append(t.args, args...)
	return t
}

func (t *sqlText) put(other *sqlText) *sqlText { return t.add(other.String(), other.args...) }

// in adds "(?,?…)" with its arguments, as values of which one is looked for.
func (t *sqlText) in(values []any) *sqlText { return t.row(padded(values)) }

// padded repeats the last of some values, so that lists of many lengths have the same text and its statement is prepared already.
func padded[T any](values []T) []T {
	if len(values) < 3 {
		return values
	}
	more := 1<<bits.Len(uint(len(values)-1)) - len(values)
	return append(slices.Clip(values), slices.Repeat(values[len(values)-1:], more)...)
}

// row adds "(?,?…)" with its arguments, as they are.
func (t *sqlText) row(values []any) *sqlText { return t.add("("+marks(len(values))+")", values...) }

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

func anys[T any](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// visible is the rule of what can be seen of the documents of an alias: an entry shows where no nearer space has one with the same
// key, and where the caller may see entries of its type in its space. types are those that the alias can be of; nil is any.
func (s *session) visible(alias string, types []string) *sqlText {
	spaces := s.scope.Spaces
	if len(spaces) == 0 || s.scope.Allowed != nil && len(s.scope.Allowed) == 0 {
		return text("0") // nowhere is nothing
	}
	where := text("")
	if s.scope.Flat {
		where.add(alias + ".space IN ").in(anys(spaces))
	} else {
		where.add("("+alias+".space = ?", spaces[0])
		for i := 1; i < len(spaces); i++ {
			where.add(" OR ("+alias+".space = ? AND NOT EXISTS (SELECT 1 FROM docs n WHERE n.chain = "+alias+".chain AND n.type = "+alias+
				".type AND n.key = "+alias+".key AND n.space IN ", spaces[i]).in(anys(spaces[:i])).add("))")
		}
		where.add(")")
	}
	if s.scope.Allowed != nil {
		where.add(" AND ").put(s.allowed(alias, types))
	}
	if hidden := s.hidden(types); len(hidden) > 0 {
		where.add(" AND " + alias + ".type NOT IN ").in(anys(hidden))
	}
	return where
}

// hidden gives those of some types, nil for any, that the caller may not see.
func (s *session) hidden(types []string) []string {
	if types == nil {
		return s.scope.Hidden
	}
	return slices.DeleteFunc(slices.Clone(types), func(t string) bool { return !slices.Contains(s.scope.Hidden, t) })
}

func (s *session) allowed(alias string, types []string) *sqlText {
	if types == nil {
		for typ := range s.scope.Allowed {
			types = append(types, typ)
		}
		slices.Sort(types)
	}
	where, or := text("("), ""
	for _, typ := range types {
		if in := s.scope.Allowed[typ]; len(in) > 0 {
			where.add(or+alias+".type = ? AND "+alias+".space IN ", typ).in(anys(in))
			or = " OR "
		}
	}
	if or == "" {
		return text("0")
	}
	return where.add(")")
}

func readError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || fault.CodeOf(err) != fault.Internal {
		return err
	}
	return fault.New(fault.Unavailable, "the content cannot be read now").With(err)
}
