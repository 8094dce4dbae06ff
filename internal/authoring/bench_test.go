package authoring_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
)

// BenchmarkLabel is the editor's commonest publication: one label of the main menu, which stands on every site of the sample.
func BenchmarkLabel(b *testing.B) {
	p := newPlane(b, "")
	if _, err := p.ImportFS(b.Context(), root, withTypes(b, os.DirFS("../../examples/group"))); err != nil {
		b.Fatal(err)
	}
	m, err := p.Menu(b.Context(), root, "shared", "main")
	if err != nil {
		b.Fatal(err)
	}
	id, version := m.Draft.Items[0].ID, m.Version
	for n := 0; b.Loop(); n++ {
		saved, err := p.PatchMenuItem(b.Context(), root, "shared", "main", id, version, fmt.Appendf(nil, `{"label":{"fr":"Offre %d"}}`, n))
		if err != nil {
			b.Fatal(err)
		}
		version = saved.Version
		if _, err := p.PublishMenu(b.Context(), authoring.System("bench"), "shared", "main", version); err != nil {
			b.Fatal(err)
		}
	}
}
