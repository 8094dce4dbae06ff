package readmodel

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// merged is an entry as a chain shows it.
type merged struct {
	fields      map[string]any
	html, text  map[string]any
	fallback    map[string]string // field → locale, where that is not the first of the chain
	meta        map[string]any
	publishedAt time.Time
}

// merge takes each localised field from the first locale of the chain that has it.
func merge(e *published.Entry, chain []string) (m merged, ok bool) {
	m = merged{
		fields: orEmpty(e.Shared), html: orEmpty(e.HTML), text: orEmpty(e.Text), meta: orEmpty(e.Meta), fallback: map[string]string{},
	}
	for i, tag := range chain {
		doc, has := e.Locales[tag]
		if !has {
			continue
		}
		if !ok {
			m.publishedAt, ok = doc.PublishedAt, true
			maps.Copy(m.meta, doc.Meta)
		}
		for name, value := range doc.Fields {
			if _, taken := m.fields[name]; taken || value == nil {
				continue
			}
			m.fields[name] = value
			if h, formed := doc.HTML[name]; formed {
				m.html[name] = h
			}
			if t, formed := doc.Text[name]; formed {
				m.text[name] = t
			}
			if i > 0 {
				m.fallback[name] = tag
			}
		}
	}
	return m, ok
}

// shown is merge, with the alternative texts of media in the chain's languages.
func shown(e *published.Entry, t *published.Type, chain []string) (m merged, ok bool) {
	if m, ok = merge(e, chain); ok {
		m.speak(t, chain)
	}
	return m, ok
}

func orEmpty(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return maps.Clone(m)
}

// ownNames are the columns of docs that own gives, formNames those that forms gives.
var (
	ownNames  = []string{"type", "space", "key", "slug", "version", "published_at", "updated_at"}
	formNames = []string{"fields", "source", "plain", "fallback", "meta"}
)

// own gives the columns of docs that are about the entry.
func (m *merged) own(e *published.Entry, t *published.Type) []any {
	var slug any
	if s, ok := m.fields[t.Slug].(string); ok && s != "" {
		slug = s
	}
	return []any{e.Type, e.Space, e.Key, slug, e.Version, query.Stamp(m.publishedAt), query.Stamp(e.UpdatedAt)}
}

// sameForms says whether what forms gives is the same.
func (m *merged) sameForms(o *merged) bool {
	return reflect.DeepEqual(m.fields, o.fields) && reflect.DeepEqual(m.html, o.html) && reflect.DeepEqual(m.text, o.text) &&
		maps.Equal(m.fallback, o.fallback) && reflect.DeepEqual(m.meta, o.meta)
}

// forms gives the columns of docs that are JSON.
func (m *merged) forms(t *published.Type) ([]any, error) {
	shown, source, plain := maps.Clone(m.fields), map[string]any{}, map[string]any{}
	for _, name := range t.Markdown {
		v, ok := m.fields[name]
		if !ok {
			continue
		}
		source[name], shown[name] = v, m.html[name]
		if shown[name] == nil {
			shown[name] = ""
		}
		if text, ok := m.text[name]; ok {
			plain[name] = text
		}
	}
	docs := make([]any, len(formNames))
	for i, v := range []any{shown, source, plain, m.fallback, m.meta} {
		text, err := encode(v)
		if err != nil {
			return nil, err
		}
		docs[i] = text
	}
	return docs, nil
}

func encode(v any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // it is never HTML, and would be a third longer
	err := enc.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// words gives the texts of the title and of everything else that full text finds; ok is false where the type is not searched.
func (m *merged) words(t *published.Type) (title, body string, ok bool) {
	if !t.Searchable() {
		return "", "", false
	}
	var rest []string
	for _, f := range t.Fields {
		v, has := m.text[f.Name]
		if !has {
			v = m.fields[f.Name]
		}
		switch {
		case f.Restricted:
		case f.Name == t.Title:
			title, _ = v.(string)
		case f.Searchable || len(f.Components) > 0:
			rest = texts(rest, t, f, v)
		}
	}
	return title, strings.Join(rest, "\n"), true
}

// texts adds the texts of a value: those of a component's searchable fields, or its own.
func texts(to []string, t *published.Type, f published.Field, v any) []string {
	switch v := v.(type) {
	case string:
		if f.Searchable {
			to = append(to, v)
		}
	case []any:
		for _, item := range v {
			to = texts(to, t, f, item)
		}
	case map[string]any:
		for _, in := range t.Components[componentOf(f, v)] {
			to = texts(to, t, in, v[in.Name])
		}
	}
	return to
}

// chainKey is how a chain is written in the table.
func chainKey(chain []string) string { return strings.Join(chain, " ") }
