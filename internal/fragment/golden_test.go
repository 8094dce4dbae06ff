package fragment

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden keeps the markup that sites get, with slots as [slot] or [slot item]: whoever changes it sees what changes for them.
func TestGolden(t *testing.T) {
	set, err := Compile(shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	for brand, tag := range map[string]string{"orvane": "en", "klio": "ar"} {
		out, err := set.Render(goldenView(brand, tag))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		write := func(name string, part published.Part) {
			b.WriteString("=== " + name + "\n")
			part.Fill(&b, func(s published.Segment) string { return strings.TrimSpace("["+s.Slot+" "+s.Item) + "]" })
			b.WriteString("\n")
		}
		for _, name := range slices.Sorted(maps.Keys(out.Parts)) {
			write(name, out.Parts[name])
		}
		for _, name := range slices.Sorted(maps.Keys(out.Layouts["simple"])) {
			write("simple "+name, out.Layouts["simple"][name])
		}
		for _, name := range slices.Sorted(maps.Keys(out.Slots)) {
			write(name, out.Slots[name])
		}
		file := "testdata/golden/" + brand + "-" + tag + ".txt"
		if *update {
			if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), b.String()); d != "" {
			t.Errorf("%s (go test ./internal/fragment -update writes it anew):\n%s", file, d)
		}
	}
}

func goldenView(brand, tag string) View {
	link := func(id, label string) Item { return Item{ID: id, Label: label, URL: "https://www.example.com/" + id} }
	group := link("power", "Electricity")
	group.Icon = "bolt"
	group.Items = []Item{link("power-green", "Green & local"), {ID: "data", Label: "Open data", URL: "https://data.example.org/", External: true}}
	top := link("energy", "Energy at home")
	top.Description = "Electricity, gas, heating"
	top.Items = []Item{group, {ID: "more", Label: "More", Description: "A heading"}}
	return View{
		Site:  Site{Key: "customer", Name: "Orvane at home", Home: "https://www.example.com/", SignIn: "https://www.example.com/sign-in"},
		Brand: brand, Locale: tag,
		Menus: map[string][]Item{
			"main":    {top, link("help", "Help")},
			"utility": {link("contact", "Contact"), link("search", "Search")},
			"footer":  {{ID: "about", Label: "About", Items: []Item{link("jobs", "Jobs")}}},
			"legal":   {{ID: "legal", Label: "Legal notice", URL: "https://www.example.com/legal", NewWindow: true}},
		},
		Styles:  []Asset{{URL: "/a/1/portico.css", Integrity: "sha384-a+b="}},
		Scripts: []Asset{{URL: "/a/2/portico.js", Integrity: "sha384-c"}},
		Search:  "/v1/sites/customer/search?locale=" + tag, Feedback: "https://www.example.com/feedback",
		Sites: []Site{{Name: "Orvane at home", Home: "https://www.example.com/", Current: true}, {Name: "Klio", Home: "https://www.klio.example/"}},
		Consent: &Consent{Version: "2026-11", Policy: "https://www.example.com/privacy", Categories: []Category{
			{Key: "statistics"}, {Key: "chat", Label: "Chat", Text: "Help while you read"},
		}},
	}
}
