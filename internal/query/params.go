package query

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Param is one parameter of a query string, decoded, in the order in which it was sent.
type Param struct{ Name, Value string }

var (
	filterPath = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]{0,62}(\.[a-z][a-zA-Z0-9_]{0,62}){0,2}$`)
	anyPath    = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]{0,62}(\.[a-z][a-zA-Z0-9_]{0,62}){0,8}$`)
)

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
	if !filterPath.MatchString(parts[0]) || op == "" || strings.ContainsAny(string(op), "[]") {
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

// checkCondition says whether the values can be looked at.
func (ps *problems) checkCondition(c *Condition) bool {
	switch {
	case len(c.Values) > MaxValues:
		ps.add(c.at, "too_many", "a list has %d values at most", MaxValues)
	case slices.ContainsFunc(c.Values, func(v string) bool { return !goodText(v) }):
		ps.add(c.at, "bad_text", "the value is not UTF-8 text, or has NUL in it")
	default:
		return true
	}
	return false
}

func (ps *problems) setSize(q *Query, at string, size int) {
	if size < 1 || size > MaxPage {
		ps.add(at, "bad_parameter", "page[size] must be a number from 1 to %d", MaxPage)
		return
	}
	q.Size = size
}

func (ps *problems) setText(q *Query, at, text string) {
	switch {
	case strings.TrimSpace(text) == "":
		ps.add(at, "bad_parameter", "q needs a word to look for")
	case utf8.RuneCountInString(text) > maxText:
		ps.add(at, "too_long", "q has %d characters at most", maxText)
	default:
		q.Text, q.places["q"] = text, at
	}
}

// words are the values of the members that take one of a few.
var words = map[string][]string{"count": {CountNone, CountExact}, "format": {FormatHTML, FormatSource, FormatText}}

// setWord sets a member that has one word. locale and view are checked by who knows them.
func (ps *problems) setWord(q *Query, member, at, value string) {
	if allowed := words[member]; allowed != nil && !slices.Contains(allowed, value) {
		ps.add(at, "bad_parameter", "%s must be %s", member, strings.Join(allowed, " or "))
		return
	}
	q.places[member] = at
	switch member {
	case "count":
		q.Count = value
	case "format":
		q.Format = value
	case "view":
		q.View = value
	case "locale":
		q.Locale = value
		if value == "" {
			ps.add(at, "bad_parameter", "this site has no such locale")
		}
	}
}

// setList sets a member that has names.
func (ps *problems) setList(q *Query, member, at string, values []string) {
	most := map[string]int{"sort": maxSort, "facets": maxFacets}[member]
	if most == 0 {
		most = maxNames
	}
	q.places[member] = at
	switch {
	case len(values) == 0:
		ps.add(at, "bad_parameter", "%s names nothing", member)
		return
	case len(values) > most:
		ps.add(at, "too_many", "%s names %d at most", member, most)
		return
	}
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			ps.add(at, "repeated", "%s names the same twice", member)
			return
		}
	}
	switch member {
	case "sort":
		for _, v := range values {
			name, descending := strings.CutPrefix(v, "-")
			q.Sort = append(q.Sort, Sort{name, descending})
		}
	case "fields":
		q.Fields = values
	case "include":
		q.Include = values
	case "facets":
		q.Facets = values
	case "type":
		q.Types = values
	case "fallback":
		q.Fallback = values
	}
}
