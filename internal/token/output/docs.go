package output

import (
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

// manual is what the documentation shows, in Markdown and in HTML.
type manual struct {
	title    string
	columns  []string // a variant each; "Value" where there is one
	sections []section
}

type section struct {
	name string // the first name of the paths
	rows []row
}

type row struct {
	tok    token.Token
	values []cell
}

type cell struct {
	there bool
	value token.Value
	text  string // the value whole
	alias string
}

// manual gathers the tokens of all variants by their first name.
func (j *job) manual() manual {
	m := manual{title: orElse(plain(j.Name), "Design tokens")}
	at := map[string]int{}
	rows := map[string]*row{}
	var order []*row
	for i, v := range j.Variants {
		m.columns = append(m.columns, orElse(plain(j.Label(v)), "Value"))
		for _, t := range v.Set.Tokens() {
			r := rows[t.Path]
			if r == nil {
				r = &row{tok: t, values: make([]cell, len(j.Variants))}
				rows[t.Path] = r
				order = append(order, r)
			}
			r.values[i] = cell{true, t.Value, t.Text(), t.Alias}
		}
	}
	for _, r := range order {
		name := r.tok.Names[0]
		k, seen := at[name]
		if !seen {
			k = len(m.sections)
			at[name] = k
			m.sections = append(m.sections, section{name: name})
		}
		m.sections[k].rows = append(m.sections[k].rows, *r)
	}
	return m
}

// merged gives a row's cells with equal ones next to one another put together: how many columns each takes.
func (r row) merged() (cells []cell, spans []int) {
	for i, c := range r.values {
		if i > 0 && c.text == r.values[i-1].text && c.there == r.values[i-1].there && c.alias == r.values[i-1].alias {
			spans[len(spans)-1]++
			continue
		}
		cells, spans = append(cells, c), append(spans, 1)
	}
	return cells, spans
}

// colors gives the colours of all cells as hex without "#", sorted, each once.
func (m manual) colors() []string {
	var out []string
	for _, s := range m.sections {
		for _, r := range s.rows {
			for _, c := range r.values {
				if color, ok := c.value.(token.Color); ok {
					out = append(out, strings.TrimPrefix(color.HexFallback(), "#"))
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
