package readmodel

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/search"
)

// List implements query.Reader. It reads one entry more than asked for, to know whether there is another page.
func (m *ReadModel) List(ctx context.Context, q query.List) (*query.Page, error) {
	s, err := m.begin(ctx, q.Scope)
	if err != nil {
		return nil, err
	}
	defer s.end()
	l, err := s.newLister(q.Query)
	if err != nil {
		return nil, err
	}
	p := &query.Page{Generation: s.generation}
	t, err := l.tabled()
	if err != nil {
		return nil, err
	}
	if t != nil {
		if rows, ok := t.page(q.From, q.Skip, q.Query.Size); ok {
			if q.Query.Count {
				p.Total = t.total()
			}
			err := s.turn(p, rows, q.From, q.Query.Size)
			p.Before = p.Before || q.Skip > 0
			return p, err
		}
	}
	return p, l.ask(q, p)
}

// ask answers by SQLite.
func (l *lister) ask(q query.List, p *query.Page) (err error) {
	if err := l.gather(); err != nil {
		return err
	}
	if err := l.page(q, p); err != nil {
		return err
	}
	if err := l.whole(); err != nil {
		return err
	}
	if q.Query.Count {
		if p.Total, err = l.count(); err != nil {
			return err
		}
	}
	for _, path := range q.Query.Facets {
		f, err := l.facet(path)
		if err != nil {
			return err
		}
		p.Facets = append(p.Facets, *f)
	}
	return nil
}

// lister answers one query: its page, its total and its facets have the same conditions.
type lister struct {
	*session

	q     *query.Checked
	match string  // of the words; "" for none
	few   []int64 // candidates
	known bool    // whether few holds all of them
	named []int64 // what the words were found in, where that is known
}

func (s *session) newLister(q *query.Checked) (*lister, error) {
	l := &lister{session: s, q: q}
	if s.chain == 0 {
		l.known = true
		return l, nil
	}
	if q.Text != "" {
		var err error
		if l.match, err = s.words([]string{q.Type.Name}, q.Text); err != nil {
			return nil, err
		}
		if l.match == "" {
			l.known = true // no entry has words
			return l, nil
		}
	}
	return l, nil
}

// gather looks for candidates: what has the words, or what a condition leaves.
func (l *lister) gather() (err error) {
	if l.known {
		return nil
	}
	if l.match != "" {
		if l.few, err = l.found(); err != nil || l.few != nil {
			l.known = true
			return err
		}
	}
	if l.q.Filter != nil {
		l.few, l.known, err = l.probe(l.q.Filter)
	}
	return err
}

// whole looks for candidates again where all of the result is counted: then it pays to gather many.
func (l *lister) whole() error {
	if l.known || !l.q.Count && len(l.q.Facets) == 0 {
		return nil
	}
	l.most *= 20
	return l.gather()
}

// found gives the documents that have the words, perhaps with some of other types and chains; nil where they are many. Without the
// type's own word, which all its documents have, SQLite has less to go through.
func (l *lister) found() ([]int64, error) {
	if l.named != nil {
		return l.named, nil
	}
	parsed, err := search.Parse(l.scope.Chain[0], l.q.Text)
	if err != nil {
		return nil, err
	}
	for _, match := range []string{inTexts(parsed.Match()), l.match} {
		docs, known, err := l.session.few(text("SELECT rowid FROM words WHERE words MATCH ?", match))
		if err != nil {
			return nil, err
		}
		if known {
			l.named = append([]int64{}, docs...)
			break
		}
	}
	return l.named, nil
}

// unnamed is the expression of the words where the candidates do not have them already.
func (l *lister) unnamed() string {
	if l.known && l.named != nil {
		return ""
	}
	return l.match
}

