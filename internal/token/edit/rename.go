package edit

import (
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

// rename gives a token or a group another name, where it stands. What refers to it, or to what is in it, follows.
func (e *editor) rename(at string, c Change) error {
	names, ok := namesOf(c.Path)
	if !ok || names[len(names)-1] == "$root" {
		return problems(at+"/path", "unknown_token", "there is no token or group %.100q that has a name of its own", c.Path)
	}
	if !nameFits(c.Name) || len(c.Name) > maxPath {
		return problems(at+"/name", "bad_name", "a name has no dots, no { } and no $ at its beginning: it is the last name of the path alone")
	}
	to := slices.Clone(names)
	to[len(to)-1] = c.Name
	path := strings.Join(to, ".")
	files := e.having(names)
	switch {
	case path == c.Path:
		return nil
	case len(files) == 0:
		return e.notDeclared(at, c)
	case e.has(path) || len(e.having(to)) > 0:
		return problems(at+"/name", "duplicate_name", "there is a token or a group %.100q already", path)
	}
	moved := e.moves(names, c.Name)
	before := *e
	e.files = maps.Clone(e.files)
	for _, name := range files {
		e.files[name] = []byte(rekey(string(e.files[name]), names, c.Name))
	}
	for _, name := range e.system.Files() {
		e.files[name] = []byte(follow(string(e.files[name]), moved, name != e.resolver))
	}
	err := e.load()
	if err == nil {
		err = e.onlyMoved(at, before.views, moved)
	}
	if err != nil {
		*e = before
		return err
	}
	e.note(moved)
	return nil
}

// rekey writes another name in the place of the last one.
func rekey(text string, names []string, name string) string {
	at, ok := lookup(text, names)
	if !ok {
		return text
	}
	return text[:at.key.from] + quoted(name) + text[at.key.to:]
}

// moves gives the paths that change where something is renamed: of the group and all in it, and of what has these through $extends.
func (e *editor) moves(names []string, name string) map[string]string {
	from := strings.Join(names, ".")
	moved := map[string]string{}
	put := func(path []string, at int) {
		to := slices.Clone(path)
		to[at] = name
		for n := len(path); n > at; n-- { // groups too: $extends names them
			moved[strings.Join(path[:n], ".")] = strings.Join(to[:n], ".")
		}
	}
	put(names, len(names)-1)
	for i := range e.views {
		rest := map[declaration]int{} // how many names stand behind the one that changes
		tokens := e.views[i].set.Tokens()
		for _, t := range tokens {
			if below(t.Path, from) {
				rest[declared(t)] = len(t.Names) - len(names)
				put(t.Names, len(names)-1)
			}
		}
		for _, t := range tokens {
			n, ok := rest[declared(t)]
			if at := len(t.Names) - 1 - n; ok && at > 0 && t.Names[at] == names[len(names)-1] && !below(t.Path, from) {
				put(t.Names, at)
			}
		}
	}
	return moved
}

// onlyMoved checks that every token is what it was, under the path that it has now.
func (e *editor) onlyMoved(at string, was []view, moved map[string]string) error {
	for i := range was {
		before := was[i].set.Tokens()
		for _, t := range before {
			now, has := e.views[i].set.Token(newPath(moved, t.Path))
			then := t
			then.Alias = newPath(moved, t.Alias)
			if !has || now.Type != t.Type || !unchanged(then, now) {
				return problems(at+"/path", "not_editable", "%.100q would be another%s: edit the files", t.Path, where(was[i].inputs))
			}
		}
		if len(before) != len(e.views[i].set.Tokens()) {
			return problems(at+"/path", "not_editable", "it cannot be renamed%s alone: edit the files", where(was[i].inputs))
		}
	}
	return nil
}

func newPath(moved map[string]string, path string) string {
	if to, ok := moved[path]; ok {
		return to
	}
	return path
}

// note remembers what was renamed, by the path that it had first.
func (e *editor) note(moved map[string]string) {
	all, later := map[string]string{}, map[string]bool{}
	for first, now := range e.moved {
		all[first], later[now] = newPath(moved, now), true
	}
	for was, now := range moved {
		if !later[was] {
			all[was] = now
		}
	}
	e.moved = all
}

// Renamed is a token that has another path.
type Renamed struct {
	From, To []string // names
	Type     token.Type
}

// tell gives the tokens that have another path than in the beginning, and those that there are no more.
func (e *editor) tell(was []view) (renamed []Renamed, removed []token.Token) {
	seen := map[string]bool{}
	for i := range was {
		for _, t := range was[i].set.Tokens() {
			if seen[t.Path] {
				continue
			}
			seen[t.Path] = true
			now, has := e.token(newPath(e.moved, t.Path))
			switch {
			case !has:
				removed = append(removed, t)
			case now.Path != t.Path:
				renamed = append(renamed, Renamed{t.Names, now.Names, now.Type})
			}
		}
	}
	return renamed, removed
}

// token finds a token in any combination of contexts.
func (e *editor) token(path string) (token.Token, bool) {
	for i := range e.views {
		if t, ok := e.views[i].set.Token(path); ok {
			return t, true
		}
	}
	return token.Token{}, false
}
