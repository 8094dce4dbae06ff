package token

// resolution works out the tokens of one flattened tree.
type resolution struct {
	tree      *tree
	rep       *report
	done      map[*item]*resolved
	following []frame // references being followed, outermost first
}

// resolved is what a token comes to.
type resolved struct {
	ok    bool
	busy  bool // being worked out
	typ   Type
	value Value
	alias *item             // the token that the whole value refers to
	refs  map[string]string // tokens that parts of the value refer to, by key
}

// all works out every token, in the order of the sources. Tokens with problems are left out; the problems are reported.
func (r *resolution) all() *Set {
	s := &Set{tree: r.tree, byPath: make(map[string]int, r.tree.count), tokens: make([]Token, 0, r.tree.count)}
	r.tree.root.tokens(func(i *item) {
		if v := r.resolve(i); v.ok {
			t := newToken(i, v)
			s.byPath[t.Path] = len(s.tokens)
			s.tokens = append(s.tokens, t)
		}
	})
	checkNames(s.tokens, r.rep)
	return s
}

// resolve works out one token, once. A token met again while it is worked out holds itself.
func (r *resolution) resolve(i *item) *resolved {
	if v, ok := r.done[i]; ok {
		if v.busy {
			r.comesBack(i)
		}
		return v
	}
	v := &resolved{busy: true}
	r.done[i] = v
	depth := len(r.following)
	defer func() {
		v.busy = false
		r.following = r.following[:depth]
	}()
	f, ok := r.open(i.value, i)
	if f.via != nil {
		r.following = r.following[:depth+1] // the rest of the chain is followed again for the token it leads to
	}
	if !ok {
		return v
	}
	if v.typ, ok = r.typeOf(i, f.via); !ok {
		return v
	}
	if f.via != nil {
		target := r.resolve(f.via)
		v.ok, v.value, v.alias = target.ok, target.value, f.via
		return v
	}
	if v.typ.refers() {
		v.refs = map[string]string{}
	}
	read := (&reader{r: r, tok: i, refs: v.refs}).behind(i.value, f)
	v.value, v.ok = types(v.typ)(read, f.n, "")
	return v
}

// comesBack reports the cycle that leads from i's value back to i.
func (r *resolution) comesBack(i *item) {
	for k, fr := range r.following {
		if fr.owner == i {
			r.cycle(r.following[k:])
			return
		}
	}
	r.cycle(r.following)
}

// typeOf gives the type of a token: its own, else that of the token it refers to, else that of the nearest group.
func (r *resolution) typeOf(i *item, via *item) (Type, bool) {
	own := i.typ
	if own != nil && !Type(own.text).known() {
		return "", false // reported by the checker
	}
	if via != nil {
		target := r.resolve(via)
		if target.typ == "" {
			return "", false
		}
		if own != nil && Type(own.text) != target.typ {
			r.rep.add(i.value.at, i.pointer(), "type_mismatch", "%s is a %s, and %s, which it refers to, is a %s",
				quote(i.String()), own.text, quote(via.String()), target.typ)
			return "", false
		}
		return target.typ, true
	}
	if own == nil {
		own = i.groupType()
	}
	switch {
	case own == nil:
		r.rep.add(i.at, i.pointer(), "no_type", "the token %s has no type: give it a $type, or one of its groups", quote(i.String()))
		return "", false
	case !Type(own.text).known():
		return "", false
	}
	return Type(own.text), true
}
