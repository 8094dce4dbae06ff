package publishing_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// text shows records as a person can read them in a diff: one file of many bytes by its size.
func text(t testing.TB, records []published.Record) string {
	t.Helper()
	var b bytes.Buffer
	for _, r := range records {
		var body any
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Fatal(err)
		}
		b.WriteString("== " + string(r.Kind) + " " + r.Key + "\n")
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		if err := enc.Encode(body); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// TestGolden shows every record that the tiny group makes. Read the diff before you accept a change with -update: delivery nodes
// of the version before will read these records.
func TestGolden(t *testing.T) {
	c, f := newCompiler(), read(t, nil)
	records, err := c.Shared(shared(t, c, f))
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, append(c.Model(f.Model), records...))
	const file = "testdata/tiny.golden"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("records differ from %s (go test -update accepts them):\n%s", file, diff)
	}
}

// TestSameBytes: the same input gives the same records, whoever compiles it, however often, and in whatever order it comes.
func TestSameBytes(t *testing.T) {
	c, f := newCompiler(), read(t, nil)
	want, err := c.Shared(shared(t, c, f))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		c, again := newCompiler(), read(t, nil)
		slices.Reverse(again.Sites)
		slices.Reverse(again.Menus)
		got, err := c.Shared(shared(t, c, again))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(text(t, want), text(t, got)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func bundle(t testing.TB, records []published.Record, key string) *published.Bundle {
	t.Helper()
	for _, r := range records {
		if r.Kind == published.KindBundle && r.Key == key {
			b := &published.Bundle{}
			if err := json.Unmarshal(r.Body, b); err != nil {
				t.Fatal(err)
			}
			return b
		}
	}
	t.Fatalf("there is no bundle %s", key)
	return nil
}

// TestWhatASiteShows: menus are inherited and overridden, addresses are absolute, and labels fall back with a warning.
func TestWhatASiteShows(t *testing.T) {
	c, f := newCompiler(), read(t, nil)
	records, err := c.Shared(shared(t, c, f))
	if err != nil {
		t.Fatal(err)
	}
	one, ca := bundle(t, records, "one/en"), bundle(t, records, "two/fr-CA")

	if one.Menus["footer"][0].ID != "legal-notice" || ca.Menus["footer"][0].ID != "contact" {
		t.Error("site two has a footer menu of its own, and site one the shared one")
	}
	if ca.Menus["main"][0].ID != "offers" {
		t.Error("site two inherits the shared main menu")
	}
	type link struct{ label, url, path, match string }
	offers, green, press := ca.Menus["main"][0], ca.Menus["main"][0].Items[0], ca.Menus["main"][1].Items[0]
	for name, tt := range map[string]struct{ got, want link }{
		"of another site":      {link{offers.Label, offers.URL, offers.Path, offers.Match}, link{"Offres", "https://one.example/offres", "", ""}},
		"of its own":           {link{green.Label, green.URL, green.Path, green.Match}, link{"Vert d’ici", "https://two.example:8443/green/", "/green", "exact"}},
		"external":             {link{press.Label, press.URL, press.Path, press.Match}, link{"Presse", "https://press.example/?a=1&b=2", "", ""}},
		"in the other's words": {link{one.Menus["main"][0].Label, one.Menus["main"][0].URL, one.Menus["main"][0].Path, ""}, link{"Offers", "https://one.example/offers", "/offers", ""}},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, tt.got, tt.want)
		}
	}
	if !press.External || !press.NewWindow || offers.External {
		t.Error("press leads outside in a new window, offers does not")
	}
	if one.Menus["main"][0].Description != "All that we sell" || ca.Menus["main"][0].Description != "" {
		t.Error("a description is shown where there is one in the chain, and is no reason to warn")
	}
	if want := []string{`menu item "press" has no label in en; "Presse" is shown`}; !cmp.Equal(want, one.Warnings) {
		t.Errorf("warnings %q, want %q", one.Warnings, want)
	}
	wantWarnings := []string{
		`menu item "contact" has no label in fr-CA; "Contact" is shown`,
		`menu item "offers" has no label in fr-CA; "Offres" is shown`,
		`menu item "about" has no label in fr-CA; "About" is shown`, // not of the chain at all: better than a hole
		`menu item "press" has no label in fr-CA; "Presse" is shown`,
	}
	slices.Sort(wantWarnings)
	slices.Sort(ca.Warnings)
	if diff := cmp.Diff(wantWarnings, ca.Warnings); diff != "" {
		t.Error(diff)
	}

	if one.SignIn != "https://one.example/account/sign-in" || ca.SignIn != "" {
		t.Errorf("sign-in %q and %q", one.SignIn, ca.SignIn)
	}
	homes := []string{one.Languages[0].URL, one.Languages[1].URL, ca.Languages[0].URL}
	if want := []string{"https://one.example/", "https://one.example/fr/", "https://two.example:8443/ca/"}; !cmp.Equal(want, homes) {
		t.Errorf("homes %q, want %q", homes, want)
	}
}

