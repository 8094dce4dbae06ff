package edit

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

// Limits of what is edited at once.
const (
	MaxChanges      = 100
	MaxValue        = 64 << 10 // bytes of a value
	maxCombinations = 64       // of contexts
)

// Kind is what a change does.
type Kind string

// The kinds of changes.
const (
	Value     Kind = "value"     // another value; "" is the same
	Add       Kind = "add"       // a token, or without a value a group
	Rename    Kind = "rename"    // a token or a group: its last name, and all references
	Remove    Kind = "remove"    // a token, or a group with all in it, that nothing refers to
	Describe  Kind = "describe"  // the description of a token or a group
	Deprecate Kind = "deprecate" // whether it is deprecated, and why
)

// Kinds are all of them.
var Kinds = []Kind{Value, Add, Rename, Remove, Describe, Deprecate}

// Change is one change of a token or a group.
type Change struct {
	Kind   Kind              `json:"kind"`
	Path   string            `json:"path"`             // "color.text.default"
	Inputs map[string]string `json:"inputs,omitempty"` // of Value and Add, modifier → context; what is not named: in every context
	Value  json.RawMessage   `json:"value,omitempty"`  // as $value, $description or $deprecated has it; null takes the last two away
	Type   string            `json:"type,omitempty"`   // of Add: as $type has it; "" is that of the group, or of what it refers to
	Name   string            `json:"name,omitempty"`   // of Rename: the new last name
}

// Result is what changes have made.
type Result struct {
	Files   map[string][]byte // those that are others
	Moved   map[string]string // paths of tokens and groups that were renamed, with those that they have now
	Renamed []Renamed         // the tokens among them, also those that have their new path through $extends
	Removed []token.Token     // as they were
}

// Apply makes changes, one after the other. resolver is the path of the resolver document. All tokens that a change is not about stay what
// they are, in every context, or it is refused.
//
// A value is written where the token is declared. Where that declaration also holds in contexts that the change does not name, the token
// is added to a file that the named contexts alone bring in. Errors: fault.Problems: with a pointer into the list of changes for what
// cannot be done, with file, line and column for what the compiler refuses.
func Apply(files map[string][]byte, resolver string, changes []Change) (*Result, error) {
	e := &editor{files: maps.Clone(files), resolver: resolver}
	if len(changes) > MaxChanges {
		return nil, problems("/changes", "too_many", "at most %d changes are made at once", MaxChanges)
	}
	if err := e.load(); err != nil {
		return nil, err
	}
	was := e.views
	for i, c := range changes {
		if err := e.apply(fmt.Sprintf("/changes/%d", i), c); err != nil {
			return nil, err
		}
	}
	out := &Result{Files: map[string][]byte{}, Moved: e.moved}
	for name, text := range e.files {
		if string(text) != string(files[name]) {
			out.Files[name] = text
		}
	}
	out.Renamed, out.Removed = e.tell(was)
	return out, nil
}

func problems(pointer, code, format string, args ...any) error {
	return fault.Problems{{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)}}
}

// editor is the files as they are, and what the compiler makes of them.
type editor struct {
	files    map[string][]byte
	resolver string
	system   *token.System
	views    []view
	moved    map[string]string // paths that were renamed, from the first to the last
}

// view is the tokens of one combination of contexts.
type view struct {
	inputs map[string]string
	set    *token.Set
}

// declaration is where a token is declared: the place of its name.
type declaration struct {
	file         string
	line, offset int
}

func declared(t token.Token) declaration { return declaration{t.File, t.Line, t.Offset()} }

func filesystem(files map[string][]byte) fs.FS {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data, Mode: 0o444}
	}
	return fsys
}

