package fragment

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
)

// Set is the compiled templates of one release. It may be used by several goroutines at once.
type Set struct {
	release *designsystem.Release
	slots   []string  // names of the slot templates, sorted
	layouts []string  // the parts that are not the same in every layout, as far as their sources say
	engines sync.Pool // of *engine
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
	pristine := template.New("").Funcs(template.FuncMap(new(engine).funcs()))
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		if _, err := pristine.AddParseTree(name, trees[name]); err != nil {
			ps.Add(templateProblem(name, err))
		}
	}
	for _, name := range roots(r, trees) {
		t, err := pristine.Clone()
		if err == nil {
			err = t.ExecuteTemplate(io.Discard, name, nil) // escapes first; that there is no data does not matter
		}
		var escape *template.Error
		if errors.As(err, &escape) {
			ps.Add(escapeProblem(r, name, escape))
		}
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	s := &Set{release: r, slots: slotsIn(trees), layouts: withLayouts(r)}
	s.engines.New = func() any { return newEngine(r, pristine) }
	return s, nil
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
