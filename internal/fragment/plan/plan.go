// Package plan translates templates that html/template has escaped into Go functions that write the same bytes without looking anything up:
// which field, which function and which template is meant is settled once, when a design system is loaded, for the types of the data.
//
// Nothing here decides what is safe. The trees are those of html/template, with its escapers in them, and what an escaper makes of a
// byte is asked of html/template itself (see escape.go). Whatever a plan cannot do exactly as html/template does, it refuses: at Compile
// the whole template, at Execute this one execution. Its caller then lets html/template do it, so that output and errors are always
// html/template's.
package plan

import (
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// Func is a function that templates may call. It takes nothing or one string, and gives text of a type that html/template knows.
type Func struct {
	Name string
	Arg  bool
	Type reflect.Type // string, template.HTML or template.HTMLAttr
}

// Host runs the functions of one execution.
type Host interface {
	// Call calls the function that stands at i in the list that New was given; arg is "" where it takes none.
	Call(i int, arg string) (string, error)
}

// Compiler translates the templates of one set.
type Compiler struct {
	set      *template.Template
	funcs    []Func
	byName   map[string]int
	routines map[key]*routine
	escapers map[string]*escaper
}

// New makes a compiler for a set whose templates were escaped: each was executed, or called by one that was.
func New(set *template.Template, funcs []Func) *Compiler {
	c := &Compiler{set: set, funcs: funcs, byName: map[string]int{}, routines: map[key]*routine{}, escapers: map[string]*escaper{}}
	for i, f := range funcs {
		c.byName[f.Name] = i
	}
	return c
}

// Plan is one translated template. It may be executed by several goroutines at once.
type Plan struct {
	routine *routine
	data    reflect.Type
}

// key names a template and the type of its dot: one that is called with two types is translated twice.
type key struct {
	name string
	dot  reflect.Type
}

// routine is a translated template for one type of dot.
type routine struct {
	nodes []node
	vars  int // variables that are read
}

// Compile translates the named template for data of a type, and all that it calls. Error: what it cannot translate, with template and line;
// html/template has to execute the template then.
func (c *Compiler) Compile(name string, data reflect.Type) (*Plan, error) {
	known := map[key]bool{}
	for k := range c.routines {
		known[k] = true
	}
	r, err := c.routine(name, data)
	if err != nil {
		for k := range c.routines { // those that were translated may call what was not
			if !known[k] {
				delete(c.routines, k)
			}
		}
		return nil, err
	}
	return &Plan{routine: r, data: data}, nil
}

// routine gives the routine of a template, which may still be being translated: templates may call themselves.
func (c *Compiler) routine(name string, dot reflect.Type) (*routine, error) {
	k := key{name, dot}
	if r := c.routines[k]; r != nil {
		return r, nil
	}
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil || t.Tree.Root == nil {
		return nil, fmt.Errorf("the template %q is not there, or not escaped", name)
	}
	r := &routine{}
	c.routines[k] = r
	b := &builder{Compiler: c, tree: t.Tree, root: dot}
	if err := usable(dot); err != nil {
		return nil, b.fail(t.Tree.Root, "%v", err)
	}
	nodes, err := b.list(t.Tree.Root, dot)
	r.nodes, r.vars = nodes, b.vars
	return r, err
}

// builder translates one template for one type of dot.
type builder struct {
	*Compiler
	tree  *parse.Tree
	root  reflect.Type // of $
	scope []*variable  // what is declared at the place at hand, the innermost last
	vars  int          // variables so far that are read
}

func (b *builder) fail(n parse.Node, format string, args ...any) error {
	place, _ := b.tree.ErrorContext(n)
	return fmt.Errorf("%s: %s", place, fmt.Sprintf(format, args...))
}
