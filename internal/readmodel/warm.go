package readmodel

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/query"
)

// warmSuffix names the file beside a read side that says which tables were in memory, so that a node that starts again has them before it
// is asked for them. It is a hint: without it, or where it is damaged, they are made when they are asked for.
const warmSuffix = ".tables"

// warmTable is a table in that file.
type warmTable struct {
	Chain  string   `json:"chain"` // its tags: the file that is made anew may count chains otherwise
	Type   string   `json:"type"`
	Values []string `json:"values,omitempty"` // columns, by their path
	Sorted []string `json:"sorted,omitempty"`
}

// keep writes which tables there are, where they are others than before. The caller holds the lock.
func (t *tables) keep() {
	all := []warmTable{}
	for key, one := range *t.current.Load() {
		if t.work[key] == nil {
			continue
		}
		w := warmTable{Chain: t.work[key].chain, Type: key.typ}
		for name := range one.columns {
			if name.sorted {
				w.Sorted = append(w.Sorted, name.path)
			} else {
				w.Values = append(w.Values, name.path)
			}
		}
		slices.Sort(w.Values)
		slices.Sort(w.Sorted)
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b warmTable) int { return strings.Compare(a.Chain+"\x00"+a.Type, b.Chain+"\x00"+b.Type) })
	text, err := json.Marshal(all)
	if err != nil || string(text) == t.noted {
		return
	}
	t.noted = string(text)
	next := t.m.path + warmSuffix + nextSuffix
	if os.WriteFile(next, text, 0o600) == nil {
		_ = os.Rename(next, t.m.path+warmSuffix)
	}
}

// warm has the tables made that were there when the node ran last.
func (t *tables) warm() {
	text, err := os.ReadFile(t.m.path + warmSuffix)
	if err != nil {
		return
	}
	var all []warmTable
	if json.Unmarshal(text, &all) != nil {
		return
	}
	t.noted = string(text)
	t.reading.Add(1)
	go func() {
		defer t.reading.Done()
		for _, w := range all {
			t.warmOne(t.context, w)
		}
	}()
}

func (t *tables) warmOne(ctx context.Context, w warmTable) {
	scope := query.Scope{Chain: strings.Fields(w.Chain)}
	s, err := t.m.begin(ctx, scope)
	if err != nil {
		return
	}
	chain := s.chain
	s.end()
	if chain == 0 {
		return
	}
	var names []columnName
	for _, path := range w.Values {
		names = append(names, columnName{path, false})
	}
	for _, path := range w.Sorted {
		names = append(names, columnName{path, true})
	}
	t.ask(tableKey{chain, w.Type}, scope, names...)
}
