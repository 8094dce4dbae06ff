package query

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// refs calls keep for every reference of an entry with its place, and takes out those that it does not want. A reference inside
// free JSON is none.
func (e *expander) refs(n *node, keep func(place string, ref map[string]any, id string) bool) {
	t := e.c.registry.Types[n.doc.Type]
	if t == nil {
		return
	}
	kept := n.fields[:0]
	for _, one := range n.fields {
		ok := true
		if one.value != nil {
			f, known := t.Field(one.name)
			if !known {
				f.Kind = "reference" // published by a version that did not say
			}
			one.value, ok = keepRefs(t, f, one.name, one.value, keep)
		}
		if ok {
			kept = append(kept, one)
		}
	}
	n.fields = kept
}

func keepRefs(
	t *published.Type, f published.Field, place string, value any, keep func(place string, ref map[string]any, id string) bool,
) (any, bool) {
	switch v := value.(type) {
	case []any:
		kept := make([]any, 0, len(v))
		for _, item := range v {
			if item, ok := keepRefs(t, f, place, item, keep); ok {
				kept = append(kept, item)
			}
		}
		return kept, true
	case map[string]any:
		if f.Kind == "reference" {
			name, ok := v["$ref"].(string)
			_, id, _ := strings.Cut(name, "/")
			return v, !ok || keep(place, v, id)
		}
		component := componentOf(f, v)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			in, ok := t.Inner(component, name)
			if !ok {
				continue
			}
			if kept, ok := keepRefs(t, in, place+"."+name, v[name], keep); ok {
				v[name] = kept
			} else {
				delete(v, name)
			}
		}
	}
	return value, true
}

// componentOf gives the key of the component that a value is, or "".
func componentOf(f published.Field, v map[string]any) string {
	switch f.Kind {
	case "component":
		if len(f.Components) == 1 {
			return f.Components[0]
		}
	case "blocks":
		if name, _ := v["$type"].(string); slices.Contains(f.Components, name) {
			return name
		}
	}
	return ""
}

func encode(v any) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return json.RawMessage("{}") // what came from JSON is JSON
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
