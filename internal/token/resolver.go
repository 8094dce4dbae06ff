package token

import "strings"

// resolverVersion is the one version there is.
const resolverVersion = "2025.10"

// step is one place in the resolution order: the sources of a set, or a modifier that chooses among lists of them.
type step struct {
	name     string
	sources  []*node
	modifier *modifier
}

type modifier struct {
	Modifier
	sources map[string][]*node // by context
}

// resolver reads a resolver document.
type resolver struct {
	files  *files
	rep    *report
	active []*node // reference objects being followed
	used   map[*node]bool
	steps  []step
}

func (r *resolver) read(doc *node) {
	if doc.kind != objectKind {
		r.rep.add(doc.at, "", "not_an_object", "a resolver document is an object, and this is %s", doc.kind)
		return
	}
	known := map[string]bool{"$schema": true, "$defs": true, "$extensions": true, "name": true, "version": true, "description": true,
		"sets": true, "modifiers": true, "resolutionOrder": true}
	for _, m := range doc.members {
		if !known[m.name] {
			r.rep.warn(m.at, "/"+m.name, "unknown_key", "a resolver has no key %s; it is passed over", quote(m.name))
		}
	}
	for _, name := range []string{"name", "description"} {
		if n := doc.get(name); n != nil && n.kind != stringKind {
			r.rep.add(n.at, "/"+name, "wrong_kind", "%s is a string, not %s", name, n.kind)
		}
	}
	switch v := doc.get("version"); {
	case v == nil:
		r.rep.add(doc.at, "/version", "missing", `"version": %q is missing`, resolverVersion)
	case v.kind != stringKind || v.text != resolverVersion:
		r.rep.add(v.at, "/version", "bad_version", "the version must be %q", resolverVersion)
	}
	r.order(doc)
	r.unused(doc.get("sets"), "sets")
	r.unused(doc.get("modifiers"), "modifiers")
}

// order reads the resolution order.
func (r *resolver) order(doc *node) {
	list := doc.get("resolutionOrder")
	if list == nil {
		r.rep.add(doc.at, "/resolutionOrder", "missing", "resolutionOrder is missing: it lists the sets and modifiers, the last wins")
		return
	}
	if list.kind != arrayKind {
		r.rep.add(list.at, "/resolutionOrder", "wrong_kind", "resolutionOrder is an array, not %s", list.kind)
		return
	}
	names := map[string]bool{}   // all names
	inline := map[string]bool{}  // those that must be unique
	inputs := map[string]*node{} // modifiers by name in lower case
	for _, n := range list.items {
		r.active = nil
		it, ok := r.orderItem(n)
		if !ok {
			continue
		}
		if (it.inline && names[it.name]) || inline[it.name] {
			r.rep.add(n.at, "", "duplicate_name", "the name %s stands twice in resolutionOrder", quote(it.name))
			continue
		}
		names[it.name] = true
		inline[it.name] = inline[it.name] || it.inline
		if !it.modifier {
			r.steps = append(r.steps, step{name: it.name, sources: r.set(it.node, n)})
			continue
		}
		if other := inputs[strings.ToLower(it.name)]; other != nil && other != it.node {
			r.rep.add(n.at, "", "duplicate_name", "two modifiers are called %s, and inputs do not tell upper from lower case", quote(it.name))
			continue
		}
		inputs[strings.ToLower(it.name)] = it.node
		if m := r.modifier(it.name, it.node, n); m != nil {
			r.steps = append(r.steps, step{name: it.name, modifier: m})
		}
	}
}

// orderItem is one item of the resolution order, its reference followed.
type orderItem struct {
	name     string
	modifier bool
	inline   bool
	node     *node
}

func (r *resolver) orderItem(n *node) (it orderItem, ok bool) {
	if n.kind != objectKind {
		r.rep.add(n.at, "", "wrong_kind", "an item of resolutionOrder is an object, not %s", n.kind)
		return it, false
	}
	if ref := n.get("$ref"); ref != nil {
		target, segments := r.follow(n, true)
		if target == nil {
			return it, false
		}
		it.node = target
		if len(segments) == 2 && (segments[0] == "sets" || segments[0] == "modifiers") {
			it.name, it.modifier = segments[1], segments[0] == "modifiers"
			return it, true
		}
		n = target
	}
	it.node, it.inline = n, true
	name, typ := n.get("name"), n.get("type")
	if name == nil || name.kind != stringKind || name.text == "" {
		r.rep.add(n.at, "", "missing", "what is written in resolutionOrder itself needs a name")
		return it, false
	}
	if typ == nil || typ.kind != stringKind || typ.text != "set" && typ.text != "modifier" {
		r.rep.add(n.at, "", "missing", `what is written in resolutionOrder itself needs a type, "set" or "modifier"`)
		return it, false
	}
	it.name, it.modifier = name.text, typ.text == "modifier"
	return it, true
}

