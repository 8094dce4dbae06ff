package schema

import (
	"fmt"
	"strconv"
)

// numberKind is a number with a fraction, as JSON has it (IEEE 754 double).
type numberKind struct{}

func (numberKind) traits() traits {
	return traits{options: []string{"min", "max", "default"}, sortable: true, filterable: true, plain: true, widens: []string{"integer"}}
}

func (numberKind) declare(d *declaration) { d.bounds() }

func (numberKind) value(f *Field, v any) (any, []Issue) {
	x, ok := float(v)
	if !ok {
		return nil, wrong("wrong_type", "must be a number, not %s", describe(v))
	}
	return x, f.numberRules(x)
}

func (f *Field) numberRules(x float64) []Issue {
	var issues []Issue
	if f.min != nil && x < *f.min {
		issues = append(issues, unfit("too_small", "must be at least %s", number(*f.min))...)
	}
	if f.max != nil && x > *f.max {
		issues = append(issues, unfit("too_large", "must be at most %s", number(*f.max))...)
	}
	return issues
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// describe names a value's type, or shows it where it is a short one.
func describe(v any) string {
	switch v := v.(type) {
	case string:
		return fmt.Sprintf("%.40q", v)
	case float64:
		return number(v)
	}
	return typeName(v)
}
