package graph

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/query"
)

// The forms of a text with structure, and of all in which such texts stand.
const (
	asHTML = iota
	asSource
	asText
	forms
)

var formats = map[string]int{"HTML": asHTML, "SOURCE": asSource, "TEXT": asText}

// formed is one value in its forms. Those that do not differ from HTML are the same.
type formed [forms]json.RawMessage

// entry is an entry in the answer.
type entry struct {
	object *object
	doc    *query.Doc
	place  *Place
	fields [forms]map[string]json.RawMessage
}

func newEntry(o *object, d *query.Doc, place *Place) (*entry, error) {
	e := &entry{object: o, doc: d, place: place}
	for i, src := range []json.RawMessage{d.Fields, d.Source, d.Text} {
		if len(src) <= len("{}") {
			continue
		}
		if err := json.Unmarshal(src, &e.fields[i]); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (e *entry) typeName() string { return e.object.name }

// of gives a field of the model in its forms.
func (e *entry) of(name string) (v formed) {
	for i := range v {
		v[i] = e.fields[i][name]
		if v[i] == nil {
			v[i] = v[asHTML]
		}
	}
	return v
}

func (e *entry) value(r *run, g *group) any {
	name := g.first().Name
	if f := e.object.fields[name]; f != nil {
		return r.fieldValue(f, e.of(f.Name), g)
	}
	switch name {
	case "id":
		return e.doc.ID
	case "type":
		return e.doc.Type
	case "site":
		return e.place.Site
	case "locale":
		return e.place.Locale
	case "version":
		return e.doc.Version
	case "publishedAt":
		return e.doc.PublishedAt.UTC().Format(time.RFC3339Nano)
	case "updatedAt":
		return e.doc.UpdatedAt.UTC().Format(time.RFC3339Nano)
	case "inheritedFrom":
		if e.doc.Space != e.place.Site {
			return e.doc.Space
		}
	case "_fallback":
		if len(e.doc.Fallback) > len("{}") {
			return e.doc.Fallback
		}
	}
	return nil
}

// component is a component in the answer.
type component struct {
	object *object
	fields [forms]map[string]json.RawMessage
}

func (c *component) typeName() string { return c.object.name }

func (c *component) of(name string) (v formed) {
	for i := range v {
		v[i] = c.fields[i][name]
		if v[i] == nil {
			v[i] = v[asHTML]
		}
	}
	return v
}

func (c *component) value(r *run, g *group) any {
	if f := c.object.fields[g.first().Name]; f != nil {
		return r.fieldValue(f, c.of(f.Name), g)
	}
	if key := c.fields[asHTML]["$key"]; key != nil {
		return key
	}
	return nil
}

// fieldValue gives the value of a field of the model.
func (r *run) fieldValue(f *field, v formed, g *group) any {
	if isNull(v[asHTML]) {
		return nil
	}
	if !f.Many {
		return r.oneValue(f, v, g)
	}
	out := []any{}
	for _, item := range items(v) {
		one := r.oneValue(f, item, g)
		if one == nil && f.scalar == "" {
			continue // a reference that leads to nothing here, or a block of a kind that the model has no longer
		}
		out = append(out, one)
	}
	return out
}

func (r *run) oneValue(f *field, v formed, g *group) any {
	switch {
	case f.to != nil:
		return r.referred(f, v[asHTML])
	case f.inside != nil:
		if c := componentOf(f, v); c != nil {
			return c
		}
		return nil
	case f.enum != nil:
		var value string
		if json.Unmarshal(v[asHTML], &value) != nil || f.enum[value] == "" {
			return json.RawMessage("0") // no value of an enumeration: told as one that does not fit
		}
		return f.enum[value]
	case f.formats:
		name, _ := arguments(g.first(), r.vars)["format"].(string)
		return v[formats[name]]
	}
	return v[asHTML]
}

// referred gives the entry that a reference leads to, where it was loaded.
func (r *run) referred(f *field, raw json.RawMessage) any {
	_, id := refOf(raw)
	if e := r.entries[id]; e != nil && f.to[e.doc.Type] != nil {
		return e
	}
	return nil
}

// refOf reads {"$ref":"type/id"}.
func refOf(raw json.RawMessage) (ref, id string) {
	var v struct {
		Ref string `json:"$ref"`
	}
	if json.Unmarshal(raw, &v) != nil {
		return "", ""
	}
	_, id, _ = strings.Cut(v.Ref, "/")
	return v.Ref, id
}

// componentOf opens a component; nil where it is none that the model knows.
func componentOf(f *field, v formed) *component {
	c := &component{}
	for i := range v {
		if !isNull(v[i]) && json.Unmarshal(v[i], &c.fields[i]) != nil {
			return nil
		}
	}
	key := f.Components[0]
	if f.Kind == "blocks" {
		if json.Unmarshal(c.fields[asHTML]["$type"], &key) != nil {
			return nil
		}
	}
	if c.object = f.inside[key]; c.object == nil {
		return nil
	}
	return c
}

// items opens a list, in its forms. One value is a list of it, as it is where a field has become one of several values.
func items(v formed) []formed {
	var lists [forms][]json.RawMessage
	for i := range v {
		if !bytes.HasPrefix(v[i], []byte("[")) {
			lists[i] = []json.RawMessage{v[i]}
		} else if json.Unmarshal(v[i], &lists[i]) != nil {
			return nil
		}
	}
	out := make([]formed, len(lists[asHTML]))
	for i := range out {
		for form := range forms {
			out[i][form] = lists[asHTML][i]
			if len(lists[form]) == len(out) {
				out[i][form] = lists[form][i]
			}
		}
	}
	return slices.DeleteFunc(out, func(v formed) bool { return isNull(v[asHTML]) })
}

func isNull(raw json.RawMessage) bool { return len(raw) == 0 || bytes.Equal(raw, []byte("null")) }
