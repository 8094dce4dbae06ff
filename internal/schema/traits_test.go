package schema_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/schema"
)

// TestOptionsOfKinds: the guide says which kinds can be filterable, sortable, searchable and unique, and each other one is refused.
func TestOptionsOfKinds(t *testing.T) {
	guide, err := os.ReadFile("../../docs/content-types.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, option := range []string{"filterable", "sortable", "searchable", "unique"} {
		row := regexp.MustCompile("(?m)^\\| `" + option + "`[^|]*\\| (.*) \\|$").FindSubmatch(guide)
		if row == nil {
			t.Errorf("the guide has no row for %s", option)
			continue
		}
		var can []string
		for _, kind := range schema.Kinds() {
			src := strings.Replace(tip, "fields:\n", "fields:\n  - {name: x, kind: "+kind+", label: {en: X}, "+option+": true}\n", 1)
			_, err := schema.Load(files(t, map[string]string{"tip.yaml": src}))
			if err == nil || !strings.Contains(err.Error(), "kind "+kind+" cannot be "+option) && !strings.Contains(err.Error(), "several values cannot be "+option) {
				can = append(can, kind)
			}
		}
		if said := strings.Split(string(row[1]), ", "); !slices.Equal(said, can) {
			t.Errorf("%s can be %q, the guide says %q", option, can, said)
		}
	}
}
