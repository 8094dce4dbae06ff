package token

import (
	"io/fs"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
)

// System is a design system's tokens, read and checked: what its resolver document and its token files say.
type System struct {
	name      string
	modifiers []Modifier
	steps     []step
	warnings  fault.Problems
	files     []string
	usable    bool // what has problems is left out
	first     *Set // of the default contexts, as they were checked; nil where something is wrong
}

// Load reads a resolver document and every token file it refers to, and checks them for the combinations of its contexts. The
// error is a fault.Problems with everything that is wrong, by file, line and column; the System is then nil.
func Load(fsys fs.FS, resolverPath string) (*System, error) {
	s, problems := load(fsys, fromResolver(resolverPath))
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// LoadUsable is Load, or LoadFiles where resolverPath is "", for tokens that others have made: what has problems is left out, with
// what refers to it, and the rest can be used. The System is nil where a file cannot be read at all.
func LoadUsable(fsys fs.FS, resolverPath string, paths ...string) (*System, fault.Problems) {
	read := fromResolver(resolverPath)
	if resolverPath == "" {
		read = fromFiles(paths)
	}
	s, problems := load(fsys, read)
	problems.Sort()
	if s != nil {
		s.usable = len(problems) > 0
	}
	return s, problems
}

func fromResolver(resolverPath string) func(*files, *resolver) string {
	return func(f *files, r *resolver) string {
		doc := f.read(resolverPath, place{})
		if doc == nil {
			return ""
		}
		r.read(doc)
		if n := doc.get("name"); n != nil {
			return n.text
		}
		return ""
	}
}

// LoadFiles reads token files that have no resolver document: one set, where the last file wins. The error is as in Load.
func LoadFiles(fsys fs.FS, paths ...string) (*System, error) {
	s, problems := load(fsys, fromFiles(paths))
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

func fromFiles(paths []string) func(*files, *resolver) string {
	return func(f *files, r *resolver) string {
		s := step{name: "tokens"}
		for _, p := range paths {
			if doc := f.read(p, place{}); doc != nil && f.tokens(doc) {
				s.sources = append(s.sources, doc)
			}
		}
		r.steps = []step{s}
		return ""
	}
}

// load reads and checks everything; the System is nil where a file cannot be read.
func load(fsys fs.FS, read func(*files, *resolver) (name string)) (*System, fault.Problems) {
	rep := newReport()
	f := newFiles(fsys, rep)
	r := &resolver{files: f, rep: rep, used: map[*node]bool{}}
	s := &System{name: read(f, r), steps: r.steps, files: f.names}
	known := map[string]bool{}
	for _, st := range s.steps {
		if st.modifier != nil && !known[st.name] {
			known[st.name] = true
			s.modifiers = append(s.modifiers, st.modifier.Modifier)
		}
	}
	for i, inputs := range s.combinations() {
		if !f.complete() {
			return nil, rep.problems // what refers to a file that cannot be read would be reported as missing
		}
		if i > 0 {
			rep.during = inputsText(inputs)
		}
		set := s.resolve(inputs, rep)
		if i == 0 {
			s.first = set
		}
	}
	if len(rep.problems) > 0 {
		s.first = nil
	}
	rep.warnings.Sort()
	s.warnings = rep.warnings
	return s, rep.problems
}

// Name gives the name the resolver document has, "" where it has none.
func (s *System) Name() string { return s.name }

// Modifiers gives the choices the resolver document offers, in the order of its resolution order.
func (s *System) Modifiers() []Modifier {
	all := slices.Clone(s.modifiers)
	for i := range all {
		all[i].Contexts = slices.Clone(all[i].Contexts)
	}
	return all
}

// Warnings gives what is allowed and most likely not meant: a modifier with one context, names that differ by case.
func (s *System) Warnings() fault.Problems { return slices.Clone(s.warnings) }

// Files gives the path of every file that was read, in the order of reading, the resolver document first.
func (s *System) Files() []string { return slices.Clone(s.files) }

// Resolve gives the tokens for one choice of contexts: modifier name to context name, upper and lower case alike. A modifier
// that is not named takes its default. The error is a fault.Problems that names every unknown modifier, unknown context and
// missing input by its Pointer ("/theme").
func (s *System) Resolve(inputs map[string]string) (*Set, error) {
	chosen, err := s.choose(inputs)
	if err != nil {
		return nil, err
	}
	if s.first != nil && maps.Equal(chosen, s.first.inputs) {
		return s.first, nil
	}
	rep := newReport()
	set := s.resolve(chosen, rep)
	if err := rep.problems.Err(); err != nil && !s.usable {
		return nil, err
	}
	if s.usable {
		set = set.withoutClashes()
	}
	return set, nil
}

// resolve flattens the sources that the inputs select, and works out every token.
func (s *System) resolve(inputs map[string]string, rep *report) *Set {
	t := newTree(rep)
	for _, st := range s.steps {
		sources := st.sources
		if st.modifier != nil {
			sources = st.modifier.sources[inputs[st.name]]
		}
		for _, n := range sources {
			t.merge(t.root, n)
		}
	}
	t.link()
	set := (&resolution{tree: t, rep: rep, done: make(map[*item]*resolved, t.count)}).all()
	set.inputs = maps.Clone(inputs)
	return set
}
