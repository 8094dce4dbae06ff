package graph

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// Limits of a question. They are looked at before the question is checked against the schema, so that checking is bounded too.
const (
	MaxBytes       = 16 << 10 // of a question
	maxTokens      = 3000
	maxDepth       = 10  // fields inside one another
	maxMetaDepth   = 20  // the same below __schema and __type
	maxFields      = 500 // with those of fragments, as often as these are spread
	maxAliases     = 50
	maxDirectives  = 50
	maxRoots       = 10 // root fields
	maxDefinitions = 50 // operations and fragments
	maxVariables   = 50
)

// size is how much a selection asks for, fragments included.
type size struct{ fields, aliases, directives, depth, meta int }

func (s *size) put(o size) {
	s.fields = capped(s.fields + o.fields)
	s.aliases = capped(s.aliases + o.aliases)
	s.directives = capped(s.directives + o.directives)
	s.depth, s.meta = max(s.depth, o.depth), max(s.meta, o.meta)
}

// capped keeps sums from running over: fragments in fragments double each time.
func capped(n int) int { return min(n, 1<<20) }

// measure holds each fragment's size, so that one is looked at once however often it is spread.
type measure struct {
	doc       *ast.QueryDocument
	fragments map[string]*size // nil while it is being measured
	asksMeta  bool             // there is a field __schema or __type
}

// limits says what is too much in a question.
func limits(doc *ast.QueryDocument) (asksMeta bool, err error) {
	if len(doc.Operations)+len(doc.Fragments) > maxDefinitions {
		return false, refuse(CodeTooMany, nil, "a question has %d operations and fragments at most", maxDefinitions)
	}
	m := &measure{doc: doc, fragments: map[string]*size{}}
	for _, f := range doc.Fragments {
		if _, err := m.fragment(f.Name, f.Position); err != nil {
			return false, err
		}
	}
	var all size
	for _, op := range doc.Operations {
		s, err := m.selection(op.SelectionSet)
		if err != nil {
			return false, err
		}
		s.directives += len(op.Directives)
		all.put(s)
		if err := m.operation(op); err != nil {
			return false, err
		}
	}
	for _, limit := range []struct {
		code    string
		n, most int
		what    string
	}{
		{CodeTooDeep, all.depth, maxDepth, "fields inside one another"}, {CodeTooDeep, all.meta, maxMetaDepth, "fields inside one another"},
		{CodeTooMany, all.fields, maxFields, "fields, those of fragments included"}, {CodeTooMany, all.aliases, maxAliases, "aliases"},
		{CodeTooMany, all.directives, maxDirectives, "directives"},
	} {
		if limit.n > limit.most {
			return false, refuse(limit.code, nil, "a question has %d %s at most", limit.most, limit.what)
		}
	}
	return m.asksMeta, nil
}

func (m *measure) operation(op *ast.OperationDefinition) error {
	if len(op.VariableDefinitions) > maxVariables {
		return refuse(CodeTooMany, op.Position, "a question has %d variables at most", maxVariables)
	}
	if n := m.roots(op.SelectionSet, 0); n > maxRoots {
		return refuse(CodeTooMany, op.Position, "a question has %d root fields at most", maxRoots)
	}
	return nil
}

// roots counts root fields, and stops where there are too many.
func (m *measure) roots(set ast.SelectionSet, n int) int {
	for _, sel := range set {
		if n > maxRoots {
			return n
		}
		switch sel := sel.(type) {
		case *ast.Field:
			n++
		case *ast.InlineFragment:
			n = m.roots(sel.SelectionSet, n)
		case *ast.FragmentSpread:
			if f := m.doc.Fragments.ForName(sel.Name); f != nil {
				n = m.roots(f.SelectionSet, n+1) // a fragment that selects nothing does not come for nothing
			}
		}
	}
	return n
}

func (m *measure) fragment(name string, at *ast.Position) (size, error) {
	if s, known := m.fragments[name]; known {
		if s == nil {
			return size{}, refuse(CodeQuery, at, "a fragment is spread within itself")
		}
		return *s, nil
	}
	f := m.doc.Fragments.ForName(name)
	if f == nil {
		return size{}, nil // validation tells it
	}
	m.fragments[name] = nil
	s, err := m.selection(f.SelectionSet)
	s.directives += len(f.Directives)
	m.fragments[name] = &s
	return s, err
}

func (m *measure) selection(set ast.SelectionSet) (all size, err error) {
	for _, sel := range set {
		var s size
		switch sel := sel.(type) {
		case *ast.Field:
			s, err = m.selection(sel.SelectionSet)
			s.directives += len(sel.Directives)
			if s.fields++; sel.Alias != sel.Name {
				s.aliases++
			}
			if sel.Name == "__schema" || sel.Name == "__type" {
				m.asksMeta = true
				s.meta, s.depth = max(s.meta, s.depth), 0
			}
			s.depth++
		case *ast.InlineFragment:
			s, err = m.selection(sel.SelectionSet)
			s.directives += len(sel.Directives)
			s.fields++
		case *ast.FragmentSpread:
			s, err = m.fragment(sel.Name, sel.Position)
			s.directives += len(sel.Directives)
			s.fields++
		}
		if err != nil {
			return all, err
		}
		all.put(s)
	}
	return all, nil
}
