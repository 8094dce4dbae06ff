package readmodel

import "github.com/portico-cms/portico/internal/query"

// result is the whole result of a query: the tables and conditions of its documents.
func (l *lister) result() (*sqlText, error) {
	from := text("docs d")
	if l.known {
		from = l.gathered()
	}
	where, err := l.conditions("d.doc", l.unnamed())
	if err != nil {
		return nil, err
	}
	return from.add(" WHERE ").put(where), nil
}

func (l *lister) count() (total int64, err error) {
	if l.known && len(l.few) == 0 {
		return 0, nil
	}
	result, err := l.result()
	if err != nil {
		return 0, err
	}
	rows, err := l.query(text("SELECT count(*) FROM ").put(result))
	if err != nil {
		return 0, err
	}
	counted, err := integers(rows)
	if err != nil || len(counted) != 1 {
		return 0, l.failed(err)
	}
	return counted[0], nil
}

// facet counts the values of a field within the result. A reference counts only where its target can be seen.
func (l *lister) facet(path query.Path) (*query.Facet, error) {
	f := &query.Facet{Name: path.Name, Values: []query.FacetValue{}}
	name := path.Field.Name
	if path.Meta {
		name = metaMark + name
	}
	ids, err := l.pathsOf(path.Types, name)
	if err != nil || len(ids) == 0 || l.known && len(l.few) == 0 {
		return f, err
	}
	from := text("docs d")
	if l.known {
		from = l.gathered()
	}
	where, err := l.conditions("d.doc", l.unnamed())
	if err != nil {
		return nil, err
	}
	value, link := "CASE v.exact WHEN '' THEN v.value ELSE v.exact END", text("v.doc = d.doc AND v.path IN ").in(ids)
	from.add(" CROSS JOIN vals v")
	if path.Field.Kind == "reference" {
		value = "t.type || '/' || t.entry"
		from.add(" CROSS JOIN docs t")
		link.add(" AND t.entry = v.value AND t.chain = ? AND ", l.chain).put(l.visible("t", nil))
	}
	rows, err := l.query(text("SELECT "+value+" AS value, count(*) AS n FROM ").put(from).add(" WHERE ").put(where).add(" AND ").put(link).
		add(" GROUP BY 1 ORDER BY n DESC, value LIMIT ?", query.MaxFacetValues))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v query.FacetValue
		if err := rows.Scan(&v.Value, &v.Count); err != nil {
			return nil, err
		}
		if n, ok := v.Value.(int64); ok && path.Field.Kind == "boolean" {
			v.Value = n == 1
		}
		f.Values = append(f.Values, v)
	}
	return f, l.failed(rows.Err())
}
