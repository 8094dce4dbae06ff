package plan

import (
	"fmt"
	"reflect"
)

// fields gives what stands at the end of a path of names, from a value on.
func fields(v value, names []string) (value, error) {
	for _, name := range names {
		var err error
		if v, err = field(v, name); err != nil {
			return value{}, err
		}
	}
	return v, nil
}

// field gives a field of a struct, or what a map has under a name.
func field(v value, name string) (value, error) {
	if v.typ == nil {
		return value{}, fmt.Errorf("%s of something whose type is not known is not translated", name)
	}
	if hasMethod(v.typ, name) {
		return value{}, fmt.Errorf("the method %s of %s is not translated", name, v.typ)
	}
	switch v.typ.Kind() {
	case reflect.Map:
		return entry(v, fixedOf(name))
	case reflect.Struct:
		return structField(v, name, v.typ, func(s reflect.Value) reflect.Value { return s })
	case reflect.Pointer:
		return structField(v, name, v.typ.Elem(), reflect.Value.Elem)
	}
	return value{}, fmt.Errorf("%s has no field %s", v.typ, name)
}

// hasMethod says whether html/template would call a method of a value or of a pointer to it.
func hasMethod(t reflect.Type, name string) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	_, ok := reflect.PointerTo(t).MethodByName(name)
	return ok
}

func structField(v value, name string, t reflect.Type, inside func(reflect.Value) reflect.Value) (value, error) {
	f, ok := t.FieldByName(name)
	if !ok || !f.IsExported() || len(f.Index) != 1 {
		return value{}, fmt.Errorf("%s has no field %s of its own", t, name)
	}
	if err := usable(f.Type); err != nil {
		return value{}, err
	}
	get, i := v.get, f.Index[0]
	return valueOf(f.Type, func(r *run) reflect.Value {
		s := get(r)
		if s.Kind() == reflect.Pointer {
			s = inside(s)
		}
		if s.Kind() != reflect.Struct { // a pointer to nothing, or a map did not have it
			refuse()
		}
		return s.Field(i)
	}), nil
}

// entry gives what a map has under a key: nothing where it does not have it.
func entry(m, key value) (value, error) {
	t := m.typ.Elem()
	if err := usable(t); err != nil {
		return value{}, err
	}
	from, name := m.get, key.get
	return valueOf(t, func(r *run) reflect.Value {
		v := from(r)
		if !v.IsValid() {
			refuse()
		}
		return v.MapIndex(name(r))
	}), nil
}
