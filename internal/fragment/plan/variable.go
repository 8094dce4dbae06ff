package plan

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// variable is one declaration of a variable.
type variable struct {
	name  string
	typ   reflect.Type
	index int // in run.vars; -1 as long as nobody reads it
}

// leave forgets what was declared since the scope had n variables.
func (b *builder) leave(n int) { b.scope = b.scope[:n] }

// add declares a variable; typ is nil where it must not be read.
func (b *builder) add(name string, typ reflect.Type) *variable {
	v := &variable{name: name, typ: typ, index: -1}
	b.scope = append(b.scope, v)
	return v
}

func (b *builder) find(name string) (*variable, error) {
	for i := len(b.scope) - 1; i >= 0; i-- {
		if v := b.scope[i]; v.name == name && v.typ != nil {
			return v, nil
		} else if v.name == name {
			break
		}
	}
	return nil, fmt.Errorf("the variable %s is not translated here", name)
}

// variable translates the reading of one.
func (b *builder) variable(n *parse.VariableNode) (value, error) {
	name := n.Ident[0]
	if name == "$" {
		if b.root == noDot {
			return value{}, fmt.Errorf("$ of nothing is not translated")
		}
		return valueOf(b.root, func(r *run) reflect.Value { return r.root }), nil
	}
	v, err := b.find(name)
	if err != nil {
		return value{}, err
	}
	if v.index < 0 {
		v.index = b.vars
		b.vars++
	}
	i := v.index
	return valueOf(v.typ, func(r *run) reflect.Value { return r.vars[i] }), nil
}

// declare makes a pipeline keep its value v in its variable: a new one, or with "=" one that there is, of the same type.
func (b *builder) declare(p *parse.PipeNode, v value) (value, error) {
	if len(p.Decl) != 1 {
		return value{}, b.fail(p, "%s is not translated", p)
	}
	name := p.Decl[0].Ident[0]
	if !p.IsAssign {
		return keep(b.add(name, v.typ), v), nil
	}
	old, err := b.find(name)
	if err != nil || old.typ != v.typ {
		return value{}, b.fail(p, "%s gets a value of another type", name)
	}
	return keep(old, v), nil
}

// keep is v, which is kept in a variable where somebody reads that.
func keep(in *variable, v value) value {
	kept := valueOf(v.typ, func(r *run) reflect.Value {
		x := v.get(r)
		in.set(r, x)
		return x
	})
	if boxed := kept.text; boxed != nil {
		kept.text = func(r *run) string {
			if in.index < 0 {
				return v.text(r)
			}
			return boxed(r)
		}
	}
	return kept
}

func (v *variable) set(r *run, x reflect.Value) {
	if v.index >= 0 {
		r.vars[v.index] = x
	}
}
