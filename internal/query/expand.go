package query

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// MaxIncluded is how many entries stand inside others in one answer, each as often as it stands there.
const MaxIncluded = 200

// Expansion is what Expand found.
type Expansion struct {
	Unresolved  []string // references whose target cannot be seen here: they were left out
	NotIncluded []string // references that stayed as they are because there were MaxIncluded already
	Included    []*Doc   // each once
}

// Expand makes the fields of entries what the query shows: in its format, only the fields that are wanted and may be known, with
// the entries that references lead to inside. It asks the reader twice for each level of inclusion, whatever the number of
// entries. References in a circle end at the depth that was asked for.
func (c *Checked) Expand(ctx context.Context, r Reader, scope Scope, docs []*Doc) (*Expansion, error) {
	e := &expander{c: c, chain: scope.Chain, loaded: map[string]*Doc{}, unresolved: map[string]bool{}, left: map[string]bool{}}
	level := make([]*node, 0, len(docs))
	for _, d := range docs {
		n, err := e.node(d, c.Show)
		if err != nil {
			return nil, err
		}
		level = append(level, n)
	}
	all := level
	for len(level) > 0 {
		next, err := e.level(ctx, r, scope, level)
		if err != nil {
			return nil, err
		}
		level = next
	}
	for i, d := range docs {
		if !all[i].plain && (!all[i].whole || all[i].changed) {
			d.Fields = appendObject(make([]byte, 0, len(d.Fields)+512), all[i].fields)
		}
	}
	out := &Expansion{Unresolved: slices.Sorted(maps.Keys(e.unresolved)), NotIncluded: slices.Sorted(maps.Keys(e.left))}
	for _, id := range slices.Sorted(maps.Keys(e.loaded)) {
		out.Included = append(out.Included, e.loaded[id])
	}
	return out, nil
}

// node is an entry in the answer, at the top or inside another.
type node struct {
	doc    *Doc
	show   *Selection
	fields []fieldValue // those that are shown, in the order of their names
	plain  bool         // nothing is to be changed

	whole   bool // all its fields are shown as they are stored, but for references
	changed bool // a reference was left out, or an entry stands in its place
}

type expander struct {
	c          *Checked
	chain      []string
	count      int
	loaded     map[string]*Doc
	unresolved map[string]bool
	left       map[string]bool
}

var refMark = []byte(`"$ref"`)

// node chooses the fields of an entry and decodes those that hold references.
func (e *expander) node(d *Doc, show *Selection) (*node, error) {
	n := &node{doc: d, show: show}
	hidden := e.c.registry.Hidden[d.Type]
	n.whole = e.c.Format == FormatHTML && show.Fields == nil && len(hidden) == 0
	if n.whole && !bytes.Contains(d.Fields, refMark) {
		n.plain = true
		if show == e.c.Show {
			return n, nil // its fields stay the bytes they are
		}
	}
	parts, err := e.parts(d)
	if err != nil {
		return nil, err
	}
	n.fields = make([]fieldValue, 0, len(parts))
	var from map[string]string
	if len(hidden) > 0 && len(e.c.registry.Given[d.Type]) > 0 {
		if err := json.Unmarshal(d.Fallback, &from); err != nil {
			return nil, err
		}
	}
	for _, p := range parts {
		if hidden[p.name] && !e.given(d.Type, p.name, from) || show.Fields != nil && !show.Fields[p.name] {
			continue
		}
		f := fieldValue{part: p}
		if !n.plain && bytes.Contains(p.raw, refMark) {
			if f.value, err = decode(p.raw); err != nil {
				return nil, err
			}
		}
		n.fields = append(n.fields, f)
	}
	return n, nil
}

// given says whether a value of a hidden field may be known for the locale that it comes from: by from the locale of each field that is
// not of the first of the chain.
func (e *expander) given(typ, name string, from map[string]string) bool {
	tag, ok := from[name]
	if !ok && len(e.chain) > 0 {
		tag = e.chain[0]
	}
	return slices.Contains(e.c.registry.Given[typ][name], tag)
}

// fieldValue is a field as it is stored, or decoded where references stand in it.
type fieldValue struct {
	part

	value any
}

