package edit

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of the path of a token.
const (
	maxPath  = 500 // bytes
	maxNames = 32
)

// namesOf takes the path of a token or a group apart; ok is false for what no file can declare.
func namesOf(path string) (names []string, ok bool) {
	names = strings.Split(path, ".")
	for i, name := range names {
		if root := name == "$root" && i > 0 && i == len(names)-1; !root && !nameFits(name) {
			return nil, false
		}
	}
	return names, len(path) <= maxPath && len(names) <= maxNames
}

// nameFits says whether a token or a group may have a name.
func nameFits(name string) bool {
	control := func(r rune) bool { return r < ' ' || r == 0x7f }
	return name != "" && utf8.ValidString(name) && !strings.HasPrefix(name, "$") && !strings.ContainsAny(name, "{}.") &&
		!strings.ContainsFunc(name, control) && strings.TrimSpace(name) == name
}

// spot is a member that names lead to from the beginning of a file, and the object that it stands in.
type spot struct {
	member
	list      []member // of the object
	at        int      // of the member, in the list
	open, end int      // the braces of the object
}

// lookup goes from the beginning of a file to what names lead to, through objects.
func lookup(text string, names []string) (spot, bool) {
	s := &scanner{text: text}
	s.space()
	for i, name := range names {
		if s.peek() != '{' {
			return spot{}, false
		}
		open := s.at
		list, end := s.members()
		at := slices.IndexFunc(list, func(m member) bool { return m.name == name })
		if at < 0 {
			return spot{}, false
		}
		if i == len(names)-1 {
			return spot{list[at], list, at, open, end}, true
		}
		s.at = list[at].value.from
	}
	return spot{}, false
}

// object says whether what stands at a spot is an object.
func (s *spot) object(text string) bool { return s.value.from < len(text) && text[s.value.from] == '{' }

// tokenFiles gives the files that hold tokens alone; what stands in the resolver document itself is left to who writes that.
func (e *editor) tokenFiles() []string {
	files := slices.DeleteFunc(e.system.Files(), func(name string) bool { return name == e.resolver })
	return files
}

// having gives the files in which names lead to something.
func (e *editor) having(names []string) (files []string) {
	for _, name := range e.tokenFiles() {
		if _, ok := lookup(string(e.files[name]), names); ok {
			files = append(files, name)
		}
	}
	return files
}

// below says whether a path is another one, or stands under it.
func below(path, group string) bool {
	rest, ok := strings.CutPrefix(path, group)
	return ok && (rest == "" || rest[0] == '.')
}

// has says whether there is a token of a path, or one below it, in any combination of contexts.
func (e *editor) has(path string) bool {
	for i := range e.views {
		for _, t := range e.views[i].set.Tokens() {
			if below(t.Path, path) {
				return true
			}
		}
	}
	return false
}
