package readmodel

import (
	"slices"

	"github.com/portico-cms/portico/internal/query"
)

// fewDocs is how many documents a list gathers and sorts. Where a condition leaves more, the list walks the order's index instead
// and asks of each document whether it fits: the more there are, the sooner the page is full.
const fewDocs = 2000

// probe gives documents among which all of the result of a filter are, where a condition leaves only a few; known says whether it
// does. What it gives is found in an index, from the value.
func (s *session) probe(t *query.Test) (docs []int64, known bool, err error) {
	switch {
	case t.Match != nil:
		return s.probeMatch(t.Match)
	case len(t.And) > 0:
		// What must read all values of a field comes last, and only where nothing else helps.
		tests := slices.Clone(t.And)
		slices.SortStableFunc(tests, func(a, b *query.Test) int { return costOf(a) - costOf(b) })
		for _, one := range tests {
			if known && (len(docs) <= 100 || costOf(one) > 0) {
				break
			}
			some, ok, err := s.probe(one)
			if err != nil {
				return nil, false, err
			}
			if ok && (!known || len(some) < len(docs)) {
				docs, known = some, true
			}
		}
	case len(t.Or) > 0:
		for _, one := range t.Or {
			some, ok, err := s.probe(one)
			if err != nil || !ok || len(docs)+len(some) > s.most {
				return nil, false, err
			}
			docs = append(docs, some...)
		}
		slices.Sort(docs)
		return slices.Compact(docs), true, nil
	}
	return docs, known, nil
}

// costOf is 1 for a condition that has no place in an index to begin at.
func costOf(t *query.Test) int {
	if t.Match != nil && t.Match.Op == query.Contains {
		return 1
	}
	return 0
}

func (s *session) probeMatch(m *query.Match) (docs []int64, known bool, err error) {
	if m.Not || m.Op == query.Exists {
		return nil, false, nil
	}
	if m.Path.Own {
		if len(m.Path.Hops) > 0 || m.Op != query.In {
			return nil, false, nil
		}
		return s.few(text("SELECT d.doc FROM docs d WHERE d.chain = ? AND d.type IN ", s.chain).in(anys(m.Path.Types)).
			add(" AND ").put(ownColumn(m, "d")))
	}
	w, err := s.way(m)
	if err != nil {
		return nil, false, err
	}
	if w == nil {
		return nil, true, nil // nothing has such a value
	}
	return s.few(text("SELECT " + w.steps[0].alias + ".doc ").put(w.from(true, "")))
}

// few reads documents' rows, unless they are many.
func (s *session) few(q *sqlText) (docs []int64, known bool, err error) {
	rows, err := s.query(q.add(" LIMIT ?", s.most+1))
	if err != nil {
		return nil, false, err
	}
	docs, err = integers(rows)
	if err != nil || len(docs) > s.most {
		return nil, false, s.failed(err)
	}
	slices.Sort(docs)
	return slices.Compact(docs), true, nil
}
