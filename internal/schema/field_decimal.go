package schema

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// decimalKind is an exact number with a fixed count of digits behind the point: an amount of money, a rate. It is kept as text,
// "12.50", because JSON's numbers cannot hold it. The read side orders it by its number.
type decimalKind struct{}

const (
	maxScale      = 12
	defaultScale  = 2
	maxWhole      = 18 // digits before the point
	doubleDigits  = 15 // that a number of JSON keeps for certain
	decimalMaxLen = 64
)

var decimalForm = regexp.MustCompile(`^(-?)0*([0-9]+)(?:\.([0-9]+))?$`)

func (decimalKind) traits() traits {
	return traits{options: []string{"scale", "min", "max", "default"}, sortable: true, filterable: true, unique: true, plain: true}
}

func (decimalKind) declare(d *declaration) {
	d.field.scale = defaultScale
	if n := d.raw.Scale; n != nil {
		if *n < 0 || *n > maxScale {
			d.at("/scale", "bad_bound", "the scale is how many digits follow the point: between 0 and %d", maxScale)
			return
		}
		d.field.scale = *n
	}
	d.bounds()
}

func (decimalKind) value(f *Field, v any) (any, []Issue) {
	s, ok := v.(string)
	if !ok {
		if s, ok = decimalText(v); !ok {
			return nil, wrong("wrong_type", `must be a number in quotes such as "12.50", not %s`, describe(v))
		}
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, nil
	}
	m := decimalForm.FindStringSubmatch(s[:min(len(s), decimalMaxLen)])
	if m == nil || len(s) > decimalMaxLen {
		return nil, wrong("bad_decimal", "%.40q is not a number such as 12.50", s)
	}
	sign, whole, fraction := m[1], m[2], strings.TrimRight(m[3], "0")
	switch {
	case len(whole) > maxWhole:
		return nil, wrong("too_large", "has more than %d digits before the point", maxWhole)
	case len(fraction) > f.scale:
		return nil, wrong("bad_decimal", "%.40q has more than %d digits behind the point: round it", s, f.scale)
	}
	out := whole
	if f.scale > 0 {
		out += "." + fraction + strings.Repeat("0", f.scale-len(fraction))
	}
	if strings.Trim(out, "0.") != "" {
		out = sign + out
	}
	return out, f.decimalRules(out)
}

// decimalText writes out a number of JSON or YAML, where it has few enough digits to be what somebody typed.
func decimalText(v any) (string, bool) {
	if n, ok := v.(json.Number); ok && decimalForm.MatchString(n.String()) {
		return n.String(), true
	}
	x, ok := float(v)
	if !ok {
		return "", false
	}
	s := strconv.FormatFloat(x, 'f', -1, 64)
	return s, len(strings.Trim(strings.Replace(s, ".", "", 1), "-0")) <= doubleDigits && len(s) <= decimalMaxLen
}

// decimalRules compares exactly: a bound is taken as the file writes it.
func (f *Field) decimalRules(s string) []Issue {
	x, _ := new(big.Rat).SetString(s)
	var issues []Issue
	if f.min != nil && x.Cmp(exact(*f.min)) < 0 {
		issues = append(issues, unfit("too_small", "must be at least %s", number(*f.min))...)
	}
	if f.max != nil && x.Cmp(exact(*f.max)) > 0 {
		issues = append(issues, unfit("too_large", "must be at most %s", number(*f.max))...)
	}
	return issues
}

// exact gives the number that the shortest spelling of a float names: 0.1 is a tenth.
func exact(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(number(x))
	return r
}
