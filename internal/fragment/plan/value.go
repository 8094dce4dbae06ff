package plan

import (
	"fmt"
	"reflect"
)

// value is a translated expression. Its type is known before anything is executed, which is what makes a plan fast.
type value struct {
	typ   reflect.Type               // nil where only its truth is known: of and, or
	get   func(r *run) reflect.Value // invalid where a map does not have the key; nil where typ is
	text  func(r *run) string        // where typ is a string type
	truth func(r *run) bool          // as if has it
}

// nothing is the type of the dot of a template that is called without a value.
type nothing struct{}

var (
	noDot      = reflect.TypeFor[nothing]()
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
	boolType   = reflect.TypeFor[bool]()
)

// usable says why values of a type are left to html/template: what an interface holds, say, is known to no one before.
func usable(t reflect.Type) error {
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Struct, reflect.Slice, reflect.Array,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return nil
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			return nil
		}
	case reflect.Map:
		if t.Key() == stringType {
			return nil
		}
	}
	return fmt.Errorf("values of type %s are not translated", t)
}

// truthOf gives what if has for true: what is there, and not zero or empty.
func truthOf(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.Struct:
		return reflect.Value.IsValid
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
		return func(v reflect.Value) bool { return v.IsValid() && v.Len() > 0 }
	}
	return func(v reflect.Value) bool { return v.IsValid() && !v.IsZero() } // numbers, booleans and pointers
}

// valueOf is an expression that is evaluated by get.
func valueOf(t reflect.Type, get func(*run) reflect.Value) value {
	truth := truthOf(t)
	v := value{typ: t, get: get, truth: func(r *run) bool { return truth(get(r)) }}
	if t.Kind() == reflect.String {
		v.text = func(r *run) string {
			s := get(r)
			if !s.IsValid() {
				refuse()
			}
			return s.String()
		}
	}
	return v
}

// textOf is an expression of a string type, evaluated by text.
func textOf(t reflect.Type, text func(*run) string) value {
	return value{
		typ: t, text: text,
		get:   func(r *run) reflect.Value { return reflect.ValueOf(text(r)).Convert(t) },
		truth: func(r *run) bool { return text(r) != "" },
	}
}

// boolOf is a condition.
func boolOf(truth func(*run) bool) value {
	return value{typ: boolType, truth: truth, get: func(r *run) reflect.Value { return reflect.ValueOf(truth(r)) }}
}

// evaluate evaluates an expression for what it does besides.
func (v value) evaluate(r *run) {
	if v.text != nil {
		v.text(r)
	} else {
		v.get(r)
	}
}

// fixedOf is what a template says itself.
func fixedOf(x any) value {
	boxed := reflect.ValueOf(x)
	v := valueOf(boxed.Type(), func(*run) reflect.Value { return boxed })
	if s, ok := x.(string); ok {
		v.text = func(*run) string { return s }
	}
	return v
}
