package delivery

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// dropUnpublished takes references out of the fields whose target is not published here, and names them. The entry itself
// keeps them: once the target is published they are there again.
func (n *Node) dropUnpublished(ctx context.Context, scope Scope, docs []*Doc) (unresolved []string, err error) {
	ids := map[string]bool{}
	for _, d := range docs {
		if bytes.Contains(d.Fields, []byte(`"$ref"`)) {
			walkRefs(d.Fields, func(ref string) bool {
				_, id, _ := strings.Cut(ref, "/")
				ids[id] = true
				return true
			})
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	there, err := n.index.Exists(ctx, scope, slices.Sorted(maps.Keys(ids)))
	if err != nil || len(there) == len(ids) {
		return nil, err
	}
	missing := map[string]bool{}
	for _, d := range docs {
		if !bytes.Contains(d.Fields, []byte(`"$ref"`)) {
			continue
		}
		d.Fields = walkRefs(d.Fields, func(ref string) bool {
			_, id, _ := strings.Cut(ref, "/")
			if !there[id] {
				missing[ref] = true
			}
			return there[id]
		})
	}
	return slices.Sorted(maps.Keys(missing)), nil
}

// walkRefs calls keep for every reference of a document, and gives the document without those that it does not want.
func walkRefs(fields json.RawMessage, keep func(ref string) bool) json.RawMessage {
	var doc map[string]any
	if err := json.Unmarshal(fields, &doc); err != nil {
		return fields
	}
	for name, value := range doc {
		if kept, ok := keepRefs(value, keep); ok {
			doc[name] = kept
		} else {
			delete(doc, name)
		}
	}
	return encode(doc)
}

func keepRefs(value any, keep func(ref string) bool) (any, bool) {
	switch v := value.(type) {
	case map[string]any:
		ref, ok := v["$ref"].(string)
		return v, !ok || keep(ref)
	case []any:
		kept := v[:0]
		for _, item := range v {
			if item, ok := keepRefs(item, keep); ok {
				kept = append(kept, item)
			}
		}
		return kept, true
	}
	return value, true
}
