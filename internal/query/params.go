package query

import (
	"slices"
	"strconv"
	"strings"
)

// Param is one parameter of a query string, decoded, in the order in which it was sent.
type Param struct{ Name, Value string }

// How many names a path has at most.
const (
	maxFilterPath = 3
	maxPath       = 9
)

// isPath says whether a text is names of fields with dots between them. It is asked for every field of every question, so it is no regexp.
func isPath(s string, most int) bool {
	for name := range strings.SplitSeq(s, ".") {
		if most--; most < 0 || len(name) > 63 || name == "" || name[0] < 'a' || name[0] > 'z' || strings.ContainsFunc(name, strange) {
			return false
		}
	}
	return true
}

func strange(r rune) bool {
	return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

// ParseParams reads the parameters of a query string strictly: a mistake is told, never guessed at. Errors: fault.Invalid, with
// every problem by its parameter.
func ParseParams(params []Param, where Place) (*Query, error) {
	p := paramReader{q: &Query{places: map[string]string{}}, where: where}
	seen := make(map[string]bool, len(params))
	for _, param := range params {
		if seen[param.Name] {
			p.add(param.Name, "repeated_parameter", "this parameter stands twice")
			continue
		}
		seen[param.Name] = true
		p.param(param)
	}
	p.finish()
	return p.q, p.err()
}

type paramReader struct {
	problems

	q          *Query
	where      Place
	conditions []*Filter
}

func (p *paramReader) param(param Param) {
	name, value := param.Name, param.Value
	if strings.HasPrefix(name, "filter[") && takes("filter", p.where) {
		p.filter(name, value)
		return
	}
	if name == "filter" || !takes(name, p.where) {
		p.add(name, "bad_parameter", "there is no such parameter here")
		return
	}
	if name == "page[after]" { // whatever it is: it is a cursor of ours, or not
		p.q.After = value
		return
	}
	if !goodText(value) {
		p.add(name, "bad_text", "the value is not UTF-8 text, or has NUL in it")
		return
	}
	switch name {
	case "page[size]":
		size, err := strconv.Atoi(value)
		if err != nil || strconv.Itoa(size) != value {
			size = -1
		}
		p.setSize(p.q, name, size)
	case "q":
		p.setText(p.q, name, value)
	case "sort", "fields", "include", "facets", "type", "fallback":
		values, ok := splitList(value)
		if !ok {
			p.add(name, "bad_list", `in a list, \ stands before a comma or another \ only`)
			return
		}
		p.setList(p.q, name, name, values)
	default:
		p.setWord(p.q, name, name, value)
	}
}

// filter reads filter[path]=value and filter[path][op]=value.
func (p *paramReader) filter(name, value string) {
	parts := strings.Split(strings.TrimPrefix(name, "filter["), "][")
	last := len(parts) - 1
	if last > 1 || !strings.HasSuffix(name, "]") {
		p.add(name, "bad_parameter", "a filter is written filter[path][op]=value")
		return
	}
	parts[last] = strings.TrimSuffix(parts[last], "]")
	op := Eq
	if last == 1 {
		op = Op(parts[1])
	}
	if !isPath(parts[0], maxFilterPath) || op == "" || strings.ContainsAny(string(op), "[]") {
		p.add(name, "bad_parameter", "a filter is written filter[path][op]=value; a path is one to three names with a dot between them")
		return
	}
	c := &Condition{Path: parts[0], Op: op, Values: []string{value}, at: name}
	if !slices.Contains(Ops(), op) {
		p.add(name, "unknown_operator", "there is no such operator; there are eq, ne, in, nin, lt, lte, gt, gte, contains, starts and exists")
		return
	}
	if op.list() {
		values, ok := splitList(value)
		if !ok {
			p.add(name, "bad_list", `in a list, \ stands before a comma or another \ only`)
			return
		}
		c.Values = values
	}
	for _, other := range p.conditions {
		if other.Condition.Path == c.Path && other.Condition.Op == c.Op {
			p.add(name, "repeated_parameter", "this condition stands twice: without an operator it is eq")
			return
		}
	}
	if p.checkCondition(c) {
		p.conditions = append(p.conditions, &Filter{Condition: c})
	}
}

func (p *paramReader) finish() {
	switch len(p.conditions) {
	case 0:
	case 1:
		p.q.Filter = p.conditions[0]
	default:
		p.q.Filter = &Filter{And: p.conditions}
	}
	if len(p.conditions) > MaxConditions {
		p.add("filter", "too_many", "a query has %d conditions at most", MaxConditions)
	}
}