// unused checks the sets and modifiers that nothing uses, and warns about them.
func (r *resolver) unused(all *node, what string) {
	if all == nil {
		return
	}
	if all.kind != objectKind {
		r.rep.add(all.at, "/"+what, "wrong_kind", "%s is an object of named %s, not %s", what, what, all.kind)
		return
	}
	for _, m := range all.members {
		if r.used[m.value] {
			continue
		}
		r.rep.warn(m.at, pointerTo([]string{what, m.name}), "unused", "%s is not used: resolutionOrder does not refer to it", quote(m.name))
		r.active = nil
		n := m.value
		if n.kind == objectKind && n.get("$ref") != nil {
			if n, _ = r.follow(n, false); n == nil {
				continue
			}
		}
		if what == "sets" {
			r.set(n, m.value)
		} else {
			r.modifier(m.name, n, m.value)
		}
	}
}

// set gives the token structures of a set, in order.
func (r *resolver) set(n, asked *node) []*node {
	r.used[n] = true
	if n.kind != objectKind {
		r.rep.add(asked.at, "", "wrong_kind", "a set is an object with sources, not %s", n.kind)
		return nil
	}
	r.keys(n, "a set", "sources")
	list := n.get("sources")
	if list == nil {
		r.rep.add(n.at, "", "missing", "a set needs sources")
		return nil
	}
	return r.sources(list)
}

// modifier reads a modifier; nil where it cannot be used.
func (r *resolver) modifier(name string, n, asked *node) *modifier {
	r.used[n] = true
	if n.kind != objectKind {
		r.rep.add(asked.at, "", "wrong_kind", "a modifier is an object with contexts, not %s", n.kind)
		return nil
	}
	r.keys(n, "a modifier", "contexts", "default")
	contexts := n.get("contexts")
	if contexts == nil || contexts.kind != objectKind || len(contexts.members) == 0 {
		r.rep.add(n.at, "", "no_contexts", "the modifier %s needs contexts: an object of at least one context", quote(name))
		return nil
	}
	if len(contexts.members) == 1 {
		r.rep.warn(contexts.at, "", "one_context", "the modifier %s has one context only; a set says the same", quote(name))
	}
	m := &modifier{Modifier: Modifier{Name: name}, sources: map[string][]*node{}}
	if d := n.get("description"); d != nil {
		m.Description = d.text
	}
	for _, c := range contexts.members {
		for _, other := range m.Contexts {
			if strings.EqualFold(other, c.name) {
				r.rep.add(c.at, "", "duplicate_name", "the contexts %s and %s differ in upper and lower case only, which inputs do not tell",
					quote(other), quote(c.name))
			}
		}
		m.Contexts = append(m.Contexts, c.name)
		m.sources[c.name] = r.sources(c.value)
	}
	if d := n.get("default"); d != nil {
		if _, ok := m.sources[d.text]; !ok || d.kind != stringKind {
			r.rep.add(d.at, "", "bad_default", "the default of the modifier %s must be one of its contexts: %s",
				quote(name), strings.Join(m.Contexts, ", "))
			return nil
		}
		m.Default = d.text
	}
	return m
}

func (r *resolver) keys(n *node, what string, own ...string) {
	known := "name type description $extensions $ref " + strings.Join(own, " ") + " "
	for _, m := range n.members {
		if !strings.Contains(" "+known, " "+m.name+" ") {
			r.rep.warn(m.at, "", "unknown_key", "%s has no key %s; it is passed over", what, quote(m.name))
		}
	}
}

// sources gives the token structures of a list of sources, sets among them taken apart.
func (r *resolver) sources(list *node) []*node {
	if list.kind != arrayKind {
		r.rep.add(list.at, "", "wrong_kind", "sources stand in an array, not in %s", list.kind)
		return nil
	}
	var all []*node
	for _, n := range list.items {
		all = append(all, r.source(n)...)
	}
	return all
}

func (r *resolver) source(n *node) []*node {
	if n.kind == objectKind && n.get("$ref") != nil {
		depth := len(r.active)
		defer func() { r.active = r.active[:depth] }()
		target, segments := r.follow(n, false)
		if target == nil {
			return nil
		}
		if len(segments) == 2 && segments[0] == "sets" {
			return r.set(target, n)
		}
		if target.get("resolutionOrder") != nil {
			r.rep.add(n.at, "", "not_tokens", "%s is a resolver document, not tokens; refer to one of its sets", quote(n.get("$ref").text))
			return nil
		}
		n = target
	}
	if !r.files.tokens(n) {
		return nil
	}
	return []*node{n}
}
