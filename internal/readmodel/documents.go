package readmodel

import (
	"encoding/json"
	"maps"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/published"
)

// documents makes the rows of an entry: one for each chain in which it has a document.
type documents struct {
	types  map[string]*published.Type
	chains map[string]int64 // tags → id
	orders *orders
}

func (d *documents) rows(e *published.Entry) ([][]any, error) {
	t := d.types[e.Type]
	if t == nil {
		return nil, nil // its type is gone; so is it
	}
	var rows [][]any
	for tags, id := range d.chains {
		doc, ok := merge(e, strings.Fields(tags))
		if !ok {
			continue
		}
		row, err := d.row(e, t, id, tags, doc)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// merged is an entry as a chain shows it.
type merged struct {
	fields      map[string]any
	html        map[string]string
	fallback    map[string]string // field → locale, where that is not the first of the chain
	publishedAt time.Time
}

// merge takes each localised field from the first locale of the chain that has it.
func merge(e *published.Entry, chain []string) (m merged, ok bool) {
	m = merged{fields: maps.Clone(e.Shared), html: maps.Clone(e.HTML), fallback: map[string]string{}}
	if m.fields == nil {
		m.fields = map[string]any{}
	}
	if m.html == nil {
		m.html = map[string]string{}
	}
	for i, tag := range chain {
		doc, has := e.Locales[tag]
		if !has {
			continue
		}
		if !ok {
			m.publishedAt, ok = doc.PublishedAt, true
		}
		for name, value := range doc.Fields {
			if _, taken := m.fields[name]; taken || value == nil {
				continue
			}
			m.fields[name] = value
			if h, isMarkdown := doc.HTML[name]; isMarkdown {
				m.html[name] = h
			}
			if i > 0 {
				m.fallback[name] = tag
			}
		}
	}
	return m, ok
}

func (d *documents) row(e *published.Entry, t *published.Type, chain int64, tags string, m merged) ([]any, error) {
	key := d.orders.sortKey(t, m.fields, tags)
	var slug any
	if s, ok := m.fields[t.Slug].(string); ok && s != "" {
		slug = s
	}
	source := map[string]any{}
	for _, name := range t.Markdown {
		if v, ok := m.fields[name]; ok {
			source[name] = v
			m.fields[name] = m.html[name]
		}
	}
	docs := make([]string, 3)
	for i, v := range []any{m.fields, source, m.fallback} {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false) // it is never HTML, and would be a third longer
		if err := enc.Encode(v); err != nil {
			return nil, err
		}
		docs[i] = strings.TrimSuffix(b.String(), "\n")
	}
	return []any{
		e.ID, chain, e.Type, e.Space, e.Key, slug, key, e.Version,
		stamp(m.publishedAt), stamp(e.UpdatedAt), docs[0], docs[1], docs[2],
	}, nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// chainKey is how a chain is written in the table.
func chainKey(chain []string) string { return strings.Join(chain, " ") }
