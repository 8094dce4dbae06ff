package plan

import (
	"cmp"
	"reflect"
	"slices"
	"text/template/parse"
)

// turns calls turn for each element that a value has, until it says to leave.
type turns func(v reflect.Value, turn func(key func() reflect.Value, element reflect.Value) next)

// loop is range.
func (b *builder) loop(n *parse.RangeNode, dot reflect.Type) (node, error) {
	defer b.leave(len(b.scope))
	over, err := b.commands(n.Pipe, n.Pipe.Cmds, dot)
	if err != nil {
		return nil, err
	}
	if over.typ == nil || n.Pipe.IsAssign {
		return nil, b.fail(n, "range %s is not translated", n.Pipe)
	}
	each, keyType := turnsOf(over.typ)
	if each == nil {
		return nil, b.fail(n, "range over %s is not translated", over.typ)
	}
	element := over.typ.Elem()
	if err := usable(element); err != nil {
		return nil, b.fail(n, "%v", err)
	}
	outside := len(b.scope)
	keys, elements := b.loopVariables(n.Pipe.Decl, keyType, element)
	body, err := b.list(n.List, element)
	if err != nil {
		return nil, err
	}
	b.leave(outside)
	for _, d := range n.Pipe.Decl { // behind else they are what was ranged over: nobody needs that
		b.add(d.Ident[0], nil)
	}
	none, err := b.list(n.ElseList, dot)
	if err != nil {
		return nil, err
	}
	return func(r *run) next {
		v := over.get(r)
		if !v.IsValid() || v.Len() == 0 {
			how := runAll(none, r)
			if how == leave { // of else, break leaves this loop, and continue goes on with the one around it: so html/template has it
				how = goOn
			}
			return how
		}
		outer := r.dot
		each(v, func(key func() reflect.Value, element reflect.Value) next {
			if keys.index >= 0 {
				r.vars[keys.index] = key()
			}
			elements.set(r, element)
			r.dot = element
			return runAll(body, r)
		})
		r.dot = outer
		return goOn
	}, nil
}

// loopVariables declares what a loop sets at each turn. Where it declares one or none, the others are variables that nobody reads.
func (b *builder) loopVariables(decl []*parse.VariableNode, key, element reflect.Type) (keys, elements *variable) {
	keys, elements = &variable{index: -1}, &variable{index: -1}
	switch len(decl) {
	case 1:
		elements = b.add(decl[0].Ident[0], element)
	case 2:
		keys, elements = b.add(decl[0].Ident[0], key), b.add(decl[1].Ident[0], element)
	}
	return keys, elements
}

// turnsOf gives how a type is ranged over, and the type of the keys; nil where it is left to html/template.
func turnsOf(t reflect.Type) (each turns, key reflect.Type) {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return eachElement, intType
	case reflect.Map:
		return eachEntry, t.Key()
	}
	return nil, nil
}

func eachElement(v reflect.Value, turn func(func() reflect.Value, reflect.Value) next) {
	for i := range v.Len() {
		if turn(func() reflect.Value { return reflect.ValueOf(i) }, v.Index(i)) == leave {
			return
		}
	}
}

// eachEntry goes through a map by its keys, in their order.
func eachEntry(v reflect.Value, turn func(func() reflect.Value, reflect.Value) next) {
	keys := slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	for _, key := range keys {
		if turn(func() reflect.Value { return key }, v.MapIndex(key)) == leave {
			return
		}
	}
}
