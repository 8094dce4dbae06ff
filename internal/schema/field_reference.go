package schema

import (
	"slices"
	"strings"
)

// referenceKind leads to an entry of one of the allowed types, or to several with `many`. Whether the entry is there is for
// the use case to check: a model knows no entries.
type referenceKind struct{}

func (referenceKind) traits() traits {
	return traits{options: []string{"to", "many", "minItems", "maxItems"}, filterable: true}
}

func (referenceKind) declare(d *declaration) {
	if len(d.field.to) == 0 && !d.failed("/to") {
		d.at("", "required", "a reference says which types it may lead to: [article, faq]")
	}
	for i, name := range d.field.to {
		switch {
		case d.types[name] == nil:
			d.at(d.item("/to", i), "unknown_type", "there is no content type %.40q; there are %s", name, d.typeNames())
		case slices.Index(d.field.to, name) < i:
			d.at(d.item("/to", i), "repeated", "type %s is listed twice", name)
		}
	}
}

func (referenceKind) value(f *Field, v any) (any, []Issue) {
	ref, ok := RefOf(v)
	if !ok {
		return nil, wrong("bad_reference", `must be a reference such as {"$ref":"%s/id"}`, f.to[0])
	}
	if !slices.Contains(f.to, ref.Type) {
		return nil, wrong("wrong_type", "leads to type %s; allowed: %s", ref.Type, strings.Join(f.to, ", "))
	}
	return ref.Value(), nil
}
