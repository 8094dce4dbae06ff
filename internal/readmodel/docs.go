package readmodel

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/query"
)

const columns = "d.doc, d.entry, d.type, d.space, d.key, d.version, " +
	"d.published_at, d.updated_at, d.fields, d.source, d.plain, d.fallback, d.meta"

// maxRead is how many bytes of documents one question reads at most.
const maxRead = 64 << 20

// docs reads documents, by their row.
func (s *session) docs(q *sqlText) (docs []*query.Doc, ids []int64, err error) {
	rows, err := s.look(q)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	size := 0
	for rows.Next() {
		var id int64
		var publishedAt, updatedAt, fields, source, plain, fallback, meta string
		d := &query.Doc{Generation: s.generation}
		err := rows.Scan(&id, &d.ID, &d.Type, &d.Space, &d.Key, &d.Version, &publishedAt, &updatedAt, &fields, &source, &plain, &fallback, &meta)
		if err != nil {
			return nil, nil, s.failed(err)
		}
		if size += len(fields) + len(source) + len(plain); size > maxRead {
			return nil, nil, fault.New(fault.Invalid, "the entries are too large to be read together: ask for a smaller page")
		}
		d.Fields, d.Source, d.Text, d.Fallback, d.Meta = []byte(fields), []byte(source), []byte(plain), []byte(fallback), []byte(meta)
		if d.PublishedAt, err = query.ParseStamp(publishedAt); err != nil {
			return nil, nil, err
		}
		if d.UpdatedAt, err = query.ParseStamp(updatedAt); err != nil {
			return nil, nil, err
		}
		docs, ids = append(docs, d), append(ids, id)
	}
	return docs, ids, s.failed(rows.Err())
}

// Get implements query.Reader. An id goes before a slug; a slug that looks like one finds nothing else.
func (m *ReadModel) Get(ctx context.Context, q query.Get) (*query.Doc, error) {
	s, err := m.begin(ctx, q.Scope)
	if err != nil {
		return nil, err
	}
	defer s.end()
	d, known, err := s.fromTable(q)
	switch {
	case err != nil:
		return nil, err
	case known && d == nil:
		return nil, fault.New(fault.NotFound, "no %s %q is published here", q.Type, q.IDOrSlug)
	case known:
		return d, nil
	}
	docs, _, err := s.docs(s.named(q))
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 {
		return nil, fault.New(fault.NotFound, "no %s %q is published here", q.Type, q.IDOrSlug)
	}
	if docs[0].ID == q.IDOrSlug {
		return docs[0], nil
	}
	return slices.MinFunc(docs, func(a, b *query.Doc) int { // a slug may stand in two spaces: the nearest wins
		return slices.Index(q.Spaces, a.Space) - slices.Index(q.Spaces, b.Space)
	}), nil
}

// named finds the entries that have an id or slug.
func (s *session) named(q query.Get) *sqlText {
	return text("SELECT "+columns+" FROM docs d WHERE d.doc IN (SELECT doc FROM docs WHERE entry = ? AND chain = ?"+
		" UNION ALL SELECT doc FROM docs WHERE chain = ? AND type = ? AND slug = ?) AND d.type = ? AND ",
		q.IDOrSlug, s.chain, s.chain, q.Type, q.IDOrSlug, q.Type).
		put(s.visible("d", []string{q.Type})).add(" ORDER BY d.entry <> ? LIMIT 8", q.IDOrSlug)
}

const maxDocs = 500

// Docs implements query.Reader.
func (m *ReadModel) Docs(ctx context.Context, scope query.Scope, ids []string) (map[string]*query.Doc, error) {
	if len(ids) > maxDocs {
		return nil, fault.New(fault.Internal, "%d entries are asked for at once", len(ids))
	}
	s, err := m.begin(ctx, scope)
	if err != nil {
		return nil, err
	}
	defer s.end()
	in, rest := s.among(ids)
	docs, err := s.documents(slices.Collect(maps.Values(in)))
	if err == nil && len(rest) > 0 {
		var more []*query.Doc
		more, _, err = s.docs(text("SELECT " + columns).put(s.ofIDs(rest)))
		docs = append(docs, more...)
		for _, d := range more {
			s.table(d.Type) // so that it is there the next time
		}
	}
	found := make(map[string]*query.Doc, len(ids))
	for _, d := range docs {
		found[d.ID] = d
	}
	return found, err
}

// ofIDs are those of some entries that can be seen. SQLite would rather read an index that has all columns from end to end.
func (s *session) ofIDs(ids []string) *sqlText {
	return text(" FROM docs d INDEXED BY docs_entry WHERE d.chain = ? AND d.entry IN ", s.chain).in(anys(ids)).
		add(" AND ").put(s.visible("d", nil))
}

// Exists implements query.Reader.
func (m *ReadModel) Exists(ctx context.Context, scope query.Scope, ids []string) (map[string]bool, error) {
	s, err := m.begin(ctx, scope)
	if err != nil {
		return nil, err
	}
	defer s.end()
	found := make(map[string]bool, len(ids))
	in, rest := s.among(ids)
	for id := range in {
		found[id] = true
	}
	for some := range slices.Chunk(rest, 200) {
		if err := s.exist(some, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// exist notes which of some entries can be seen, and asks for the tables that would have told.
func (s *session) exist(ids []string, found map[string]bool) error {
	rows, err := s.look(text("SELECT d.entry, d.type").put(s.ofIDs(ids)))
	if err != nil {
		return err
	}
	types := map[string]bool{}
	for rows.Next() {
		var id, typ string
		if err := rows.Scan(&id, &typ); err != nil {
			return errors.Join(err, rows.Close())
		}
		found[id], types[typ] = true, true
	}
	for typ := range types {
		s.table(typ)
	}
	return s.failed(rows.Err())
}

func entryIDs(rows results) (ids []string, err error) {
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
