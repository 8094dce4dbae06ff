package plan

import (
	"cmp"
	"fmt"
	"reflect"
)

// equal is eq: whether the first value is one of the others.
func equal(args []value) (value, error) {
	if len(args) < 2 {
		return value{}, fmt.Errorf("eq compares values")
	}
	var tests []func(*run) bool
	for _, other := range args[1:] {
		test, err := sameAs(args[0], other)
		if err != nil {
			return value{}, err
		}
		tests = append(tests, test)
	}
	return boolOf(func(r *run) bool {
		for _, test := range tests {
			if test(r) {
				return true
			}
		}
		return false
	}), nil
}

func sameAs(a, b value) (func(*run) bool, error) {
	if bothAre(a, b, reflect.Bool) {
		return func(r *run) bool { return valid(a, r).Bool() == valid(b, r).Bool() }, nil
	}
	compare, err := order(a, b)
	if err != nil {
		return nil, err
	}
	return func(r *run) bool { return compare(r) == 0 }, nil
}

// ordered is lt, le, gt and ge: what is true of two values by how they stand to each other.
func ordered(is func(c int) bool) func([]value) (value, error) {
	return func(args []value) (value, error) {
		if len(args) != 2 {
			return value{}, fmt.Errorf("two values are compared")
		}
		compare, err := order(args[0], args[1])
		if err != nil {
			return value{}, err
		}
		return boolOf(func(r *run) bool { return is(compare(r)) }), nil
	}
}

// order compares two texts, by bytes, or two whole numbers.
func order(a, b value) (func(*run) int, error) {
	switch {
	case bothAre(a, b, reflect.String):
		return func(r *run) int { return cmp.Compare(a.text(r), b.text(r)) }, nil
	case bothAre(a, b, reflect.Int):
		return func(r *run) int { return cmp.Compare(valid(a, r).Int(), valid(b, r).Int()) }, nil
	}
	return nil, fmt.Errorf("comparing these values is not translated")
}

func bothAre(a, b value, kind reflect.Kind) bool {
	return a.typ != nil && b.typ != nil && a.typ.Kind() == kind && b.typ.Kind() == kind
}

func valid(v value, r *run) reflect.Value {
	x := v.get(r)
	if !x.IsValid() {
		refuse()
	}
	return x
}
