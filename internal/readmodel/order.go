package readmodel

import (
	"fmt"

	"github.com/portico-cms/portico/internal/query"
)

// term is one order of a list: a column, and the path in sorts that it comes from, 0 for a column of docs.
type term struct {
	column     string
	path       int64
	alias      string
	descending bool // of the list, read forward
	index      string
}

// ownIndexes are the indexes of docs that have the order of an entry's own fields.
var ownIndexes = map[string]string{"id": "docs_id", "key": "docs_key", "publishedAt": "docs_published", "updatedAt": "docs_updated"}

// terms gives the orders of a query. The last is the id, in the direction of the first, so that an index has them all. ok is
// false where a path has no rows, and so the list has none.
func (s *session) terms(orders []query.Order, typ string) (terms []term, ok bool, err error) {
	for i, o := range orders {
		if o.Path.Own {
			name := o.Path.Field.Name
			terms = append(terms, term{column: "d." + ownColumns[name], descending: o.Descending, index: ownIndexes[name]})
			if name == "id" {
				return terms, true, nil // nothing is equal after it
			}
			continue
		}
		name := o.Path.Field.Name
		if o.Path.Meta {
			name = metaMark + name
		}
		path, err := s.path(typ, name)
		if err != nil || path == 0 {
			return nil, false, err
		}
		alias := fmt.Sprintf("s%d", i)
		terms = append(terms, term{column: alias + ".key", path: path, alias: alias, descending: o.Descending})
	}
	id := term{column: "d.entry", descending: terms[0].descending}
	if terms[0].path != 0 {
		id.column = terms[0].alias + ".entry" // the same, where the index has it
	}
	return append(terms, id), true, nil
}

// rows says which rows of sorts a term reads: of the two that an entry without a value has, the one that is last. After a place,
// that is so anyway, and the index can begin there.
func (t *term) rows(from *query.Cursor) *sqlText {
	if from != nil && !from.Backward {
		return text(t.alias+".path = ?", t.path)
	}
	if t.descending {
		return text(t.alias+".path = ? AND "+t.alias+".key < ?", t.path, missingHigh)
	}
	return text(t.alias+".path = ? AND "+t.alias+".key > ?", t.path, missingLow)
}

// orderBy writes the orders, turned round for the page before a place.
func orderBy(terms []term, backward bool) string {
	out := " ORDER BY "
	for i, t := range terms {
		if i > 0 {
			out += ", "
		}
		out += t.column
		if t.descending != backward {
			out += " DESC"
		}
	}
	return out
}

// beyond says that a document stands after a place, or before it.
func beyond(terms []term, from *query.Cursor) *sqlText {
	keys := append(from.Keys[:len(from.Keys):len(from.Keys)], from.ID)
	signs, same := make([]string, len(terms)), true
	for i, t := range terms {
		signs[i] = map[bool]string{false: ">", true: "<"}[t.descending != from.Backward]
		same = same && signs[i] == signs[0]
	}
	if same { // an index can begin there
		out := text("(")
		for i, t := range terms {
			if i > 0 {
				out.add(", ")
			}
			out.add(t.column)
		}
		return out.add(") " + signs[0] + " ").row(keys)
	}
	out := text(terms[0].column+" "+signs[0]+"= ? AND (", keys[0])
	for i := range terms {
		if i > 0 {
			out.add(" OR ")
		}
		out.add("(")
		for j, t := range terms[:i] {
			out.add(t.column+" = ? AND ", keys[j])
		}
		out.add(terms[i].column+" "+signs[i]+" ?)", keys[i])
	}
	return out.add(")")
}
