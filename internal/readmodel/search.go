package readmodel

import (
	"context"

	"github.com/portico-cms/portico/internal/query"
)

// Search implements query.Reader: words in the title weigh five times those in the rest.
func (m *ReadModel) Search(ctx context.Context, q query.Search) (*query.Page, error) {
	s, err := m.begin(ctx, q.Scope)
	if err != nil {
		return nil, err
	}
	defer s.end()
	p := &query.Page{Generation: s.generation}
	if s.chain == 0 || len(q.Types) == 0 {
		return p, nil
	}
	match, err := s.words(q.Types, q.Text)
	if err != nil || match == "" {
		return p, err
	}
	from := byRank(match).add("d.chain = ? AND d.type IN ", s.chain).in(anys(q.Types)).add(" AND ").put(s.visible("d", q.Types))
	return p, s.fill(p, from, rankTerms, q.From, 0, q.Size)
}

// byRank is the table of what has the words, with the beginning of its conditions.
func byRank(match string) *sqlText {
	return text("(SELECT rowid AS doc, bm25(words, 0.0, 5.0, 1.0) AS rank FROM words WHERE words MATCH ? LIMIT -1) w"+
		" CROSS JOIN docs d ON d.doc = w.doc WHERE ", match)
}

// rankTerms order what was found by words: SQLite's rank is smaller the better it is.
var rankTerms = []term{{column: "w.rank"}, {column: "d.entry"}}