func (e *editor) load() (err error) {
	if e.system, err = token.Load(filesystem(e.files), e.resolver); err != nil {
		return err
	}
	combos := []map[string]string{{}}
	for _, m := range e.system.Modifiers() {
		var next []map[string]string
		for _, c := range combos {
			for _, context := range m.Contexts {
				one := maps.Clone(c)
				one[m.Name] = context
				next = append(next, one)
			}
		}
		if combos = next; len(combos) > maxCombinations {
			return problems("", "too_many", "these tokens have more than %d combinations of contexts: edit their files", maxCombinations)
		}
	}
	e.views = nil
	for _, inputs := range combos {
		set, err := e.system.Resolve(inputs)
		if err != nil {
			return err
		}
		e.views = append(e.views, view{set.Inputs(), set})
	}
	return nil
}

// in says whether a combination is among those that a change names.
func (v *view) in(inputs map[string]string) bool {
	for name, context := range inputs {
		if !strings.EqualFold(v.context(name), context) {
			return false
		}
	}
	return true
}

func (v *view) context(modifier string) string {
	for name, context := range v.inputs {
		if strings.EqualFold(name, modifier) {
			return context
		}
	}
	return ""
}

// apply carries out one change; at is its pointer.
func (e *editor) apply(at string, c Change) error {
	switch c.Kind {
	case Value, "":
		return e.value(at, c)
	case Add:
		return e.add(at, c)
	case Rename:
		return e.rename(at, c)
	case Remove:
		return e.remove(at, c)
	case Describe, Deprecate:
		return e.describe(at, c)
	}
	return problems(at+"/kind", "bad_value", "there is no change of the kind %.40q", c.Kind)
}

// value changes what a token is.
func (e *editor) value(at string, c Change) error {
	if err := e.check(at, c); err != nil {
		return err
	}
	places, elsewhere, err := e.places(at, c)
	if err != nil {
		return err
	}
	if len(places) > 1 {
		return problems(at+"/inputs", "ambiguous", "%.100q has a value of its own in each of %s: say which of them is meant",
			c.Path, labels(places))
	}
	var place declaration
	for place = range places {
	}
	if !elsewhere[place] {
		return e.replace(at, c, place)
	}
	return e.override(at, c)
}

func (e *editor) check(at string, c Change) error {
	if len(c.Value) > MaxValue || !json.Valid(c.Value) {
		return problems(at+"/value", "bad_value", "a value is JSON of %d bytes at most", MaxValue)
	}
	return e.checkInputs(at, c)
}

// checkInputs refuses contexts that there are not.
func (e *editor) checkInputs(at string, c Change) error {
	for _, name := range slices.Sorted(maps.Keys(c.Inputs)) {
		known := false
		for _, m := range e.system.Modifiers() {
			known = known || strings.EqualFold(m.Name, name) &&
				slices.ContainsFunc(m.Contexts, func(context string) bool { return strings.EqualFold(context, c.Inputs[name]) })
		}
		if !known {
			return problems(at+"/inputs", "unknown_context", "the tokens have no modifier %.60q with a context %.60q", name, c.Inputs[name])
		}
	}
	return nil
}

// places gives where the token is declared for the combinations that the change names, with a name for each of these, and where for the
// others.
func (e *editor) places(at string, c Change) (places map[declaration][]string, elsewhere map[declaration]bool, err error) {
	places, elsewhere = map[declaration][]string{}, map[declaration]bool{}
	for i := range e.views {
		v := &e.views[i]
		t, ok := v.set.Token(c.Path)
		switch {
		case !ok && v.in(c.Inputs):
			return nil, nil, problems(at+"/path", "unknown_token", "there is no token %.100q%s", c.Path, where(v.inputs))
		case !ok:
		case v.in(c.Inputs):
			places[declared(t)] = append(places[declared(t)], where(v.inputs))
		default:
			elsewhere[declared(t)] = true
		}
	}
	return places, elsewhere, nil
}

// where names a combination: " (brand klio, theme dark)".
func where(inputs map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(inputs)) {
		parts = append(parts, name+" "+inputs[name])
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func labels(places map[declaration][]string) string {
	var out []string
	for _, names := range places {
		out = append(out, strings.Trim(names[0], " ()"))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}
