package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Bounds of values whose order is not that of numbers, and of lists. All of them are asked at publication: a draft may be unfinished.

// numberIn gives a bound of numbers as the file has it; nil where it is none.
func numberIn(raw any) *float64 {
	if x, ok := float(raw); ok {
		return &x
	}
	return nil
}

// numberBounds refuses bounds of numbers that are something else.
func (d *declaration) numberBounds() {
	for key, raw := range map[string]any{"/min": d.raw.Min, "/max": d.raw.Max} {
		if raw != nil && numberIn(raw) == nil && !d.failed(key) {
			d.at(key, "wrong_kind", "%s must be a number, not %s", key[1:], describe(raw))
		}
	}
}

// spanBounds reads the bounds of a kind whose values are texts with an order: below 0 where the first lies before the second.
func (d *declaration) spanBounds(order func(a, b string) int) {
	read := func(key string, raw any) string {
		if raw == nil || d.failed(key) {
			return ""
		}
		normal, issues := d.field.kind.value(&Field{}, raw)
		if text, ok := normal.(string); ok && len(issues) == 0 {
			return text
		}
		message := "is empty"
		if len(issues) > 0 {
			message = issues[0].Message
		}
		d.at(key, "bad_bound", "%s %s", key[1:], message)
		return ""
	}
	d.field.least, d.field.greatest = read("/min", d.raw.Min), read("/max", d.raw.Max)
	if d.field.least != "" && d.field.greatest != "" && order(d.field.least, d.field.greatest) > 0 {
		d.at("/min", "bad_bound", "min %s is after max %s: no value would fit", d.field.least, d.field.greatest)
	}
}

// spanRules asks the bounds of spanBounds.
func (f *Field) spanRules(v string, order func(a, b string) int) []Issue {
	var issues []Issue
	if f.least != "" && order(v, f.least) < 0 {
		issues = append(issues, unfit("too_small", "must be at least %s", f.least)...)
	}
	if f.greatest != "" && order(v, f.greatest) > 0 {
		issues = append(issues, unfit("too_large", "must be at most %s", f.greatest)...)
	}
	return issues
}

// durationOrder compares two durations in their canonical form where their order is certain: a month has 28 to 31 days, and a day 24
// hours. Where it is not, they count as equal, so that no bound refuses what may be within it.
func durationOrder(a, b string) int {
	const day = 24 * 60 * 60
	monthsA, secondsA := durationParts(a)
	monthsB, secondsB := durationParts(b)
	months, seconds := monthsA-monthsB, secondsA-secondsB
	one, other := months*28*day+seconds, months*31*day+seconds
	switch {
	case one < 0 && other < 0:
		return -1
	case one > 0 && other > 0:
		return 1
	}
	return 0
}

// durationParts gives a duration as months, which have no length in seconds, and seconds.
func durationParts(s string) (months, seconds float64) {
	m := durationForm.FindStringSubmatch(s)
	if m == nil {
		return 0, 0
	}
	part := func(i int) float64 {
		x, _ := strconv.ParseFloat(m[i], 64) // "" is none
		return x
	}
	return part(1)*12 + part(2), (part(3)*7+part(4))*24*3600 + part(6)*3600 + part(7)*60 + part(8)
}

// counts checks minItems and maxItems.
func (d *declaration) counts() {
	if d.field.kind == nil || !slices.Contains(d.field.kind.traits().options, "minItems") {
		return
	}
	limit := MaxItems
	if d.raw.Kind == "tags" {
		limit = maxTags
	}
	for key, n := range map[string]*int{"/minItems": d.field.minItems, "/maxItems": d.field.maxItems} {
		switch {
		case n == nil:
		case !d.field.Many():
			d.at(key, "bad_option", "a field of one value has no %s: add many: true", key[1:])
		case *n < 1 || *n > limit:
			d.at(key, "bad_bound", "%s must be between 1 and %d", key[1:], limit)
		}
	}
	if d.field.minItems != nil && d.field.maxItems != nil && *d.field.minItems > *d.field.maxItems {
		d.at("/minItems", "bad_bound", "minItems %d is greater than maxItems %d: no value would fit", *d.field.minItems, *d.field.maxItems)
	}
}

// countRules asks minItems and maxItems of a list that is not empty: whether it may be, `required` says.
func (f *Field) countRules(v any) []Issue {
	list, ok := v.([]any)
	switch {
	case !ok:
	case f.minItems != nil && len(list) < *f.minItems:
		return unfit("too_few", "has %s; at least %d are needed", counted(len(list)), *f.minItems)
	case f.maxItems != nil && len(list) > *f.maxItems:
		return unfit("too_many", "has %s; %d are allowed", counted(len(list)), *f.maxItems)
	}
	return nil
}

func counted(n int) string {
	return strings.TrimSuffix(fmt.Sprintf("%d values", n), map[bool]string{true: "s"}[n == 1])
}
