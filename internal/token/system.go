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
}

// Load reads a resolver document and every token file it refers to, and checks them for the combinations of its contexts. The
// error is a fault.Problems with everything that is wrong, by file, line and column; the System is then nil.
func Load(fsys fs.FS, resolverPath string) (*System, error) {
	return load(fsys, func(f *files, r *resolver) string {
		doc := f.read(resolverPath, place{})
		if doc == nil {
			return ""
		}
		r.read(doc)
		if n := doc.get("name"); n != nil {
			return n.text
		}
		return ""
	})
}

// LoadFiles reads token files that have no resolver document: one set, where the last file wins. The error is as in Load.
func LoadFiles(fsys fs.FS, paths ...string) (*System, error) {
	return load(fsys, func(f *files, r *resolver) string {
		s := step{name: "tokens"}
		for _, p := range paths {
			if doc := f.read(p, place{}); doc != nil && f.tokens(doc) {
				s.sources = append(s.sources, doc)
			}
		}
		r.steps = []step{s}
		return ""
	})
}

func load(fsys fs.FS, read func(*files, *resolver) (name string)) (*System, error) {
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
			break // what refers to a file that cannot be read would be reported as missing
		}
		if i > 0 {
			rep.during = inputsText(inputs)
		}
		s.resolve(inputs, rep)
	}
	if err := rep.problems.Err(); err != nil {
		return nil, err
	}
	rep.warnings.Sort()
	s.warnings = rep.warnings
	return s, nil
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
	rep := newReport()
	set := s.resolve(chosen, rep)
	if err := rep.problems.Err(); err != nil {
		return nil, err
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
	set := (&resolution{tree: t, rep: rep, done: map[*item]*resolved{}}).all()
	set.inputs = maps.Clone(inputs)
	return set
}
