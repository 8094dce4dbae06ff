package token

import (
	"slices"
	"strings"
)

type expansion uint8

const (
	untouched expansion = iota
	active
	done
)

// link follows every $extends of the tree, and finds out which $ref makes a token and which a group.
func (t *tree) link() { t.expandAll(t.root) }

func (t *tree) expandAll(i *item) {
	if i.complete {
		return
	}
	t.expand(i)
	for k := 0; k < len(i.children); k++ { //nolint:intrange // children may be added while this runs
		t.expandAll(i.children[k]) // comes back to i only through an $extends that is active: a cycle, found by expand
	}
	i.complete = true
}

// expand brings into i what the group it refers to holds, that group being expanded first.
func (t *tree) expand(i *item) {
	from := i.extends
	if from == nil {
		from = i.ref
	}
	switch {
	case i.state == active:
		t.cycle(i)
		return
	case i.state == done || i.token || from == nil:
		return
	}
	i.state = active
	t.stack = append(t.stack, i)
	defer func() {
		i.state = done
		t.stack = t.stack[:len(t.stack)-1]
	}()

	if from == i.ref && intoValue(from.text) {
		t.point(i, from)
		return
	}
	target := t.target(i, from)
	if target == nil {
		return
	}
	for up := i; up != nil; up = up.parent {
		if up == target {
			t.rep.add(from.at, i.pointer(), "cycle", "%s extends %s, which holds it: that would never end",
				quote(i.String()), nameOf(target))
			return
		}
	}
	if target.state != active {
		t.expand(target) // tells whether a $ref there is a token
	}
	if target.token {
		t.become(i, target, from)
		return
	}
	if i.name == "$root" {
		t.rep.add(from.at, i.pointer(), "root_not_a_token", "%s is a group; $root is a token, and refers to one", quote(target.String()))
		return
	}
	t.expandAll(target)
	t.inherit(i, target)
}

// intoValue says whether a pointer leads to a token's $value, or into it.
func intoValue(pointer string) bool {
	segments, problem := pointerSegments(pointer)
	return problem == "" && slices.Contains(segments, "$value")
}

// point makes i, whose $ref points to a value, or into one, a token with what stands there.
func (t *tree) point(i *item, from *node) {
	if len(i.children) > 0 {
		t.rep.add(from.at, i.pointer(), "token_with_children", "%s has tokens of its own and cannot have the value at %s",
			quote(i.String()), quote(from.text))
		return
	}
	i.token, i.ref = true, nil
	i.value = &node{kind: objectKind, at: from.at, members: []member{{name: "$ref", at: from.at, value: from}}}
}

// become makes i, whose $ref points to a token, an alias of that token.
func (t *tree) become(i, target *item, from *node) {
	switch {
	case from == i.extends:
		t.rep.add(from.at, i.pointer(), "not_a_group", "%s is a token; $extends needs a group", quote(target.String()))
	case len(i.children) > 0:
		t.rep.add(from.at, i.pointer(), "token_with_children", "%s has tokens of its own and cannot be an alias of the token %s",
			quote(i.String()), quote(target.String()))
	default:
		whole := &node{kind: stringKind, at: from.at, text: "#" + target.pointer() + "/$value"}
		i.token, i.ref = true, nil
		i.value = &node{kind: objectKind, at: from.at, members: []member{{name: "$ref", at: from.at, value: whole}}}
	}
}

// cycle reports the groups that extend one another, from i on.
func (t *tree) cycle(i *item) {
	var names []string
	for k := len(t.stack) - 1; k >= 0; k-- {
		if t.stack[k] == i {
			for _, g := range t.stack[k:] {
				names = append(names, g.String())
			}
			break
		}
	}
	first := i.extends
	if first == nil {
		first = i.ref
	}
	t.rep.add(first.at, i.pointer(), "cycle", "these groups extend one another: %s", strings.Join(append(names, i.String()), " → "))
}

// target finds what a group refers to, nil (and reported) where it cannot.
func (t *tree) target(i *item, from *node) *item {
	segments, err := groupReference(from.text)
	if err != "" {
		t.rep.add(from.at, i.pointer(), "bad_reference", "%s", err)
		return nil
	}
	cur := t.root
	for _, s := range segments {
		next := cur.byName[s]
		if next == nil && cur != i {
			t.expand(cur) // the name may come from what cur extends
			next = cur.byName[s]
		}
		if next == nil {
			t.rep.add(from.at, i.pointer(), "unresolvable", "%s refers to %s, and there is no %s in %s",
				quote(i.String()), quote(from.text), quote(s), nameOf(cur))
			return nil
		}
		cur = next
	}
	return cur
}

func nameOf(i *item) string {
	if i.parent == nil {
		return "the tokens"
	}
	return quote(i.String())
}

// groupReference reads {a.b}, #/a/b of $extends and $ref.
func groupReference(s string) (segments []string, problem string) {
	if strings.HasPrefix(s, "#") {
		return pointerSegments(s)
	}
	segments, isRef, problem := curlySegments(s)
	if !isRef && problem == "" {
		problem = "a reference is written {a.b} or #/a/b, and this is " + quote(s)
	}
	return segments, problem
}

// inherit copies from's content into i, where what is local wins: a token whole, a group child by child.
func (t *tree) inherit(i, from *item) {
	for _, p := range []struct{ own, theirs **node }{{&i.typ, &from.typ}, {&i.desc, &from.desc}, {&i.depr, &from.depr}, {&i.ext, &from.ext}} {
		if *p.own == nil {
			*p.own = *p.theirs
		}
	}
	local := i.children
	i.children = nil
	taken := map[*item]bool{}
	for _, c := range from.children {
		own := i.byName[c.name]
		switch {
		case own == nil:
			t.clone(i, c)
			continue
		case own.inherited && (own.token || c.token): // what i extends itself is nearer than what its parent extends
			delete(i.byName, c.name)
			taken[own] = true
			t.clone(i, c)
			continue
		case !own.token && !c.token:
			t.inherit(own, c)
		}
		i.children = append(i.children, own)
		taken[own] = true
	}
	for _, c := range local {
		if !taken[c] {
			i.children = append(i.children, c)
		}
	}
}

func (t *tree) clone(parent, from *item) {
	c := t.add(parent, from.name, from.at)
	if c == nil {
		return
	}
	c.token, c.value, c.typ, c.desc, c.depr, c.ext = from.token, from.value, from.typ, from.desc, from.depr, from.ext
	c.inherited, c.state, c.complete = true, done, true
	for _, child := range from.children {
		t.clone(c, child)
	}
}
