package fragment

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/published"
)

// TestShippedIsPlanned: nothing in the design system that comes with Portico is left to html/template, which takes many times as long.
func TestShippedIsPlanned(t *testing.T) {
	set, err := Compile(shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.unplanned) > 0 || len(set.plans) < 20 {
		t.Errorf("%d plans; without one: %v", len(set.plans), set.unplanned)
	}
	e := set.engines.New().(*engine)
	v := Samples(set.release)[0]
	v.Brand = "orvane"
	if err := set.complete(&v); err != nil {
		t.Fatal(err)
	}
	v = e.begin(v)
	for _, name := range set.release.Parts {
		if _, err := e.execute(name, v); err != nil || e.set != nil {
			t.Errorf("%s was executed by html/template, %v", name, err)
		}
	}
}

// TestUnplanned: a template that has no plan is rendered all the same, beside others that have one.
func TestUnplanned(t *testing.T) {
	set, err := Compile(release(t, map[string]string{"fragments/header.html": `<p title="{{slice .Brand 1}}">{{t "hello"}}</p>`}))
	if err != nil {
		t.Fatal(err)
	}
	if set.unplanned["header"] == nil || set.plans["scripts"] == nil {
		t.Errorf("without a plan: %v", set.unplanned)
	}
	out, err := set.Render(View{Brand: "two", Locale: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(published.Part{text(`<p title="wo">Hello &lt;you&gt;</p>`)}, out.Parts["header"]); diff != "" {
		t.Error(diff)
	}
}

// TestG2PlansOfTheShippedParts: whatever editors write, the shipped parts are what html/template makes of them.
func TestG2PlansOfTheShippedParts(t *testing.T) {
	set, err := Compile(shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	plain := set.WithoutPlans()
	rapid.Check(t, func(t *rapid.T) {
		v := anyView(t, set)
		got, err := set.Render(v)
		want, wantErr := plain.Render(v)
		if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (wantErr == nil) {
			t.Fatalf("%v, html/template %v (-html/template +plan):\n%s", err, wantErr, diff)
		}
	})
}

func anyText(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
		"", "Énergie", "<b>", "\"", "'", "&", "&amp;", "+", "`", "\x00", "\xff", "\u2028", "%20", "%zz", "javascript:", "https://www.example.com/", "/", "?a=b", "#",
		"</script>", "-->", "{{.Site}}", "onclick=x", "portico0Z", "X0Z",
	}), 0, 4).Draw(t, "text"), "")
}

func anyItems(t *rapid.T, icons []string, depth int) (out []Item) {
	for range rapid.IntRange(0, 3).Draw(t, "items") {
		it := Item{
			ID: anyText(t), Label: anyText(t), Description: anyText(t), URL: anyText(t), Badge: anyText(t),
			Icon: rapid.SampledFrom(icons).Draw(t, "icon"), External: rapid.Bool().Draw(t, "external"), NewWindow: rapid.Bool().Draw(t, "window"),
		}
		if depth > 0 {
			it.Items = anyItems(t, icons, depth-1)
		}
		out = append(out, it)
	}
	return out
}

func anyView(t *rapid.T, set *Set) View {
	icons := append(slices.Sorted(maps.Keys(set.release.Icons)), "", "none")
	v := View{
		Site:  Site{Key: anyText(t), Name: anyText(t), Home: anyText(t), SignIn: anyText(t)},
		Brand: set.release.Brands[rapid.IntRange(0, len(set.release.Brands)-1).Draw(t, "brand")].Key, Menus: map[string][]Item{},
		Locale: rapid.SampledFrom(set.release.Locales()).Draw(t, "locale"), Styles: []Asset{{URL: anyText(t), Integrity: anyText(t)}, {URL: "/a/x.css"}},
		Scripts: []Asset{{URL: anyText(t), Integrity: anyText(t)}}, LogoAlone: rapid.Bool().Draw(t, "logo"), Sticky: rapid.Bool().Draw(t, "sticky"),
		Search: anyText(t), Feedback: anyText(t), Sites: []Site{{Name: anyText(t), Home: anyText(t), Current: rapid.Bool().Draw(t, "current")}},
	}
	for _, name := range []string{"main", "utility", "footer", "legal"} {
		if rapid.Bool().Draw(t, name) {
			v.Menus[name] = anyItems(t, icons, 3)
		}
	}
	if rapid.Bool().Draw(t, "search") {
		v.Menus["utility"] = append(v.Menus["utility"], Item{ID: "search", Label: anyText(t), URL: anyText(t)})
	}
	if rapid.Bool().Draw(t, "consent") {
		v.Consent = &Consent{Version: anyText(t), Title: anyText(t), Text: anyText(t), Policy: anyText(t)}
		for _, key := range []string{"statistics", "preferences", anyText(t)} {
			v.Consent.Categories = append(v.Consent.Categories, Category{Key: key, Label: anyText(t), Text: anyText(t)})
		}
	}
	return v
}
