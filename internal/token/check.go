package token

import "strings"

// checker looks at the shape of one token file: what can be said before the files are put together. Types that are missing
// and references are looked at later, in the flattened tree.
type checker struct{ rep *report }

// file checks the root of a token file; it says whether there is anything to merge.
func (c checker) file(n *node) bool {
	if n.kind != objectKind {
		c.rep.add(n.at, "", "not_an_object", "a token file holds an object, and this is %s", n.kind)
		return false
	}
	if !c.dialect(n) {
		return false
	}
	c.group(n, nil)
	return true
}

func (c checker) group(n *node, path []string) {
	for _, m := range n.members {
		here := append(path[:len(path):len(path)], m.name)
		switch {
		case m.name == "$root":
			if len(path) == 0 {
				c.rep.add(m.at, pointerTo(here), "bad_name", "$root is the root token of a group that has a name; the file itself has none")
				continue
			}
			if m.value.kind != objectKind || !isToken(m.value) && m.value.get("$ref") == nil {
				c.rep.add(m.at, pointerTo(here), "root_not_a_token", "$root must be a token: an object with $value")
				continue
			}
			c.token(m.value, here)
		case m.name == "$schema" && len(path) == 0:
		case strings.HasPrefix(m.name, "$"):
			c.property(m, path, groupProperties, "a group")
		case !c.name(m, here):
		case m.value.kind != objectKind:
			c.rep.add(m.at, pointerTo(here), "not_a_token", "%s is %s; a token or a group is an object", quote(m.name), m.value.kind)
		case isToken(m.value):
			c.token(m.value, here)
		default:
			c.group(m.value, here)
		}
	}
	if n.get("$extends") != nil && n.get("$ref") != nil {
		c.rep.add(n.at, pointerTo(path), "two_references", "a group extends one other: either $extends or $ref")
	}
}

func (c checker) token(n *node, path []string) {
	for _, m := range n.members {
		here := append(path[:len(path):len(path)], m.name)
		switch {
		case m.name == "$root":
			c.rep.add(m.at, pointerTo(here), "token_with_children", "a token has no $root; a group has (a token is what has $value)")
		case strings.HasPrefix(m.name, "$"):
			c.property(m, path, tokenProperties, "a token")
		case m.value.kind == objectKind:
			c.rep.add(m.at, pointerTo(here), "token_with_children",
				"a token (it has $value) cannot hold %s; put the value in $root to have both", quote(m.name))
		default:
			c.rep.add(m.at, pointerTo(here), "unknown_key", "a token has no key %s; what is yours goes under $extensions", quote(m.name))
		}
	}
	if n.get("$value") != nil && n.get("$ref") != nil {
		c.rep.add(n.at, pointerTo(path), "two_values", "a token has either $value or $ref")
	}
}

// name checks the name of a token or of a group.
func (c checker) name(m member, path []string) bool {
	switch i := strings.IndexAny(m.name, "{}."); {
	case m.name == "":
		c.rep.add(m.at, pointerTo(path), "bad_name", "a token or a group needs a name")
	case i >= 0:
		c.rep.add(m.at, pointerTo(path), "bad_name", "the name %s holds %q, which stands for something in references", quote(m.name), m.name[i])
	case cssSegment(m.name) == "":
		c.rep.add(m.at, pointerTo(path), "bad_name", "the name %s has no letter and no digit to make a CSS name of", quote(m.name))
	default:
		return true
	}
	return false
}

// The reserved keys and what their values may be.
var (
	groupProperties = map[string][]kind{
		"$type": {stringKind}, "$description": {stringKind}, "$extends": {stringKind}, "$ref": {stringKind},
		"$deprecated": {boolKind, stringKind}, "$extensions": {objectKind},
	}
	tokenProperties = map[string][]kind{
		"$type": {stringKind}, "$description": {stringKind}, "$ref": {stringKind},
		"$deprecated": {boolKind, stringKind}, "$extensions": {objectKind},
		"$value": {nullKind, boolKind, numberKind, stringKind, arrayKind, objectKind},
	}
)

func (c checker) property(m member, path []string, known map[string][]kind, owner string) {
	pointer := func() string { return pointerTo(append(path[:len(path):len(path)], m.name)) }
	kinds, ok := known[m.name]
	if !ok {
		c.rep.add(m.at, pointer(), "reserved_name", "%s has no property %s, and names that begin with $ are reserved", owner, quote(m.name))
		return
	}
	for _, k := range kinds {
		if m.value.kind == k {
			if m.name == "$type" && !Type(m.value.text).known() {
				c.rep.add(m.value.at, pointer(), "unknown_type", "there is no type %s; the types are %s", quote(m.value.text), typeNames())
			}
			return
		}
	}
	c.rep.add(m.value.at, pointer(), "wrong_kind", "%s cannot be %s", m.name, m.value.kind)
}

// isToken says whether an object is a token rather than a group.
func isToken(n *node) bool { return n.get("$value") != nil }

// isBare says whether an object is nothing but a $ref with properties: a token or a group, which only its target tells.
func isBare(n *node) bool {
	if n.get("$ref") == nil || isToken(n) {
		return false
	}
	for _, m := range n.members {
		if m.name == "$root" || !strings.HasPrefix(m.name, "$") {
			return false
		}
	}
	return true
}
