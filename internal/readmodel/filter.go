package readmodel

import (
	"encoding/json"
	"fmt"

	"github.com/portico-cms/portico/internal/query"
)

// where writes a filter as a condition on the document whose row is doc ("d.doc") and whose own columns are those of d.
func (s *session) where(t *query.Test, doc string) (*sqlText, error) {
	switch {
	case t.Match != nil:
		return s.match(t.Match, doc)
	case t.Not != nil:
		inner, err := s.where(t.Not, doc)
		if err != nil {
			return nil, err
		}
		return text("NOT (").put(inner).add(")"), nil
	case len(t.And) > 0:
		return s.all(t.And, " AND ", doc)
	}
	return s.all(t.Or, " OR ", doc)
}

func (s *session) all(tests []*query.Test, word, doc string) (*sqlText, error) {
	out := text("(")
	for i, t := range tests {
		if i > 0 {
			out.add(word)
		}
		inner, err := s.where(t, doc)
		if err != nil {
			return nil, err
		}
		out.put(inner)
	}
	return out.add(")"), nil
}

func (s *session) match(m *query.Match, doc string) (*sqlText, error) {
	not := ""
	if m.Not {
		not = "NOT "
	}
	if m.Path.Own && len(m.Path.Hops) == 0 {
		return text(not + "(").put(ownColumn(m, "d")).add(")"), nil
	}
	w, err := s.way(m)
	if err != nil {
		return nil, err
	}
	if w == nil {
		return text(not + "(0)"), nil
	}
	// "= 1" keeps SQLite from joining the tables: it asks as soon as the document's row is known, before it reads the document.
	return text(not + "EXISTS (SELECT 1 ").put(w.from(false, doc)).add(") = 1"), nil
}

// ownColumns are the columns of an entry's own fields.
var ownColumns = map[string]string{"id": "entry", "key": "key", "publishedAt": "published_at", "updatedAt": "updated_at"}

func ownColumn(m *query.Match, alias string) *sqlText {
	column := alias + "." + ownColumns[m.Path.Field.Name]
	if m.Op != query.In {
		return compare(m, column)
	}
	values := make([]any, len(m.Values))
	for i, v := range m.Values {
		values[i] = v.Key
		if v.Exact != "" {
			values[i] = v.Exact
		}
	}
	return text(column + " IN ").in(values)
}

// comparisons are the operators that are one of SQL's.
var comparisons = map[query.Op]string{query.Lt: "<", query.Lte: "<=", query.Gt: ">", query.Gte: ">="}

// compare writes the operator of a condition, of all but In, for a column that holds folded texts, numbers or moments.
func compare(m *query.Match, column string) *sqlText {
	switch m.Op {
	case query.Exists:
		return text("1")
	case query.Contains:
		return text("instr("+column+", ?) > 0", m.Values[0].Key)
	case query.Starts:
		prefix := fmt.Sprint(m.Values[0].Key)
		return text(column+" >= ? AND "+column+" < ?", prefix, prefix+"\xff") // no UTF-8 has this byte: after all that begin so
	}
	return text(column+" "+comparisons[m.Op]+" ?", m.Values[0].Key)
}

// walk is the way from a document over its references to the value of a condition: tables with what must hold of each, given
// those before it.
type walk struct {
	steps []step
}

type step struct {
	table, alias string
	index        string // where SQLite would choose another
	where        *sqlText
	link         string // what ties it to the step before, "%s" for the document at the first
}

// walk gives nil where no entry can match.
func (s *session) walk(m *query.Match) (*walk, error) {
	w := &walk{}
	last := "%s"
	for i, hop := range m.Path.Hops {
		ids, err := s.pathsOf(hop.Types, hop.Name)
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		r, t := fmt.Sprintf("r%d", i), fmt.Sprintf("t%d", i)
		types := m.Path.Types
		if i+1 < len(m.Path.Hops) {
			types = m.Path.Hops[i+1].Types
		}
		w.add("vals", r, text(r+".path IN ").in(ids), r+".doc = "+last)
		target := text(t+".chain = ? AND "+t+".type IN ", s.chain).in(anys(types)).add(" AND ").put(s.visible(t, types))
		w.add("docs", t, target, t+".entry = "+r+".value")
		last = t + ".doc"
	}
	if m.Path.Own {
		end := &w.steps[len(w.steps)-1]
		end.where.add(" AND ").put(ownColumn(m, end.alias))
		return w, nil
	}
	return s.finish(w, m, last)
}

