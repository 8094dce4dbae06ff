package token

import "strconv"

// reader reads the value of one token. What it refuses it reports, and the token is then left out.
type reader struct {
	r     *resolution
	tok   *item             // the token that is read, for the messages
	owner *item             // the token whose text is read: another one behind a reference
	refs  map[string]string // tokens that parts of the value refer to as a whole, by key
	asked *node             // the $ref that led here, where what stands here is right for its own token; else nil
}

// fail reports what is wrong with n: at the $ref that fetched it, where there is one, as the fault is there.
func (r *reader) fail(n *node, code, format string, args ...any) {
	r.failAt(n.at, code, format, args...)
}

func (r *reader) failAt(at place, code, format string, args ...any) {
	if r.asked != nil {
		at = r.asked.at
		format = "what this $ref points to does not fit: " + format
	}
	r.r.rep.add(at, r.tok.pointer(), code, format, args...)
}

// behind gives the reader of what a reference at n leads to.
func (r *reader) behind(n *node, f found) *reader {
	inner := *r
	inner.owner = f.owner
	if f.n.at != n.at && r.asked == nil { // else n is no reference, or has keys of its own beside it
		inner.asked = n
	}
	return &inner
}

// part reads a part of a composite, or of a list: a value of the type, or a reference to a token of the type.
func (r *reader) part(n *node, t Type, key string) (Value, bool) {
	depth := len(r.r.following)
	defer func() { r.r.following = r.r.following[:depth] }()
	f, ok := r.r.open(n, r.owner)
	if !ok {
		return nil, false
	}
	if f.via != nil {
		r.r.following = r.r.following[:depth+1]
		target := r.r.resolve(f.via)
		if !target.ok {
			return nil, false // reported there
		}
		if target.typ != t {
			r.fail(n, "type_mismatch", "%s is a %s, and a %s is needed here", quote(f.via.String()), target.typ, t)
			return nil, false
		}
		r.refs[key] = f.via.String()
		return target.value, true
	}
	return types(t)(r.behind(n, f), f.n, key)
}

// plain gives a part that no token stands for: a component, a unit. It can be a $ref; {a.b} names whole tokens only.
func (r *reader) plain(n *node) (*node, bool) {
	if n.kind == stringKind && isReference(n) {
		r.fail(n, "bad_reference", "%s cannot stand here: {…} stands for the whole value of a token; use $ref for a part", quote(n.text))
		return nil, false
	}
	f, ok := r.r.deref(n, r.owner)
	return f.n, ok
}

// number reads a number that is a part of a value.
func (r *reader) number(n *node, what string) (float64, bool) {
	p, ok := r.plain(n)
	if !ok {
		return 0, false
	}
	if p.kind != numberKind {
		r.fail(n, "wrong_kind", "%s is a number, not %s", what, describe(p))
		return 0, false
	}
	return p.number, true
}

// word reads a string that is one of a few.
func (r *reader) word(n *node, what string, allowed ...string) (string, bool) {
	p, ok := r.plain(n)
	if !ok {
		return "", false
	}
	for _, a := range allowed {
		if p.kind == stringKind && p.text == a {
			return a, true
		}
	}
	r.fail(n, "bad_value", "%s is %s, not %s", what, orList(allowed), describe(p))
	return "", false
}

// object gives the members of an object value: all of required, any of optional, nothing else.
func (r *reader) object(n *node, t Type, required, optional []string) (map[string]*node, bool) {
	if n.kind != objectKind {
		r.fail(n, "wrong_kind", "a %s is an object with %s, not %s", t, andList(required), describe(n))
		return nil, false
	}
	parts := map[string]*node{}
	ok := true
	for _, m := range n.members {
		if !contains(required, m.name) && !contains(optional, m.name) {
			r.failAt(m.at, "unknown_key", "a %s has no %s", t, quote(m.name))
			ok = false
			continue
		}
		parts[m.name] = m.value
	}
	for _, name := range required {
		if parts[name] == nil {
			r.fail(n, "missing", "this %s has no %s; it needs %s", t, name, andList(required))
			ok = false
		}
	}
	return parts, ok
}

// describe shows a value in a message: its text where that is short, else its kind.
func describe(n *node) string {
	switch n.kind {
	case stringKind:
		return quote(n.text)
	case numberKind:
		return n.text
	case boolKind:
		return strconv.FormatBool(n.yes)
	}
	return n.kind.String()
}

func contains(all []string, s string) bool {
	for _, a := range all {
		if a == s {
			return true
		}
	}
	return false
}

func orList(words []string) string  { return list(words, " or ") }
func andList(words []string) string { return list(words, " and ") }

func list(words []string, last string) string {
	s := ""
	for i, w := range words {
		switch {
		case i > 0 && i == len(words)-1:
			s += last
		case i > 0:
			s += ", "
		}
		s += w
	}
	return s
}

// join makes the key of a part.
func join(key, part string) string {
	if key == "" {
		return part
	}
	return key + "." + part
}
