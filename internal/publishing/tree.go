package publishing

import (
	"maps"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// Where an entry stands in a tree is told as two more fields, which the model keeps free for that: so they are filtered, sorted and
// included as any other, and a parent that is not published is a reference that leads nowhere.
const (
	fieldParent = "parent" // reference to the entry above; none at the top
	fieldOrder  = "order"  // orders siblings byte by byte
)

func treeFields(t *schema.Type) []published.Field {
	return []published.Field{
		{Name: fieldParent, Kind: "reference", To: []string{t.Name()}, Filterable: true},
		{Name: fieldOrder, Kind: "id", Filterable: true, Sortable: true},
	}
}

// placed adds where the entry stands to its shared fields.
func placed(t *schema.Type, s *content.Stored, shared map[string]any) map[string]any {
	if !t.Tree() || s.Position == "" {
		return shared
	}
	out := maps.Clone(shared)
	if out == nil {
		out = map[string]any{}
	}
	out[fieldOrder] = s.Position
	if s.Parent != "" {
		out[fieldParent] = schema.Ref{Type: t.Name(), Target: s.Parent}.Value()
	}
	return out
}
