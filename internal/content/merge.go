package content

import "maps"

// Merge is what a visitor gets of an entry: the shared fields, and of each localized field the value of the first locale in
// the chain that has one. from names that locale for the fields where it is not the first of the chain. ok is false where no
// locale of the chain has a document: then the entry is not there for this visitor. The values are those of e, not copies.
func Merge(e *Entry, chain []string) (fields map[string]any, from map[string]string, ok bool) {
	fields, from = maps.Clone(e.Shared), map[string]string{}
	if fields == nil {
		fields = map[string]any{}
	}
	done := map[string]bool{}
	for i, tag := range chain {
		doc, found := e.Locales[tag]
		ok = ok || found
		for name, v := range doc {
			if v == nil || done[name] {
				continue
			}
			done[name] = true
			fields[name] = v
			if i > 0 {
				from[name] = tag
			}
		}
	}
	if !ok {
		return nil, nil, false
	}
	return fields, from, true
}