// TestWarningsAreBounded: a menu without a single label in the locale makes a list that a person can read.
func TestWarningsAreBounded(t *testing.T) {
	items := ""
	for i := range 300 {
		items += "  - {id: i" + string(rune('a'+i%26)) + strings.Repeat("x", i/26) + ", label: {fr: F}, site: one, path: /}\n"
	}
	c := newCompiler()
	records, err := c.Shared(shared(t, c, read(t, map[string]string{"menus/shared/main.yaml": "name: main\nspace: shared\nitems:\n" + items})))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(bundle(t, records, "one/en").Warnings); n != 100 {
		t.Errorf("%d warnings", n)
	}
}

// TestRefused: what is wrong with the input is told with file and line, all of it at once, and nothing is compiled.
func TestRefused(t *testing.T) {
	two := "key: two\nname: Two\norigins: [\"https://two.example\"]\nowner: T\nlocales: [{tag: %s}]\nbrand: %s\n"
	site := func(tag, brand, more string) string {
		return strings.NewReplacer("{tag: %s}", "{tag: "+tag+"}", "%s", brand).Replace(two) + more
	}
	menu := func(items string) string { return "name: main\nspace: shared\nitems:\n" + items }
	for name, tt := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"unknown brand":  {map[string]string{"sites/two.yaml": site("fr", "green", "")}, []string{"sites/two.yaml:1:1: ", `no brand "green"`}},
		"no messages":    {map[string]string{"sites/two.yaml": site("it", "blue", "")}, []string{"sites/two.yaml:1:1: ", "no messages in it"}},
		"unknown parent": {map[string]string{"sites/two.yaml": site("fr", "blue", "parent: three\n")}, []string{"sites/two.yaml:1:1: ", `"three"`}},
		"unknown icon": {
			map[string]string{"menus/shared/main.yaml": menu("  - {id: a, label: {en: A}, site: one, path: /}\n  - {id: b, label: {en: B}, site: one, path: /, icon: star}\n")},
			[]string{"menus/shared/main.yaml:5:5: ", `icon "star"`},
		},
		"unknown site": {
			map[string]string{"menus/shared/main.yaml": menu("  - id: a\n    label: {en: A}\n    items:\n      - {id: b, label: {en: B}, site: three, path: /}\n")},
			[]string{"menus/shared/main.yaml:7:9: ", `site "three", which is not registered`},
		},
		"nowhere": {map[string]string{"menus/shared/main.yaml": menu("  - {id: a, label: {en: A}}\n")}, []string{"menus/shared/main.yaml:4:5: ", "leads nowhere"}},
		"id in two menus": {
			map[string]string{"menus/shared/footer.yaml": "name: footer\nspace: shared\nitems:\n  - {id: press, label: {en: P}, site: one, path: /}\n"},
			[]string{"menus/shared/footer.yaml:4:5: ", `"press" is used in menu main too`},
		},
		"all at once": {
			map[string]string{"sites/two.yaml": site("fr", "green", "parent: three\n"), "menus/shared/main.yaml": menu("  - {id: a, label: {en: A}, site: three, path: /, icon: star}\n")},
			[]string{`no brand "green"`, `"three" is not a registered site`, `site "three"`, `icon "star"`},
		},
		"a template that fails": {
			map[string]string{"design-system/fragments/header.html": "<p>\n\n{{range .Menus.main}}{{(index .Items 3).Label}}{{end}}</p>"},
			[]string{"site one, locale en", "design-system/fragments/header.html:3:"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCompiler()
			records, err := c.Shared(shared(t, c, read(t, tt.files)))
			var ps fault.Problems
			if !errors.As(err, &ps) || records != nil {
				t.Fatalf("got %d records and %v", len(records), err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in:\n%v", want, err)
				}
			}
		})
	}
}

