package graph

import (
	"strconv"
	"strings"
)

// names hands out names that GraphQL takes, each once: docs/graphql.md tells the rule.
type names map[string]bool

// take gives the first of some names that is free, or the last one with a number.
func (n names) take(candidates ...string) string {
	for _, name := range candidates {
		if !n[name] {
			n[name] = true
			return name
		}
	}
	last := candidates[len(candidates)-1]
	for i := 2; ; i++ {
		if name := last + "_" + strconv.Itoa(i); !n[name] {
			n[name] = true
			return name
		}
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// plain makes a name of any text: what GraphQL does not take becomes _. Names that begin with two of these are GraphQL's own.
func plain(s string) string {
	b := []byte(s)
	for i, c := range b {
		if !isLetter(c) && !isDigit(c) {
			b[i] = '_'
		}
	}
	if len(b) == 0 || isDigit(b[0]) || strings.HasPrefix(string(b), "__") {
		return "x" + string(b)
	}
	return string(b)
}

// pascal makes the name of a type: news-item is NewsItem.
func pascal(s string) string {
	var b strings.Builder
	up := true
	for i := range len(s) {
		switch c := s[i]; {
		case !isLetter(c) && !isDigit(c):
			up = true
			continue
		case up && c >= 'a' && c <= 'z':
			b.WriteByte(c - 0x20)
		default:
			b.WriteByte(c)
		}
		up = false
	}
	if name := b.String(); name != "" && !isDigit(name[0]) {
		return name
	}
	return "X" + b.String()
}

// camel makes the name of a root field: news-item is newsItem.
func camel(s string) string {
	name := pascal(s)
	return strings.ToLower(name[:1]) + name[1:]
}

// plural makes the name of a list: articles, countries; where the English of it is not as simple, addressList.
func plural(name string) string {
	last := name[len(name)-1]
	switch {
	case !isLetter(last) || strings.ContainsRune("sxzSXZ", rune(last)) || strings.HasSuffix(name, "ch") || strings.HasSuffix(name, "sh"):
		return name + "List"
	case last == 'y' && len(name) > 1 && !strings.ContainsRune("aeiou", rune(name[len(name)-2])):
		return name[:len(name)-1] + "ies"
	}
	return name + "s"
}

// valueName makes the name of an enumeration's value, which keeps its capitals.
func valueName(s string) string {
	switch name := plain(s); name {
	case "true", "false", "null":
		return name + "_"
	default:
		return name
	}
}
