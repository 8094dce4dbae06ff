package query

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

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

// AudiencePattern is the form of an audience's name.
const AudiencePattern = `^[a-z][a-z0-9-]{0,39}$`

var audience = regexp.MustCompile(AudiencePattern)

// IsAudience says whether a text has the form of an audience's name.
func IsAudience(name string) bool { return audience.MatchString(name) }

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
	case "audience":
		q.Audience = value
		if !IsAudience(value) {
			ps.add(at, "bad_parameter", "audience is one name of a group of visitors: 1 to 40 of a-z, 0-9 and -, beginning with a letter")
		}
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
