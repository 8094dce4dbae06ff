package graph

import (
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
)

// visit is an entry, or several, of which fields are asked.
type visit struct {
	entry *entry
	group *group
}

// load reads the entries that references of some entries lead to, as far as they are asked for: all of a level together, so that
// the number of questions to the Source is that of the levels, however many entries there are.
func (r *run) load(level []visit) error {
	for inside := 0; len(level) > 0; {
		var next []wanted
		for _, v := range level {
			if v.entry != nil {
				next = r.references(next, v.entry.object, v.entry.of, v.group)
			}
		}
		if inside += len(next); inside > MaxInside {
			return fault.New(fault.Invalid,
				"more than %d entries would stand inside others: ask for a smaller page, or for fewer references", MaxInside)
		}
		if err := r.read(next); err != nil {
			return err
		}
		level = level[:0:0]
		for _, w := range next {
			e := r.entries[w.id]
			if e == nil || w.field.to[e.doc.Type] == nil {
				if r.schema.knows(w.ref) {
					r.unresolved[w.ref] = true
				}
				continue
			}
			level = append(level, visit{e, w.group})
		}
	}
	return nil
}

// knows says whether a reference leads to a type of the schema: of others nothing is told, not even that something leads there.
func (s *Schema) knows(ref string) bool {
	typ, _, _ := strings.Cut(ref, "/")
	return s.entries[typ] != nil
}

// wanted is a reference whose entry is asked for.
type wanted struct {
	ref, id string
	field   *field
	group   *group
}

// references adds those of an entry or component.
func (r *run) references(to []wanted, o *object, of func(name string) formed, g *group) []wanted {
	for _, asked := range r.collect(o.name, g) {
		f := o.fields[asked.first().Name]
		if f == nil || f.scalar != "" {
			continue
		}
		v := of(f.Name)
		if isNull(v[asHTML]) {
			continue
		}
		values := []formed{v}
		if f.Many {
			values = items(v)
		}
		for _, v := range values {
			if f.inside != nil {
				if c := componentOf(f, v); c != nil {
					to = r.references(to, c.object, c.of, asked)
				}
			} else if ref, id := refOf(v[asHTML]); id != "" {
				to = append(to, wanted{ref, id, f, asked})
			}
		}
	}
	return to
}

// read asks the Source for entries that are not here yet.
func (r *run) read(all []wanted) error {
	ids := map[string]bool{}
	for _, w := range all {
		if r.entries[w.id] == nil {
			ids[w.id] = true
		}
	}
	if len(ids) == 0 {
		return nil
	}
	docs, err := r.source.Docs(r.ctx, r.place, slices.Sorted(maps.Keys(ids)))
	if err != nil {
		return err
	}
	for id, d := range docs {
		o := r.schema.entries[d.Type]
		if o == nil {
			continue
		}
		e, err := newEntry(o, d, r.place)
		if err != nil {
			return err
		}
		r.entries[id], r.included[id], r.types[d.Type] = e, true, true
		r.generation = max(r.generation, d.Generation)
	}
	return nil
}

// under gives what is asked of the entries that stand under some fields: nodes, edges.node.
func (r *run) under(typ string, g *group, way ...string) (groups []*group) {
	for _, asked := range r.collect(typ, g) {
		f := asked.first()
		if f.Name != way[0] {
			continue
		}
		if len(way) == 1 {
			groups = append(groups, asked)
		} else {
			groups = append(groups, r.under(f.Definition.Type.Name(), asked, way[1:]...)...)
		}
	}
	return groups
}
