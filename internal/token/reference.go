package token

import (
	"strconv"
	"strings"
)

// maxHops bounds a chain of references: an alias of an alias of an alias. Longer ones are a mistake, and cost time.
const maxHops = 100

// found is a value with its references followed.
type found struct {
	n     *node
	owner *item // the token whose $value n is in
	via   *item // the token that the first reference names as a whole, nil where there is none
}

// frame is a reference that is being followed.
type frame struct {
	ref   *node
	owner *item
}

// isReference says whether n stands for another value.
func isReference(n *node) bool {
	return n.kind == objectKind && n.get("$ref") != nil || n.kind == stringKind && strings.ContainsAny(n.text, "{}")
}

// deref follows n until a value that is no reference. Problems are reported where they arise.
func (r *resolution) deref(n *node, owner *item) (f found, ok bool) {
	depth := len(r.following)
	defer func() { r.following = r.following[:depth] }()
	return r.open(n, owner)
}

// open is deref that leaves the references noted as being followed, for as long as the caller reads what they lead to: a value
// that holds a reference to itself comes back to one of them.
func (r *resolution) open(n *node, owner *item) (f found, ok bool) {
	f = found{n: n, owner: owner}
	for first := true; isReference(f.n); first = false {
		if !r.follow(f.n, f.owner) {
			return f, false
		}
		ref := f.n
		next, whole, ok := r.target(ref, f.owner)
		if !ok {
			return f, false
		}
		if len(ref.members) > 1 {
			if next, ok = r.override(ref, next); !ok {
				return f, false
			}
			whole = false
		}
		f.n, f.owner = next.n, next.owner
		if first && whole {
			f.via = next.owner
		}
	}
	return f, true
}

// follow notes that a reference is being followed; false (and reported) where it is already, or where the chain is too long.
func (r *resolution) follow(ref *node, owner *item) bool {
	for k, fr := range r.following {
		if fr.ref == ref {
			r.cycle(r.following[k:])
			return false
		}
	}
	if len(r.following) >= maxHops {
		r.rep.add(ref.at, owner.pointer(), "too_many_references", "more than %d references follow one another from here", maxHops)
		return false
	}
	r.following = append(r.following, frame{ref, owner})
	return true
}

// cycle reports all members of a cycle, once: from the one that comes first in the files.
func (r *resolution) cycle(frames []frame) {
	least := 0
	for k, f := range frames {
		if f.before(frames[least]) {
			least = k
		}
	}
	var names []string
	for k := range frames {
		name := frames[(least+k)%len(frames)].owner.String()
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	if len(names) == 1 || names[len(names)-1] != names[0] {
		names = append(names, names[0])
	}
	at := frames[least]
	r.rep.add(at.ref.at, at.owner.pointer(), "cycle", "these tokens refer to one another: %s", strings.Join(names, " → "))
}

func (f frame) before(other frame) bool {
	if a, b := f.ref.at.file(), other.ref.at.file(); a != b {
		return a < b
	}
	return f.ref.at.offset < other.ref.at.offset
}

// target finds what one reference names; whole says that it is the $value of a token, all of it.
func (r *resolution) target(ref *node, owner *item) (f found, whole, ok bool) {
	bad := func(code, format string, args ...any) (found, bool, bool) {
		r.rep.add(ref.at, owner.pointer(), code, format, args...)
		return found{}, false, false
	}
	if ref.kind == stringKind {
		segments, _, problem := curlySegments(ref.text)
		if problem != "" {
			return bad("bad_reference", "%s", problem)
		}
		cur := r.tree.root
		for _, s := range segments {
			next := cur.byName[s]
			switch {
			case next == nil && cur.token:
				return bad("unresolvable", "%s reaches into the token %s; {…} names whole tokens, $ref reaches inside", ref.text, quote(cur.String()))
			case next == nil:
				return bad("unresolvable", "there is no token %s: no %s in %s", ref.text, quote(s), nameOf(cur))
			}
			cur = next
		}
		if !cur.token {
			hint := ""
			if root := cur.byName["$root"]; root != nil {
				hint = "; its root token is {" + root.String() + "}"
			}
			return bad("not_a_token", "%s is a group, not a token%s", ref.text, hint)
		}
		return found{n: cur.value, owner: cur}, true, true
	}
	text := ref.get("$ref")
	if text.kind != stringKind {
		return bad("bad_reference", "$ref must be a string such as #/a/b/$value")
	}
	segments, problem := pointerSegments(text.text)
	if problem != "" {
		return bad("bad_reference", "%s", problem)
	}
	return r.walk(ref, owner, text.text, segments)
}

// walk goes along a pointer: through groups and tokens by name, through values by key and index, references followed.
func (r *resolution) walk(ref *node, owner *item, text string, segments []string) (f found, whole, ok bool) {
	bad := func(code, format string, args ...any) (found, bool, bool) {
		r.rep.add(ref.at, owner.pointer(), code, format, args...)
		return found{}, false, false
	}
	cur := r.tree.root
	k := 0
	for ; k < len(segments) && f.n == nil; k++ {
		if next := cur.byName[segments[k]]; next != nil {
			cur = next
			continue
		}
		f = found{n: cur.property(segments[k]), owner: cur}
		whole = segments[k] == "$value"
		if f.n == nil {
			return bad("unresolvable", "there is nothing at %s: no %s in %s", quote(text), quote(segments[k]), nameOf(cur))
		}
	}
	if f.n == nil {
		if cur.token {
			return bad("not_a_value", "%s is the token %s, not its value; write %s/$value", quote(text), quote(cur.String()), text)
		}
		return bad("not_a_token", "%s is a group, not a value", quote(text))
	}
	for ; k < len(segments); k++ {
		whole = false
		inner, ok := r.deref(f.n, f.owner)
		if !ok {
			return found{}, false, false
		}
		f.n, f.owner = child(inner.n, segments[k]), inner.owner
		if f.n == nil {
			return bad("unresolvable", "there is nothing at %s: no %s there", quote(text), quote(segments[k]))
		}
	}
	return f, whole, true
}

// property gives what stands under a $-name of a token or a group.
func (i *item) property(name string) *node {
	switch name {
	case "$value":
		return i.value
	case "$type":
		return i.typ
	case "$description":
		return i.desc
	case "$deprecated":
		return i.depr
	case "$extensions":
		return i.ext
	}
	return nil
}

// child gives the member or the element of a value that a pointer segment names.
func child(n *node, segment string) *node {
	if n.kind == objectKind {
		return n.get(segment)
	}
	index, err := strconv.Atoi(segment)
	if n.kind != arrayKind || err != nil || index < 0 || index >= len(n.items) || strconv.Itoa(index) != segment {
		return nil
	}
	return n.items[index]
}

// override gives the object a $ref points to with the keys beside $ref put over it, shallowly.
func (r *resolution) override(ref *node, target found) (found, bool) {
	f, ok := r.deref(target.n, target.owner)
	if !ok {
		return f, false
	}
	if f.n.kind != objectKind {
		r.rep.add(ref.at, target.owner.pointer(), "bad_reference", "keys stand beside $ref, and what it points to is %s, not an object", f.n.kind)
		return f, false
	}
	merged := &node{kind: objectKind, at: ref.at}
	for _, m := range f.n.members {
		if own := ref.get(m.name); own != nil {
			m.value = own
		}
		merged.members = append(merged.members, m)
	}
	for _, m := range ref.members {
		if m.name != "$ref" && f.n.get(m.name) == nil {
			merged.members = append(merged.members, m)
		}
	}
	return found{n: merged, owner: f.owner}, true
}