// words gives the expression that finds words in entries of some types; "" where none of them has any.
func (s *session) words(types []string, q string) (string, error) {
	parsed, err := search.Parse(s.scope.Chain[0], q)
	if err != nil {
		return "", err
	}
	homes, err := s.pathsOf(types, homePath)
	if err != nil || len(homes) == 0 {
		return "", err
	}
	var in []string
	for _, id := range homes {
		in = append(in, `"`+homeWord(id.(int64))+`"`)
	}
	return "home : (" + strings.Join(in, " OR ") + ") AND " + inTexts(parsed.Match()), nil
}

func inTexts(words string) string { return "{title body} : (" + words + ")" }

// conditions are those of every entry of the result; doc is where its row is known first. match finds the words, where the tables
// do not already.
func (l *lister) conditions(doc, match string) (*sqlText, error) {
	where := text("d.chain = ? AND d.type = ? AND ", l.chain, l.q.Type.Name).put(l.visible("d", []string{l.q.Type.Name}))
	if match != "" {
		where.add(" AND "+doc+" IN (SELECT rowid FROM words WHERE words MATCH ?)", match)
	}
	if l.q.Filter != nil {
		filter, err := l.where(l.q.Filter, doc)
		if err != nil {
			return nil, err
		}
		where.add(" AND ").put(filter)
	}
	return where, nil
}

// gathered is the table of candidates.
func (l *lister) gathered() *sqlText {
	list, _ := json.Marshal(l.few) // numbers
	return text("json_each(?) j CROSS JOIN docs d ON d.doc = j.value", string(list))
}

// page reads the rows of the page, then its documents.
func (l *lister) page(q query.List, p *query.Page) error {
	if l.known && len(l.few) == 0 {
		return nil
	}
	size := q.Query.Size
	from, terms, ok, err := l.from(q.From)
	if err != nil || !ok {
		return err
	}
	err = l.fill(p, from, terms, q.From, q.Skip, size)
	p.Before = p.Before || q.Skip > 0
	return err
}

// fill reads a page of a list whose tables, conditions and orders are known.
func (s *session) fill(p *query.Page, from *sqlText, terms []term, at *query.Cursor, skip, size int) error {
	rows, err := s.places(from, terms, at, skip, size)
	if err != nil {
		return err
	}
	return s.turn(p, rows, at, size)
}

// turn makes the page of its places and one more, which were read forward or backward.
func (s *session) turn(p *query.Page, rows []place, at *query.Cursor, size int) (err error) {
	more := len(rows) > size
	rows = rows[:min(size, len(rows))]
	if at != nil && at.Backward {
		slices.Reverse(rows)
		p.Before, p.After = more, true
	} else {
		p.Before, p.After = at != nil, more
	}
	p.Docs, err = s.documents(rows)
	return err
}

// from gives the tables of a list in the order in which they are read, with the conditions so far, and its orders.
func (l *lister) from(at *query.Cursor) (from *sqlText, terms []term, ok bool, err error) {
	if len(l.q.Sort) == 0 {
		where, err := l.conditions("d.doc", "")
		if err != nil {
			return nil, nil, false, err
		}
		return byRank(l.match).put(where), rankTerms, true, nil
	}
	terms, ok, err = l.terms(l.q.Sort, l.q.Type.Name)
	if err != nil || !ok {
		return nil, nil, false, err
	}
	doc, walked := "d.doc", terms[0].path != 0 && !l.known
	where := text("")
	switch {
	case l.known:
		from = l.gathered()
	case walked:
		doc = terms[0].alias + ".doc"
		from = text("sorts " + terms[0].alias + " CROSS JOIN docs d ON d.doc = " + doc)
		where.put(terms[0].rows(at)).add(" AND ")
	default:
		from = text("docs d INDEXED BY " + terms[0].index)
	}
	for i := range terms {
		if t := &terms[i]; t.path != 0 && (i > 0 || !walked) {
			from.add(" CROSS JOIN sorts " + t.alias)
			where.add(t.alias + ".doc = d.doc AND ").put(t.rows(nil)).add(" AND ")
		}
	}
	conditions, err := l.conditions(doc, l.unnamed())
	if err != nil {
		return nil, nil, false, err
	}
	return from.add(" WHERE ").put(where).put(conditions), terms, true, nil
}
