package readmodel

import (
	"github.com/maypok86/otter/v2"

	"github.com/portico-cms/portico/internal/query"
)

// keptBytes bounds the documents that are kept in memory as they were read.
const keptBytes = 64 << 20

// kept is a document, with the write after which it was read. It never changes.
type kept struct {
	doc     query.Doc
	chain   int64
	version int64
}

// right says whether a session sees the document as it was kept.
func (s *session) right(k *kept, doc int64) bool {
	return k.chain == s.chain && s.tables.changes.doc(tableKey{k.chain, k.doc.Type}, doc) <= min(k.version, s.version)
}

func newKept() *otter.Cache[int64, *kept] {
	return otter.Must(&otter.Options[int64, *kept]{
		MaximumWeight: keptBytes,
		Weigher: func(_ int64, k *kept) uint32 {
			d := &k.doc
			return uint32(len(d.Fields)+len(d.Source)+len(d.Text)+len(d.Fallback)+len(d.Meta)) + 1024
		},
	})
}

// documents reads the documents of some rows, in their order; those that are not there are left out.
func (s *session) documents(rows []place) ([]*query.Doc, error) {
	by := make(map[int64]*query.Doc, len(rows))
	var missing []any
	for _, r := range rows {
		if k, ok := s.tables.kept.GetIfPresent(r.doc); ok && s.right(k, r.doc) {
			d := k.doc
			d.Generation = s.generation
			by[r.doc] = &d
		} else {
			missing = append(missing, r.doc)
		}
	}
	if len(missing) > 0 {
		docs, ids, err := s.docs(text("SELECT " + columns + " FROM docs d WHERE d.doc IN ").in(missing))
		if err != nil {
			return nil, err
		}
		for i, d := range docs {
			d.Cut()
			s.tables.kept.Set(ids[i], &kept{*d, s.chain, s.version})
			by[ids[i]] = d
		}
	}
	out := make([]*query.Doc, 0, len(rows))
	for _, r := range rows {
		if d := by[r.doc]; d != nil {
			d.Keys = r.keys
			out = append(out, d)
		}
	}
	return out, nil
}

// fromTable finds an entry by its id or slug in its table; ok is false where there is none.
func (s *session) fromTable(q query.Get) (d *query.Doc, ok bool, err error) {
	t := s.table(q.Type)
	if t == nil {
		return nil, false, nil
	}
	see := t.seenIn(s.scope)
	o, found := t.id(q.IDOrSlug)
	if found = found && see.sees(o); !found {
		nearest := len(s.scope.Spaces)
		for _, one := range t.slug(q.IDOrSlug) {
			if rank := see.rank[t.space[one]]; rank < nearest && see.sees(one) {
				o, nearest, found = one, rank, true
			}
		}
	}
	if !found {
		return nil, true, nil
	}
	docs, err := s.documents([]place{{doc: t.docs[o]}})
	if err != nil || len(docs) == 0 {
		return nil, false, err
	}
	return docs[0], true, nil
}

// among finds those of some entries that can be seen in the tables that there are; rest are those of which these say nothing.
func (s *session) among(ids []string) (found map[string]place, rest []string) {
	found = make(map[string]place, len(ids))
	var tables []sight
	for key := range *s.tables.current.Load() {
		if t := s.current(key); t != nil && key.chain == s.chain {
			tables = append(tables, t.seenIn(s.scope))
		}
	}
	for _, id := range ids {
		here := false
		for i := range tables {
			see := &tables[i]
			o, ok := see.t.id(id)
			if here = ok; ok {
				if see.sees(o) {
					found[id] = place{doc: see.t.docs[o]}
				}
				break
			}
		}
		if !here {
			rest = append(rest, id)
		}
	}
	return found, rest
}
