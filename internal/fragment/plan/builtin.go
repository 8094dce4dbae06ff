package plan

import (
	"fmt"
	"reflect"
	"slices"
)

// call translates the call of a function: of the host's, or one of those that text/template has.
func (b *builder) call(name string, args []value) (value, error) {
	if i, ok := b.byName[name]; ok {
		return b.hostCall(i, args)
	}
	translate, ok := map[string]func([]value) (value, error){
		"and": func(args []value) (value, error) { return lazily(args, false) },
		"or":  func(args []value) (value, error) { return lazily(args, true) },
		"not": not, "len": length, "index": index, "eq": equal,
		"ne": func(args []value) (value, error) {
			if len(args) != 2 {
				return value{}, fmt.Errorf("ne compares two values")
			}
			v, err := equal(args)
			if err != nil {
				return value{}, err
			}
			return not([]value{v})
		},
		"lt": ordered(func(c int) bool { return c < 0 }), "le": ordered(func(c int) bool { return c <= 0 }),
		"gt": ordered(func(c int) bool { return c > 0 }), "ge": ordered(func(c int) bool { return c >= 0 }),
	}[name]
	if !ok || len(args) == 0 {
		return value{}, fmt.Errorf("%s with %d arguments is not translated", name, len(args))
	}
	return translate(args)
}

func (b *builder) hostCall(i int, args []value) (value, error) {
	f := b.funcs[i]
	if !f.Arg && len(args) == 0 {
		return textOf(f.Type, func(r *run) string { return r.call(i, "") }), nil
	}
	if !f.Arg || len(args) != 1 || args[0].typ != stringType {
		return value{}, fmt.Errorf("%s with these arguments is not translated", f.Name)
	}
	arg := args[0].text
	return textOf(f.Type, func(r *run) string { return r.call(i, arg(r)) }), nil
}

// lazily is and and or: the first value whose truth is as told, or the last one. Later ones are not evaluated.
func lazily(args []value, told bool) (value, error) {
	v := value{truth: func(r *run) bool {
		for _, a := range args {
			if a.truth(r) == told {
				return told
			}
		}
		return !told
	}}
	t := args[0].typ
	if t == nil || slices.ContainsFunc(args, func(a value) bool { return a.typ != t }) {
		return v, nil
	}
	truth := truthOf(t)
	whole := valueOf(t, func(r *run) (x reflect.Value) {
		for _, a := range args {
			if x = a.get(r); truth(x) == told {
				break
			}
		}
		return x
	})
	whole.truth = v.truth
	return whole, nil
}

func not(args []value) (value, error) {
	if len(args) != 1 {
		return value{}, fmt.Errorf("not takes one value")
	}
	truth := args[0].truth
	return boolOf(func(r *run) bool { return !truth(r) }), nil
}

func length(args []value) (value, error) {
	if len(args) != 1 || args[0].typ == nil || !slices.Contains(sized, args[0].typ.Kind()) {
		return value{}, fmt.Errorf("len of this is not translated")
	}
	get := args[0].get
	return valueOf(intType, func(r *run) reflect.Value {
		v := get(r)
		if !v.IsValid() {
			refuse()
		}
		return reflect.ValueOf(v.Len())
	}), nil
}

var sized = []reflect.Kind{reflect.String, reflect.Slice, reflect.Array, reflect.Map}

// index is one element of a list, by its number, or of a map, by its key.
func index(args []value) (value, error) {
	if len(args) != 2 || args[0].typ == nil || args[1].typ == nil {
		return value{}, fmt.Errorf("index of this is not translated")
	}
	from, at, t := args[0], args[1], args[0].typ
	switch t.Kind() {
	case reflect.Map:
		if at.typ != stringType {
			return value{}, fmt.Errorf("index of %s by %s is not translated", t, at.typ)
		}
		v, err := entry(from, at)
		if err != nil {
			return value{}, err
		}
		get := v.get
		return valueOf(v.typ, func(r *run) reflect.Value {
			if x := get(r); x.IsValid() {
				return x
			}
			return reflect.Zero(v.typ)
		}), nil
	case reflect.Slice, reflect.Array:
		if err := usable(t.Elem()); err != nil || at.typ != intType {
			return value{}, fmt.Errorf("index of %s by %s is not translated", t, at.typ)
		}
		return valueOf(t.Elem(), func(r *run) reflect.Value {
			list, i := from.get(r), at.get(r)
			if !list.IsValid() || !i.IsValid() || i.Int() < 0 || i.Int() >= int64(list.Len()) {
				refuse()
			}
			return list.Index(int(i.Int()))
		}), nil
	}
	return value{}, fmt.Errorf("index of %s is not translated", t)
}
