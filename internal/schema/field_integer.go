package schema

import (
	"encoding/json"
	"math"
)

// integerKind is a whole number that every client can hold: JavaScript and JSON lose precision above 2^53.
type integerKind struct{}

const maxInteger = 1<<53 - 1

func (integerKind) traits() traits {
	return traits{options: []string{"min", "max", "default"}, sortable: true, filterable: true, unique: true, plain: true}
}

func (integerKind) declare(d *declaration) {
	for option, bound := range map[string]*float64{"/min": d.field.min, "/max": d.field.max} {
		if bound != nil && (*bound != math.Trunc(*bound) || math.Abs(*bound) > maxInteger) {
			d.at(option, "bad_bound", "the bound of an integer must be a whole number between -(2^53-1) and 2^53-1")
		}
	}
	d.bounds()
}

func (integerKind) value(f *Field, v any) (any, []Issue) {
	x, ok := float(v)
	if !ok || x != math.Trunc(x) {
		return nil, wrong("wrong_type", "must be a whole number, not %s", describe(v))
	}
	if math.Abs(x) > maxInteger {
		return nil, wrong("too_large", "must be between -(2^53-1) and 2^53-1")
	}
	return int64(x), f.numberRules(x)
}

// float gives a number of JSON or YAML in whatever form a decoder made of it.
func float(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case int64:
		return float64(v), true
	case int:
		return float64(v), true
	case json.Number:
		x, err := v.Float64()
		return x, err == nil
	}
	return 0, false
}
