package readmodel

import "github.com/portico-cms/portico/internal/query"

// place is a row of a list.
type place struct {
	doc  int64
	keys []any
}

func (s *session) places(from *sqlText, terms []term, at *query.Cursor, skip, size int) ([]place, error) {
	q := text("SELECT d.doc")
	keys := len(terms) - 1 // the last is the id
	for _, t := range terms[:keys] {
		q.add(", " + t.column)
	}
	q.add(" FROM ").put(from)
	if at != nil {
		q.add(" AND ").put(beyond(terms, at))
	}
	q.add(orderBy(terms, at != nil && at.Backward)+" LIMIT ?", size+1)
	if skip > 0 {
		q.add(" OFFSET ?", skip)
	}
	rows, err := s.query(q)
	if err != nil {
		return nil, err
	}
	places, err := scanPlaces(rows, keys)
	return places, s.model.noted(err)
}

func scanPlaces(rows results, keys int) (places []place, err error) {
	defer rows.Close()
	for rows.Next() {
		p := place{keys: make([]any, keys)}
		into := []any{&p.doc}
		for i := range p.keys {
			into = append(into, &p.keys[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		places = append(places, p)
	}
	return places, readError(rows.Err())
}
