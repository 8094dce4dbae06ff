package publishing_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
)

// sampleGroup is the sample's sites and menus with the design system that comes with Portico.
func sampleGroup(t testing.TB, c *publishing.Compiler) publishing.Shared {
	t.Helper()
	model, err := schema.LoadDir(os.DirFS("../.."), "content-types")
	if err != nil {
		t.Fatal(err)
	}
	f, problems := authoring.ReadFolder(os.DirFS("../../examples/group"), model)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	release, err := designsystem.Load(os.DirFS("../../design-system"))
	if err != nil {
		t.Fatal(err)
	}
	look, err := c.Look(release)
	if err != nil {
		t.Fatal(err)
	}
	return publishing.Shared{Sites: f.Sites, Menus: f.Menus, Look: look}
}

// TestPlansMakeTheSameBundles: for every site, locale, audience and layout of the sample, and for a site with all options, html/template and
// the plans make the same record.
func TestPlansMakeTheSameBundles(t *testing.T) {
	c := newCompiler()
	for name, in := range map[string]publishing.Shared{"the sample": sampleGroup(t, c), "all options": shippedGroup(t, c, fullOptions)} {
		planned, err := c.Shared(in)
		if err != nil {
			t.Fatal(err)
		}
		in.Look = in.Look.WithoutPlans()
		want, err := c.Shared(in)
		if err != nil {
			t.Fatal(err)
		}
		bundles := 0
		for i, r := range want {
			if r.Kind == published.KindBundle {
				bundles++
			}
			if diff := cmp.Diff(string(r.Body), string(planned[i].Body)); diff != "" {
				t.Errorf("%s: %s %s (-html/template +plan):\n%s", name, r.Kind, r.Key, diff)
			}
		}
		if len(planned) != len(want) || bundles < 4 {
			t.Errorf("%s: %d and %d records, %d bundles", name, len(planned), len(want), bundles)
		}
	}
}
