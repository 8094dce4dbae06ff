package token

import (
	"slices"
	"strings"
)

// renamed gives a name that the format allows.
func renamed(name string) string {
	s := strings.NewReplacer("{", "-", "}", "-", ".", "_").Replace(strings.TrimLeft(name, "$"))
	if s == "" || cssSegment(s) == "" {
		return "token"
	}
	return s
}

// isOldToken says whether an object is a token of any dialect.
func isOldToken(n *node) bool {
	if n.kind != objectKind {
		return false
	}
	if n.get("$value") != nil {
		return true
	}
	v := n.get("value")
	return v != nil && !holdsTokens(v)
}

// below gives the groups and tokens within a group, or within a token that has some in spite of the format.
func below(n *node) (out []member) {
	token := isOldToken(n)
	for _, m := range n.members {
		if m.value.kind != objectKind || strings.HasPrefix(m.name, "$") && !isOldToken(m.value) {
			continue
		}
		if token && !isOldToken(m.value) && !holdsTokens(m.value) {
			continue // value, attributes and the like
		}
		out = append(out, m)
	}
	return out
}

// index notes where each token of the old file will be, so that references can follow.
func (c *converter) index(n *node, old, now []string) {
	for _, m := range below(n) {
		was, is := append(slices.Clone(old), m.name), append(slices.Clone(now), renamed(m.name))
		if isOldToken(m.value) {
			path := strings.Join(is, ".")
			if len(below(m.value)) > 0 {
				path += ".$root"
			}
			c.paths[strings.Join(was, ".")] = path
		}
		c.index(m.value, was, is)
	}
}

// group converts a group; typ is the type that the groups around it give.
func (c *converter) group(n *node, path []string, typ string) *node {
	out := newObject()
	if t := firstText(n, "$type", "type"); t != "" && !isOldToken(n) {
		typ = t
	}
	for _, m := range n.members {
		switch {
		case isOldToken(n):
		case m.name == "$description", m.name == "$deprecated", m.name == "$extensions", m.name == "$extends", m.name == "$schema" &&
			len(path) == 0:
			if m.name != "$schema" {
				out.with(m.name, m.value)
			}
		case m.name == "$type", m.name == "type" && m.value.kind == stringKind: // every token says its own
		case m.value.kind != objectKind:
			c.note(m.value, append(slices.Clone(path), m.name), "left_out", "%q is %s, not a token: left out", m.name, m.value.kind)
		}
	}
	for _, m := range below(n) {
		here := append(slices.Clone(path), m.name)
		name := renamed(m.name)
		for k := 2; out.get(name) != nil; k++ {
			name = renamed(m.name) + "-" + cssNumber(float64(k))
		}
		if name != m.name && m.name != "$root" {
			c.note(m.value, here, "renamed", "the name %q is not allowed any more: it is now %q", m.name, name)
		}
		if m.name == "$root" {
			name = m.name
		}
		if v := c.member(m.value, here, typ); v != nil {
			out.with(name, v)
		}
	}
	return out
}

func (c *converter) member(n *node, path []string, typ string) *node {
	if !isOldToken(n) {
		return c.group(n, path, typ)
	}
	tok := c.token(n, path, typ)
	if len(below(n)) == 0 {
		return tok
	}
	out := c.group(n, path, typ)
	if tok != nil {
		c.note(n, path, "root", "%s is a token with tokens below it: its value is now in $root", pathText(path))
		out.members = append([]member{{name: "$root", value: tok}}, out.members...)
	}
	return out
}

// token converts a token; nil where the format has no place for it.
func (c *converter) token(n *node, path []string, groupType string) *node {
	value := n.get("$value")
	if value == nil {
		value = n.get("value")
	}
	typ := firstText(n, "$type", "type")
	if typ == "" {
		typ = groupType
	}
	t, v := c.value(value, typ, path)
	if v == nil {
		return nil
	}
	out := newObject()
	if t != "" {
		out.with("$type", textNode(string(t)))
	}
	out.with("$value", v)
	if d := firstText(n, "$description", "description", "comment", "$comment"); d != "" {
		out.with("$description", textNode(d))
	}
	deprecated := n.get("$deprecated")
	if deprecated == nil {
		deprecated = n.get("deprecated")
	}
	if why := firstText(n, "deprecated_comment"); why != "" {
		deprecated = textNode(why)
	}
	if deprecated != nil && (deprecated.kind == boolKind || deprecated.kind == stringKind) {
		out.with("$deprecated", deprecated)
	}
	return out.with("$extensions", c.extensions(n))
}

// extensions keeps what else a token says.
func (c *converter) extensions(n *node) *node {
	ext := n.get("$extensions")
	rest := newObject()
	known := []string{"value", "type", "description", "comment", "deprecated", "deprecated_comment"}
	for _, m := range n.members {
		if strings.HasPrefix(m.name, "$") || slices.Contains(known, m.name) || isOldToken(m.value) || holdsTokens(m.value) {
			continue
		}
		rest.with(m.name, m.value)
	}
	if len(rest.members) == 0 {
		return ext
	}
	out := newObject()
	if ext != nil && ext.kind == objectKind {
		out.members = slices.Clone(ext.members)
	}
	return out.with("org.portico-cms.converted", rest)
}

func firstText(n *node, names ...string) string {
	for _, name := range names {
		if v := n.get(name); v != nil && v.kind == stringKind {
			return v.text
		}
	}
	return ""
}

// reference gives {a.b} for a whole reference of the old file, "" where the text is none.
func (c *converter) reference(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "$") && !strings.ContainsAny(s, " {}") && c.dialect == DialectStudio {
		s = "{" + s[1:] + "}" // the first notation of Tokens Studio
	}
	inner, ok := strings.CutPrefix(s, "{")
	inner, closed := strings.CutSuffix(inner, "}")
	if !ok || !closed || strings.ContainsAny(inner, "{}") {
		return ""
	}
	inner = strings.TrimSpace(inner)
	for _, try := range []string{inner, strings.TrimSuffix(inner, ".value"), strings.TrimSuffix(inner, ".$value")} {
		if now, known := c.paths[try]; known {
			return "{" + now + "}"
		}
	}
	return "{" + strings.TrimSuffix(strings.TrimSuffix(inner, ".value"), ".$value") + "}"
}
