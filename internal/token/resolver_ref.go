package token

import (
	"net/url"
	"strings"
)

// follow gives what a reference object points to, chains followed and the keys beside $ref put over it, and the segments of
// the pointer in it. nil, and reported, where that cannot be done. The references stay active until the caller lets them go,
// so that what is found inside can be seen to come back.
func (r *resolver) follow(n *node, mayBeModifier bool) (target *node, segments []string) {
	ref := n.get("$ref")
	bad := func(code, format string, args ...any) (*node, []string) {
		r.rep.add(n.at, "", code, format, args...)
		return nil, nil
	}
	for _, a := range r.active {
		if a == n {
			return bad("cycle", "this reference comes back to itself: %s", r.chain(n))
		}
	}
	r.active = append(r.active, n)
	if ref.kind != stringKind {
		return bad("bad_reference", "$ref is a string, not %s", ref.kind)
	}
	name, fragment, _ := strings.Cut(ref.text, "#")
	doc := r.document(n, name)
	if doc == nil {
		return nil, nil
	}
	if fragment != "" && fragment[0] != '/' {
		fragment = "/" + fragment // the specification's own example writes example.json#sets/MySet
	}
	segments, problem := pointerSegments("#" + fragment)
	switch {
	case problem != "":
		return bad("bad_reference", "%s", problem)
	case len(segments) > 0 && segments[0] == "resolutionOrder" && doc.get("resolutionOrder") != nil:
		return bad("bad_reference", "nothing may refer into resolutionOrder")
	case len(segments) > 0 && segments[0] == "modifiers" && !mayBeModifier && doc.get("resolutionOrder") != nil:
		return bad("bad_reference", "only resolutionOrder may refer to a modifier")
	case name == "" && len(segments) == 0:
		return bad("cycle", "this reference would hold itself")
	}
	target = doc
	for _, s := range segments {
		if target = child(target, s); target == nil {
			return bad("unresolvable", "there is nothing at %s: no %s there", quote(ref.text), quote(s))
		}
	}
	if encloses(target, n) {
		return bad("cycle", "%s holds this very reference", quote(ref.text))
	}
	r.used[target] = true
	if target.kind == objectKind && target.get("$ref") != nil && (len(segments) > 0 || name != "") {
		if target, _ = r.follow(target, false); target == nil {
			return nil, nil
		}
	}
	if len(n.members) > 1 && target.kind == objectKind {
		f, _ := (&resolution{rep: r.rep}).override(n, found{n: target})
		target = f.n
		r.used[target] = true
	}
	return target, segments
}

// document gives the root of the file that a reference written in n names.
func (r *resolver) document(n *node, name string) *node {
	if name == "" {
		return r.files.docs[n.at.file()]
	}
	if u, err := url.Parse(name); err == nil && (u.Scheme != "" || u.Host != "") {
		r.rep.add(n.at, "", "remote", "%s is not in this folder; files of other places are not fetched", quote(name))
		return nil
	}
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	rel := relative(n.at.file(), name)
	if rel == "" {
		r.rep.add(n.at, "", "outside", "%s leads out of the folder", quote(name))
		return nil
	}
	return r.files.read(rel, n.at)
}

// chain names the references from the first time n is followed.
func (r *resolver) chain(n *node) string {
	var names []string
	for _, a := range r.active {
		if a == n || len(names) > 0 {
			names = append(names, a.get("$ref").text)
		}
	}
	return strings.Join(append(names, n.get("$ref").text), " → ")
}

// encloses says whether inner stands somewhere inside outer.
func encloses(outer, inner *node) bool {
	if outer == inner {
		return true
	}
	for _, i := range outer.items {
		if encloses(i, inner) {
			return true
		}
	}
	for _, m := range outer.members {
		if encloses(m.value, inner) {
			return true
		}
	}
	return false
}
