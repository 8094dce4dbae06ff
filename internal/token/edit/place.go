package edit

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

// replace writes the value where the token is declared.
func (e *editor) replace(at string, c Change, place declaration) error {
	text := string(e.files[place.file])
	value, ok := valueAt(text, place)
	if !ok {
		return problems(at+"/path", "not_editable", "%.100q stands in %s:%d without a $value of its own: edit the file",
			c.Path, place.file, place.line)
	}
	if other := e.inherited(c, place); other != "" {
		return problems(at+"/path", "inherited", "%.100q has its value of %.100q, through $extends: change that one", c.Path, other)
	}
	return e.commit(at, c, place.file, replace(text, value, c.Value))
}

// override adds the token to a file that only the named contexts bring in.
func (e *editor) override(at string, c Change) error {
	var refused error
	for _, file := range e.candidates(c) {
		next, ok := insert(string(e.files[file]), e.names(c), tokenBody(e.typeOf(c), c.Value))
		if !ok {
			continue
		}
		before := *e
		err := e.commit(at, c, file, next)
		if err == nil {
			return nil
		}
		*e = before
		refused = err
	}
	if refused != nil {
		return refused
	}
	return problems(at+"/inputs", "not_separate",
		"%.100q has one value here and in other contexts, and no file belongs to these alone: change it everywhere, or edit the files", c.Path)
}

// candidates gives the files of the named contexts, the one that wins first.
func (e *editor) candidates(c Change) (files []string) {
	for _, m := range slices.Backward(e.system.Modifiers()) {
		for _, name := range slices.Sorted(maps.Keys(c.Inputs)) {
			if strings.EqualFold(m.Name, name) {
				own := e.system.Sources(m.Name, c.Inputs[name])
				slices.Reverse(own)
				files = append(files, own...)
			}
		}
	}
	return files
}

// names gives the parts of the token's path.
func (e *editor) names(c Change) []string {
	for i := range e.views {
		if t, ok := e.views[i].set.Token(c.Path); ok && e.views[i].in(c.Inputs) {
			return t.Names
		}
	}
	return nil
}

func (e *editor) typeOf(c Change) string {
	for i := range e.views {
		if t, ok := e.views[i].set.Token(c.Path); ok && e.views[i].in(c.Inputs) {
			return string(t.Type)
		}
	}
	return ""
}

// inherited gives the token that another one has its declaration of; "" where it is its own.
func (e *editor) inherited(c Change, place declaration) string {
	if s := (&scanner{text: string(e.files[place.file])}); s.leadsTo(e.names(c), place.offset) {
		return ""
	}
	for i := range e.views {
		for _, t := range e.views[i].set.Tokens() {
			if t.Path != c.Path && declared(t) == place {
				return t.Path
			}
		}
	}
	return ""
}

// leadsTo says whether the names lead, from the beginning of the file, to the member whose name stands at a place.
func (s *scanner) leadsTo(names []string, at int) bool {
	s.space()
	for i, name := range names {
		if s.peek() != '{' {
			return false
		}
		list, _ := s.members()
		m, ok := find(list, name)
		if !ok {
			return false
		}
		if s.at = m.value.from; i == len(names)-1 {
			return nameStart(s.text, min(at, len(s.text)), m)
		}
	}
	return false
}

// nameStart says whether the name of a member begins at a place.
func nameStart(text string, at int, m member) bool {
	s := &scanner{text: text, at: at}
	if c := s.peek(); c == '"' || c == '\'' {
		s.str()
	} else {
		s.word()
	}
	name := nameOf(text[at:s.at])
	s.space()
	if s.peek() != ':' {
		return false
	}
	s.at++
	s.space()
	return name == m.name && s.at == m.value.from
}

// valueAt gives the place of the $value of the token whose name stands at a place.
func valueAt(text string, place declaration) (span, bool) {
	s := &scanner{text: text, at: min(place.offset, len(text))}
	if c := s.peek(); c == '"' || c == '\'' {
		s.str()
	} else {
		s.word()
	}
	if s.space(); s.peek() != ':' {
		return span{}, false
	}
	s.at++
	if s.space(); s.peek() != '{' {
		return span{}, false
	}
	list, _ := s.members()
	m, ok := find(list, "$value")
	return m.value, ok
}

// commit takes a file over where the compiler does, the named contexts have the new value, of the type it had, and all others are as
// they were.
func (e *editor) commit(at string, c Change, file, text string) error {
	was := e.views
	e.files = maps.Clone(e.files)
	e.files[file] = []byte(text)
	if err := e.load(); err != nil {
		return err
	}
	for i := range e.views {
		before, had := was[i].set.Token(c.Path)
		after, has := e.views[i].set.Token(c.Path)
		switch {
		case e.views[i].in(c.Inputs):
			if !has || after.File != file {
				return problems(at+"/inputs", "overridden", "%.100q is declared again after %s%s: what is written there does not hold",
					c.Path, file, where(e.views[i].inputs))
			}
			if had && after.Type != before.Type {
				return problems(at+"/value", "other_type", "%.100q is a %s, and this is a %s", c.Path, before.Type, after.Type)
			}
		case had != has || has && !unchanged(before, after):
			return problems(at+"/inputs", "not_separate", "it would change%s too", where(e.views[i].inputs))
		}
	}
	return nil
}

// unchanged says whether a token has the value it had, in all that it holds, and refers to what it referred to.
func unchanged(before, after token.Token) bool {
	return reflect.DeepEqual(before.Value, after.Value) && before.Alias == after.Alias
}
