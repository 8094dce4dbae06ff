package edit

import (
	"encoding/json"
	"maps"
	"slices"
)

// add writes a token that there is not yet, or without a value a group, into a file that already has the nearest group above it.
func (e *editor) add(at string, c Change) error {
	names, ok := namesOf(c.Path)
	if !ok {
		return problems(at+"/path", "bad_name", "a path is names with dots between them, without { } and $, of %d bytes at most: color.text.loud",
			maxPath)
	}
	if err := e.checkInputs(at, c); err != nil {
		return err
	}
	if e.has(c.Path) || len(e.having(names)) > 0 {
		return problems(at+"/path", "duplicate_name", "there is a token or a group %.100q already", c.Path)
	}
	body, err := bodyOf(at, c)
	if err != nil {
		return err
	}
	refused := problems(at+"/path", "not_editable", "no token file can take %.100q: edit the files", c.Path)
	for _, file := range e.homes(names, c) {
		next, ok := insert(string(e.files[file]), names, body)
		if !ok {
			continue
		}
		before := *e
		e.files = maps.Clone(e.files)
		e.files[file] = []byte(next)
		err := e.load()
		if err == nil {
			if refused = e.added(at, c, before.views); refused == nil {
				return nil
			}
		}
		*e = before
		if err != nil {
			return err // what is written is wrong wherever it stands
		}
	}
	return refused
}

// bodyOf writes the token or the group.
func bodyOf(at string, c Change) (string, error) {
	if len(c.Value) > 0 {
		if len(c.Value) > MaxValue || !json.Valid(c.Value) {
			return "", problems(at+"/value", "bad_value", "a value is JSON of %d bytes at most", MaxValue)
		}
		return tokenBody(c.Type, c.Value), nil
	}
	if len(c.Inputs) > 0 {
		return "", problems(at+"/inputs", "bad_value", "a group is the same in every context")
	}
	if c.Type != "" {
		return `{ "$type": ` + quoted(c.Type) + ` }`, nil
	}
	return "{}", nil
}

// homes gives the files that may take something new, best first: where contexts are named those of them, else those that have the
// longest part of its path.
func (e *editor) homes(names []string, c Change) []string {
	if len(c.Inputs) > 0 {
		return e.candidates(c)
	}
	files := e.tokenFiles()
	depth := map[string]int{}
	for _, name := range files {
		for n := len(names) - 1; n > 0 && depth[name] == 0; n-- {
			if at, ok := lookup(string(e.files[name]), names[:n]); ok && at.object(string(e.files[name])) {
				depth[name] = n
			}
		}
	}
	slices.SortStableFunc(files, func(a, b string) int { return depth[b] - depth[a] })
	return files
}

// added checks that what was added is there where it was asked for, and that nothing else is another.
func (e *editor) added(at string, c Change, was []view) error {
	for i := range e.views {
		_, has := e.views[i].set.Token(c.Path)
		if want := len(c.Value) > 0 && e.views[i].in(c.Inputs); has != want {
			return problems(at+"/inputs", "not_separate", "no file belongs to the contexts that it is to be in%s", where(e.views[i].inputs))
		}
		for _, before := range was[i].set.Tokens() {
			if after, has := e.views[i].set.Token(before.Path); !has || !unchanged(before, after) {
				return problems(at+"/path", "not_separate", "it would change %.100q%s too", before.Path, where(e.views[i].inputs))
			}
		}
	}
	return nil
}
