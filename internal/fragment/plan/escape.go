package plan

import (
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"text/template/parse"
)

// escaperPrefix begins the names of the functions that html/template puts into pipelines.
const escaperPrefix = "_html_template_"

// splitEscapers separates what html/template put at the end of a pipeline.
func splitEscapers(cmds []*parse.CommandNode) (own []*parse.CommandNode, escapers []string) {
	n := len(cmds)
	for n > 0 {
		id, ok := cmds[n-1].Args[0].(*parse.IdentifierNode)
		if !ok || len(cmds[n-1].Args) > 1 || !strings.HasPrefix(id.Ident, escaperPrefix) {
			break
		}
		n--
	}
	for _, cmd := range cmds[n:] {
		escapers = append(escapers, cmd.Args[0].(*parse.IdentifierNode).Ident)
	}
	return cmds[:n], escapers
}

// escaper is what html/template does to values at one kind of place. For most texts it is known by bytes, from having asked html/template
// what becomes of each; all else is given to html/template.
type escaper struct {
	original *original
	asIs     reflect.Type // the type whose values are written as they are: template.HTML between elements, say
	bytes    *table       // of texts; nil where each text is given to html/template
}

// escaper gives the escaper of some names, in the order in which they are applied.
func (c *Compiler) escaper(names []string) (*escaper, error) {
	id := strings.Join(names, " ")
	if e := c.escapers[id]; e != nil {
		return e, nil
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("a value that is not escaped is not translated")
	}
	o, err := newOriginal(names)
	if err != nil {
		return nil, err
	}
	e := &escaper{original: o, bytes: learn(names, o)}
	switch {
	case id == escaperPrefix+"htmlescaper" && unchanged(o, sampleMarkup):
		e.asIs = reflect.TypeFor[template.HTML]()
	case id == escaperPrefix+"htmlnamefilter" && unchanged(o, sampleAttr):
		e.asIs = reflect.TypeFor[template.HTMLAttr]()
	}
	c.escapers[id] = e
	return e, nil
}

// What must come through, to show that an escaper leaves values of a type alone.
const (
	sampleMarkup template.HTML     = "<b title=\"'+\x00&amp;&\">`\u2028</b"
	sampleAttr   template.HTMLAttr = " onclick=\"'+\x00&\" Z"
)

func unchanged[T ~string](o *original, sample T) bool {
	out, err := o.apply(sample)
	return err == nil && out == string(sample)
}

// writer writes a value.
func (e *escaper) writer(v value) node {
	switch {
	case v.typ == e.asIs:
		return func(r *run) next {
			r.out = append(r.out, v.text(r)...)
			r.check()
			return goOn
		}
	case v.typ == stringType && e.bytes != nil:
		return func(r *run) next {
			text := v.text(r)
			if out, ok := e.bytes.escape(r.out, text); ok {
				r.out = out
				r.check()
			} else {
				e.ask(r, text)
			}
			return goOn
		}
	}
	return func(r *run) next {
		x := v.get(r)
		if !x.IsValid() {
			refuse()
		}
		e.ask(r, x.Interface())
		return goOn
	}
}

// ask lets html/template escape a value.
func (e *escaper) ask(r *run, x any) {
	text, err := e.original.apply(x)
	if err != nil {
		refuse()
	}
	r.out = append(r.out, text...)
	r.check()
}
