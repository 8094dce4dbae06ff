package fragment

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment/plan"
)

// Set is the compiled templates of one release. It may be used by several goroutines at once.
type Set struct {
	release *designsystem.Release
	slots   []string  // names of the slot templates, sorted
	layouts []string  // the parts that are not the same in every layout, as far as their sources say
	engines sync.Pool // of *engine

	plans     map[string]*plan.Plan // by root; see plan
	unplanned map[string]error      // why a root has no plan
}

// Compile parses and checks all templates of a release. Error: fault.Problems with file, line and column, in one pass:
// unknown functions, messages, icons and templates, slots where their value would not be safe, inline scripts and styles,
// and whatever html/template refuses.
func Compile(r *designsystem.Release) (*Set, error) {
	var ps fault.Problems
	trees := parseSources(r, &ps)
	if len(ps) > 0 {
		return nil, ps.Err()
	}
	pristine := template.New("").Funcs(new(engine).funcs())
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		if _, err := pristine.AddParseTree(name, trees[name]); err != nil {
			ps.Add(templateProblem(name, err))
		}
	}
	escaped := escapeAll(r, pristine, roots(r, trees), &ps)
	if err := ps.Err(); err != nil {
		return nil, err
	}
	s := &Set{release: r, slots: slotsIn(trees), layouts: withLayouts(r)}
	s.plans, s.unplanned = plans(r, escaped, s.slots)
	s.engines.New = func() any { return &engine{release: r, plans: s.plans, pristine: pristine} }
	return s, nil
}

// WithoutPlans gives the same templates, all executed by html/template: that is what plans are measured against.
func (s *Set) WithoutPlans() *Set {
	e := s.engines.New().(*engine)
	out := &Set{release: s.release, slots: s.slots, layouts: s.layouts}
	out.engines.New = func() any { return &engine{release: e.release, pristine: e.pristine} }
	return out
}

// escapeAll gives a set with all roots escaped, for reading their trees. What html/template refuses is added to ps, for each root by
// itself: it gives up a set in which there is such a template.
func escapeAll(r *designsystem.Release, pristine *template.Template, roots []string, ps *fault.Problems) *template.Template {
	together := cloned(pristine)
	refused := false
	for _, name := range roots {
		refused = refusal(together, name) != nil || refused
	}
	if !refused {
		return together
	}
	for _, name := range roots {
		if why := refusal(cloned(pristine), name); why != nil {
			ps.Add(escapeProblem(r, name, why))
		}
	}
	return nil
}

func cloned(pristine *template.Template) *template.Template {
	set, err := pristine.Clone()
	if err != nil {
		panic("fragment: the pristine set was executed: " + err.Error())
	}
	return set
}

// refusal escapes a template by executing it, and gives why html/template refuses to; that there are no data does not matter.
func refusal(set *template.Template, name string) *template.Error {
	var why *template.Error
	errors.As(set.ExecuteTemplate(io.Discard, name, nil), &why)
	return why
}

// plans translates the templates that are executed by themselves, as far as they can be translated: unplanned says why the others cannot.
func plans(r *designsystem.Release, escaped *template.Template, slots []string) (all map[string]*plan.Plan, unplanned map[string]error) {
	all, unplanned = map[string]*plan.Plan{}, map[string]error{}
	c := plan.New(escaped, planned())
	translate := func(names []string, data reflect.Type) {
		for _, name := range names {
			p, err := c.Compile(name, data)
			if err != nil {
				unplanned[name] = err
				continue
			}
			all[name] = p
		}
	}
	translate(r.Parts, reflect.TypeFor[View]())
	translate(slots, reflect.TypeFor[SlotView]())
	return all, unplanned
}

// roots are the templates that are executed by themselves.
func roots(r *designsystem.Release, trees map[string]*parse.Tree) []string {
	return slices.Concat(r.Parts, slotsIn(trees))
}

var called = regexp.MustCompile("template\\s+[\"`]([^\"`]+)")

// withLayouts gives the parts whose templates ask for the layout, or call one that does.
func withLayouts(r *designsystem.Release) (parts []string) {
	all, asks := r.Fragments(), map[string]bool{}
	for changed := true; changed; { // templates may call each other in a circle
		changed = false
		for name, src := range all {
			if asks[name] {
				continue
			}
			calls := called.FindAllStringSubmatch(src, -1)
			asks[name] = strings.Contains(src, "Layout") || slices.ContainsFunc(calls, func(m []string) bool { return asks[m[1]] })
			changed = changed || asks[name]
		}
	}
	return slices.DeleteFunc(slices.Clone(r.Parts), func(part string) bool { return !asks[part] })
}

// slotsIn gives the slot templates that there are.
func slotsIn(trees map[string]*parse.Tree) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(slotTemplates)) {
		if trees[name] != nil {
			names = append(names, name)
		}
	}
	return names
}

// escapeProblem puts what html/template refuses at its place; it does not always give the line itself.
func escapeProblem(r *designsystem.Release, name string, err *template.Error) fault.Problem {
	p := fault.Problem{File: fileOf(name), Line: err.Line, Code: "template", Message: err.Description}
	if err.Name != "" {
		derived, _, _ := strings.Cut(err.Name, "$htmltemplate")
		p.File = fileOf(derived)
	}
	if src := r.File(p.File); p.Line == 0 && err.Node != nil && int(err.Node.Position()) <= len(src) {
		p.Line = 1 + bytes.Count(src[:err.Node.Position()], []byte("\n"))
	}
	p.Message, _, _ = strings.Cut(p.Message, ": {state") // its own words for contexts help nobody
	return p
}