// parts gives the fields in the form that is wanted.
func (e *expander) parts(d *Doc) (parts []part, err error) {
	if parts = d.parts; parts == nil {
		if parts, err = cut(d.Fields); err != nil {
			return nil, err
		}
	}
	other := d.Source
	switch {
	case e.c.Format == FormatText:
		other = d.Text
	case e.c.Format != FormatSource:
		return parts, nil
	}
	if len(other) == 0 {
		return parts, nil
	}
	over, err := cut(other)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if !slices.ContainsFunc(over, func(o part) bool { return o.name == p.name }) {
			over = append(over, p)
		}
	}
	slices.SortFunc(over, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return over, nil
}

var refBegin, refEnd = []byte(`{"$ref":"`), []byte(`"}`)

// decode reads a value. Most are one reference.
func decode(raw []byte) (v any, err error) {
	if id, ok := bytes.CutPrefix(raw, refBegin); ok {
		if id, ok = bytes.CutSuffix(id, refEnd); ok && !bytes.ContainsAny(id, `"\\`) {
			return map[string]any{"$ref": string(id)}, nil
		}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	err = dec.Decode(&v)
	return v, err
}

// level reads what the references of some entries lead to, and gives the entries that now stand inside.
func (e *expander) level(ctx context.Context, r Reader, scope Scope, level []*node) ([]*node, error) {
	wanted, others := map[string]bool{}, map[string]bool{}
	room := MaxIncluded - e.count
	for _, n := range level {
		e.refs(n, func(place string, ref map[string]any, id string) bool {
			if e.hides(ref) {
				n.changed = true
				return false
			}
			if n.show.Include[place] != nil && room > 0 {
				room--
				wanted[id] = true
			} else {
				others[id] = true
			}
			return true
		})
	}
	docs, there, err := e.read(ctx, r, scope, wanted, others)
	if err != nil {
		return nil, err
	}
	var next []*node
	for _, n := range level {
		e.refs(n, func(place string, ref map[string]any, id string) bool {
			name, _ := ref["$ref"].(string)
			inner := n.show.Include[place]
			switch d := docs[id]; {
			case d == nil && !there[id]:
				e.unresolved[name], n.changed = true, true
				return false
			case inner == nil:
			case d == nil || e.count == MaxIncluded:
				e.left[name] = true
			default:
				e.count++
				var child *node
				if child, err = e.node(d, inner); err != nil {
					return true
				}
				stand(ref, d, child)
				n.changed = true
				next = append(next, child)
			}
			return true
		})
	}
	return next, err
}

// hides says whether a reference leads to a type that is not there for the caller: it is left out without a word.
func (e *expander) hides(ref map[string]any) bool {
	name, _ := ref["$ref"].(string)
	typ, _, _ := strings.Cut(name, "/")
	return e.c.registry.Types[typ] == nil
}

// read asks for the entries that will stand inside, and whether the others are there.
func (e *expander) read(
	ctx context.Context, r Reader, scope Scope, wanted, others map[string]bool,
) (docs map[string]*Doc, there map[string]bool, err error) {
	docs = map[string]*Doc{}
	for id := range wanted {
		if d := e.loaded[id]; d != nil {
			docs[id] = d
			delete(wanted, id)
		}
		delete(others, id)
	}
	if len(wanted) > 0 {
		more, err := r.Docs(ctx, scope, slices.Sorted(maps.Keys(wanted)))
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(docs, more)
		maps.Copy(e.loaded, more)
	}
	for id := range others {
		if e.loaded[id] != nil {
			docs[id] = e.loaded[id]
			delete(others, id)
		}
	}
	if len(others) > 0 {
		there, err = r.Exists(ctx, scope, slices.Sorted(maps.Keys(others)))
	}
	return docs, there, err
}

// stand makes a reference the entry that it leads to.
func stand(ref map[string]any, d *Doc, n *node) {
	ref["id"], ref["type"] = d.ID, d.Type
	ref["publishedAt"], ref["updatedAt"] = d.PublishedAt.UTC().Format(time.RFC3339Nano), d.UpdatedAt.UTC().Format(time.RFC3339Nano)
	if len(d.Fallback) > len("{}") {
		ref["fallback"] = d.Fallback
	}
	ref["fields"] = n
}