// finish adds the value itself; that of a reference counts only where its target can be seen.
func (s *session) finish(w *walk, m *query.Match, last string) (*walk, error) {
	name := m.Path.Field.Name
	if m.Path.Meta {
		name = metaMark + name
	}
	ids, err := s.pathsOf(m.Path.Types, name)
	if err != nil || len(ids) == 0 || m.Op == query.In && len(m.Values) == 0 {
		return nil, err
	}
	where := text("v.path IN ").in(ids).add(" AND ")
	if m.Op == query.In {
		where.put(oneOf(m))
	} else {
		where.put(compare(m, "v.value"))
	}
	w.add("vals", "v", where, "v.doc = "+last)
	if m.Path.Field.Kind == "reference" {
		target := text("t.chain = ? AND ", s.chain).put(s.visible("t", nil))
		if m.Op == query.In {
			target.add(" AND t.entry IN ").in(keysOf(m))
		}
		w.add("docs", "t", target, "t.entry = v.value")
		if m.Op == query.In { // an index that has all columns would be read from end to end
			w.steps[len(w.steps)-1].index = " INDEXED BY docs_entry"
		}
	}
	return w, nil
}

// oneOf compares with the folded text, by which rows are found, and with the exact one where capitals matter.
func oneOf(m *query.Match) *sqlText {
	if len(m.Values) == 1 {
		return text("v.value = ? AND v.exact = ?", m.Values[0].Key, m.Values[0].Exact)
	}
	out := text("v.value IN ").in(keysOf(m))
	if _, isText := m.Values[0].Key.(string); !isText {
		return out
	}
	out.add(" AND (v.value, v.exact) IN (VALUES ")
	for i, v := range padded(m.Values) {
		if i > 0 {
			out.add(",")
		}
		out.add("(?,?)", v.Key, v.Exact)
	}
	return out.add(")")
}

func keysOf(m *query.Match) []any {
	keys := make([]any, len(m.Values))
	for i, v := range m.Values {
		keys[i] = v.Key
	}
	return keys
}

// fewTargets is how many entries a condition through references is replaced by.
const fewTargets = 1000

// way is the shortest way to what a condition asks: where only few entries that references lead to fulfil it, these are found once,
// and of each document it is asked only whether it leads to one of them. It gives nil where no entry can match.
func (s *session) way(m *query.Match) (*walk, error) {
	if w, ok := s.ways[m]; ok {
		return w, nil
	}
	w, err := s.walk(m)
	if err != nil {
		return nil, err
	}
	if w != nil && len(w.steps) > 1 && (len(m.Path.Hops) > 0 || m.Op == query.In) {
		if w, err = s.shorten(w); err != nil {
			return nil, err
		}
	}
	s.ways[m] = w
	return w, nil
}

func (s *session) shorten(w *walk) (*walk, error) {
	targets, err := s.endsOf(w)
	if err != nil || targets == nil {
		return w, err
	}
	if len(targets) == 0 {
		return nil, nil //nolint:nilnil // nothing can match
	}
	list, _ := json.Marshal(targets) // texts
	first := w.steps[0]
	first.where = text("").put(first.where).add(" AND "+first.alias+".value IN (SELECT value FROM json_each(?))", string(list))
	return &walk{[]step{first}}, nil
}

// endsOf gives the entries that the first reference of a walk must lead to; nil where there are many.
func (s *session) endsOf(w *walk) ([]string, error) {
	rest := &walk{w.steps[1:]}
	rows, err := s.query(text("SELECT DISTINCT "+rest.steps[0].alias+".entry ").put(rest.from(true, "")).
		add(" LIMIT ?", min(fewTargets, s.most)+1))
	if err != nil {
		return nil, err
	}
	targets, err := entryIDs(rows)
	if err != nil || len(targets) > min(fewTargets, s.most) {
		return nil, s.failed(err)
	}
	if targets == nil {
		targets = []string{}
	}
	return targets, nil
}

func (w *walk) add(table, alias string, where *sqlText, link string) {
	w.steps = append(w.steps, step{table: table, alias: alias, where: where, link: link})
}

// from writes the tables in the order in which they are to be read (SQLite keeps that of CROSS JOIN): from the document to the
// value, or backward from the value to all documents that lead to it.
func (w *walk) from(backward bool, doc string) *sqlText {
	out, n := text("FROM "), len(w.steps)
	for i := range n {
		at := i
		if backward {
			at = n - 1 - i
		}
		if i > 0 {
			out.add(" CROSS JOIN ")
		}
		out.add(w.steps[at].table + " " + w.steps[at].alias + w.steps[at].index)
	}
	out.add(" WHERE ")
	for i, st := range w.steps {
		if i > 0 {
			out.add(" AND ")
		}
		out.put(st.where)
		switch {
		case i > 0:
			out.add(" AND " + st.link)
		case !backward:
			out.add(" AND " + fmt.Sprintf(st.link, doc))
		}
	}
	return out
}