// TestOneProblemOnce: what is wrong with a shared menu is told once, not for every site that shows it.
func TestOneProblemOnce(t *testing.T) {
	c := newCompiler()
	_, err := c.Shared(shared(t, c, read(t, map[string]string{
		"menus/shared/footer.yaml": "name: footer\nspace: shared\nitems:\n  - {id: press, label: {en: P}, site: one, path: /}\n", "menus/two/footer.yaml": "",
	})))
	if err == nil || strings.Count(err.Error(), "used in menu main too") != 1 {
		t.Errorf("got %v", err)
	}
}

// TestLookRefused: a release that does not compile is refused with its place, and the one before stays in the compiler.
func TestLookRefused(t *testing.T) {
	for name, tt := range map[string]struct{ file, src, want string }{
		"token cycle": {
			"design-system/tokens/core.tokens.json",
			"{\n  \"a\": {\"$type\": \"dimension\", \"$value\": \"{b}\"},\n  \"b\": {\"$type\": \"dimension\", \"$value\": \"{a}\"}\n}", "tokens/core.tokens.json:2:",
		},
		"style":    {"design-system/styles/tiny.css", "/* a */\n@import \"./none.css\";", "styles/tiny.css:2:"},
		"script":   {"design-system/scripts/tiny.ts", "const a = 1;\nconst = 2;", "scripts/tiny.ts:2:"},
		"template": {"design-system/fragments/header.html", "<p>\n{{env}}</p>", "fragments/header.html:2:"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCompiler()
			good, err := c.Look(read(t, nil).DesignSystem)
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Look(read(t, map[string]string{tt.file: tt.src}).DesignSystem)
			var ps fault.Problems
			if !errors.As(err, &ps) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if again, err := c.Look(read(t, nil).DesignSystem); err != nil || again != good {
				t.Errorf("the release before is not kept: %v", err)
			}
		})
	}
}

// TestSameStyleOfTwoBrands: a file is named after its content, so two brands that look the same share it. Twice in one
// publication the record would be refused by PostgreSQL.
func TestSameStyleOfTwoBrands(t *testing.T) {
	c := newCompiler()
	f := read(t, map[string]string{
		"design-system/tokens.resolver.json": `{"version": "2025.10", "sets": {"none": {"sources": [{}]}}, "resolutionOrder": [{"$ref": "#/sets/none"}]}`,
	})
	records, err := c.Shared(shared(t, c, f))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[published.Ref]bool{}
	assets := map[string]bool{}
	for _, r := range records {
		if seen[r.Ref()] {
			t.Errorf("record %s %s stands twice", r.Kind, r.Key)
		}
		seen[r.Ref()] = true
		if r.Kind == published.KindAsset {
			a := published.Asset{}
			if err := json.Unmarshal(r.Body, &a); err != nil {
				t.Fatal(err)
			}
			assets["/a/"+r.Key+"/"+a.File] = true
		}
	}
	if a, b := bundle(t, records, "one/en").Assets[0], bundle(t, records, "two/fr").Assets[0]; a != b {
		t.Errorf("this proves nothing: the brands' styles are %s and %s", a.URL, b.URL)
	}
	for _, key := range []string{"one/en", "two/fr"} {
		for _, link := range bundle(t, records, key).Assets {
			if !assets[link.URL] {
				t.Errorf("%s links to %s, which no record holds", key, link.URL)
			}
		}
	}
}

func record(kind published.Kind, key, body string) published.Record {
	return published.Record{Kind: kind, Key: key, Body: []byte(body)}
}

func TestChanged(t *testing.T) {
	hash := func(body string) string { r := record("", "", body); return r.Hash() }
	live := map[published.Ref]string{
		{Kind: published.KindSite, Key: "same"}: hash("1"), {Kind: published.KindSite, Key: "other"}: hash("1"), {Kind: published.KindSite, Key: "gone"}: hash("1"),
		{Kind: published.KindAsset, Key: "old"}: hash("1"), {Kind: published.KindType, Key: "gone"}: hash("1"),
	}
	got := publishing.Changed([]published.Record{
		record(published.KindSite, "same", "1"), record(published.KindSite, "other", "2"), record(published.KindSite, "new", "1"), record(published.KindAsset, "new", "1"),
		{Kind: published.KindKeys, Key: "never", Deleted: true}, // it is not there
	}, live, published.KindSite, published.KindTokens)
	want := []published.Record{
		record(published.KindSite, "other", "2"), record(published.KindSite, "new", "1"), record(published.KindAsset, "new", "1"),
		{Kind: published.KindSite, Key: "gone", Deleted: true}, // not the asset: pages that were rendered before load it; not the type: it is another's to say
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := publishing.Changed(nil, nil, published.KindSite); len(got) != 0 {
		t.Errorf("nothing became %v", got)
	}
}
