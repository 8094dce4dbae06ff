package token

import "strings"

// maxItems bounds the tokens and groups of one resolution. Groups that extend groups can double with every level, so that a
// small file could ask for billions.
const maxItems = 200_000

// item is a token or a group in the flattened tree: what all sources together say about one path.
type item struct {
	name     string
	parent   *item
	at       place // of the name
	token    bool
	value    *node // of a token: what stands under $value, or a reference made of its $ref
	typ      *node // the $-properties, nil where not given
	desc     *node
	depr     *node
	ext      *node
	ref      *node // $ref of a group, or of what is not known yet
	extends  *node
	children []*item
	byName   map[string]*item

	inherited bool // came in through $extends: gives way to what is local
	state     expansion
	complete  bool // all below is expanded too
}

// tree is the one structure that sources are flattened into.
type tree struct {
	root  *item
	rep   *report
	count int
	stack []*item // groups whose $extends is being followed, outermost first
}

func newTree(rep *report) *tree {
	return &tree{root: &item{byName: map[string]*item{}}, rep: rep}
}

// path gives the names from the root down to i.
func (i *item) path() []string {
	n := 0
	for x := i; x.parent != nil; x = x.parent {
		n++
	}
	names := make([]string, n)
	for x := i; x.parent != nil; x = x.parent {
		n--
		names[n] = x.name
	}
	return names
}

func (i *item) String() string  { return strings.Join(i.path(), ".") }
func (i *item) pointer() string { return pointerTo(i.path()) }

// merge puts a source over what is there: a token replaces a token whole, groups come together, properties of groups are the
// last ones given. What the checker has refused is passed over.
func (t *tree) merge(g *item, n *node) {
	for _, m := range n.members {
		if m.name != "$root" && strings.HasPrefix(m.name, "$") {
			g.setProperty(m)
			continue
		}
		if m.value.kind != objectKind || strings.ContainsAny(m.name, "{}.") || m.name == "" || cssSegment(m.name) == "" {
			continue
		}
		if m.name == "$root" && (g.parent == nil || !isToken(m.value) && !isBare(m.value)) {
			continue
		}
		t.mergeMember(g, m)
	}
}

func (t *tree) mergeMember(g *item, m member) {
	old := g.byName[m.name]
	isTok, bare := isToken(m.value), isBare(m.value)
	switch {
	case old == nil:
		if old = t.add(g, m.name, m.at); old == nil {
			return
		}
	case isTok || bare && old.token:
		if len(old.children) > 0 {
			t.conflict(m, old, "a token", "a group")
			return
		}
		old.clear()
	case old.token:
		t.conflict(m, old, "a group", "a token")
		return
	}
	old.at = m.at
	if !isTok {
		t.merge(old, m.value)
		return
	}
	old.token, old.value = true, m.value.get("$value")
	for _, p := range m.value.members {
		old.setProperty(p)
	}
	old.ref = nil // reported: a token has either $value or $ref
}

func (t *tree) conflict(m member, old *item, now, then string) {
	t.rep.add(m.at, old.pointer(), "token_with_children", "%s is %s here and %s in %s:%d",
		quote(old.String()), now, then, old.at.file(), old.at.line())
}

func (t *tree) add(g *item, name string, at place) *item {
	if t.count++; t.count > maxItems {
		if t.count == maxItems+1 {
			t.rep.add(at, "", "too_large", "there are more than %d tokens and groups", maxItems)
		}
		return nil
	}
	i := &item{name: name, parent: g, at: at}
	g.attach(i)
	return i
}

func (i *item) attach(child *item) {
	if i.byName == nil {
		i.byName = map[string]*item{}
	}
	i.byName[child.name] = child
	i.children = append(i.children, child)
}

func (i *item) clear() {
	i.token, i.value, i.typ, i.desc, i.depr, i.ext, i.ref, i.extends = false, nil, nil, nil, nil, nil, nil, nil
}

func (i *item) setProperty(m member) {
	switch m.name {
	case "$type":
		i.typ = m.value
	case "$description":
		i.desc = m.value
	case "$deprecated":
		i.depr = m.value
	case "$extensions":
		i.ext = m.value
	case "$ref":
		if m.value.kind == stringKind {
			i.ref = m.value
		}
	case "$extends":
		if m.value.kind == stringKind {
			i.extends = m.value
		}
	}
}

// groupType gives the type the group i or a group above it sets, nil where none does.
func (i *item) groupType() *node {
	for g := i; g != nil; g = g.parent {
		if g.typ != nil {
			return g.typ
		}
	}
	return nil
}

// deprecated gives the nearest $deprecated, so that false takes back what a group says.
func (i *item) deprecated() *node {
	for g := i; g != nil; g = g.parent {
		if g.depr != nil {
			return g.depr
		}
	}
	return nil
}

// tokens calls f for every token below i, in the order of the sources.
func (i *item) tokens(f func(*item)) {
	for _, c := range i.children {
		if c.token {
			f(c)
		} else {
			c.tokens(f)
		}
	}
}
