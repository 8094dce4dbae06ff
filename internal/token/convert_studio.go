package token

import (
	"slices"
	"strings"
)

// studioSets gives the sets of a Tokens Studio file that holds several; nil where it is one set.
func studioSets(doc *node) []member {
	if doc.get("$themes") == nil && doc.get("$metadata") == nil {
		return nil
	}
	var sets []member
	for _, m := range doc.members {
		if !strings.HasPrefix(m.name, "$") && m.value.kind == objectKind {
			sets = append(sets, m)
		}
	}
	if order := doc.get("$metadata").get("tokenSetOrder"); order != nil && order.kind == arrayKind {
		rank := map[string]int{}
		for i, n := range order.items {
			rank[n.text] = i + 1
		}
		slices.SortStableFunc(sets, func(a, b member) int { return rank[a.name] - rank[b.name] })
	}
	return sets
}

// studio writes each set into a file of its own, and a resolver: the sets that themes choose among become modifiers, one a group of
// themes; the others are sets.
func (c *converter) studio(doc *node, sets []member) []ConvertedFile {
	for _, m := range sets {
		c.index(m.value, nil, nil) // references do not name the set
	}
	var out []ConvertedFile
	file := map[string]string{}
	taken := map[string]bool{}
	for _, m := range sets {
		name := "sets/" + fileName(m.name) + ".tokens.json"
		for taken[name] {
			name = strings.TrimSuffix(name, ".tokens.json") + "-2.tokens.json"
		}
		taken[name], file[m.name] = true, name
		out = append(out, ConvertedFile{name, indented(c.group(m.value, nil, ""))})
	}
	return append(out, ConvertedFile{"tokens.resolver.json", indented(c.studioResolver(doc, sets, file))})
}

func fileName(s string) string {
	s = strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, s), "-")
	return orElse(s, "set")
}

// studioTheme is one theme: the sets that it puts over the others.
type studioTheme struct {
	group, name string
	sets        []string
}

func (c *converter) studioResolver(doc *node, sets []member, file map[string]string) *node {
	var themes []studioTheme
	chosen, always := map[string]int{}, 0
	for _, n := range listOf(doc.get("$themes")) {
		t := studioTheme{group: orElse(firstText(n, "group"), "theme"), name: orElse(firstText(n, "name"), "default")}
		for _, m := range sets { // in the order of the sets
			if s := n.get("selectedTokenSets").get(m.name); s != nil && (s.text == "enabled" || s.text == "source") {
				t.sets = append(t.sets, m.name)
				chosen[m.name]++
			}
		}
		themes = append(themes, t)
		always++
	}
	source := func(names []string) *node {
		var list []*node
		for _, name := range names {
			list = append(list, newObject().with("$ref", textNode(file[name])))
		}
		return listNode(list)
	}
	allSets, modifiers, order := newObject(), newObject(), []*node{}
	for _, m := range sets {
		if n := chosen[m.name]; n == 0 && always > 0 || n > 0 && n < always {
			continue // some themes have it, or none
		}
		allSets.with(m.name, newObject().with("sources", source([]string{m.name})))
		order = append(order, newObject().with("$ref", textNode("#"+pointerTo([]string{"sets", m.name}))))
	}
	for _, t := range themes {
		m := modifiers.get(t.group)
		if m == nil {
			m = newObject().with("contexts", newObject()).with("default", textNode(t.name))
			modifiers.with(t.group, m)
			order = append(order, newObject().with("$ref", textNode("#"+pointerTo([]string{"modifiers", t.group}))))
		}
		own := slices.DeleteFunc(slices.Clone(t.sets), func(name string) bool { return allSets.get(name) != nil })
		m.get("contexts").with(t.name, source(own))
	}
	out := newObject().with("version", textNode(resolverVersion)).with("sets", allSets)
	if len(modifiers.members) > 0 {
		out.with("modifiers", modifiers)
	}
	return out.with("resolutionOrder", listNode(order))
}

func listOf(n *node) []*node {
	if n == nil || n.kind != arrayKind {
		return nil
	}
	return n.items
}
