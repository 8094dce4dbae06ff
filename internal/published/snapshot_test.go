package published

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var testNode = Node{Origin: "https://delivery.example"}

// at puts records under a generation, as a log does.
func at(generation int64, records ...Record) []Record {
	for i := range records {
		records[i].Generation = generation
	}
	return records
}

func deleted(kind Kind, key string) Record { return Record{Kind: kind, Key: key, Deleted: true} }

func siteRecord(key, name string) Record { return NewRecord(KindSite, key, Site{Key: key, Name: name}) }

func bundleRecord(site, tag, text string) Record {
	return NewRecord(KindBundle, BundleKey(site, tag), Bundle{
		Site: site, Locale: tag,
		Parts: map[string]Part{"header": {{Text: text}, {Slot: SlotGeneration}, {Text: "@"}, {Slot: SlotOrigin}, {Slot: SlotBreadcrumbs}}},
		Slots: SlotTemplates{"account.anonymous": {{Text: "<a href="}, {Slot: SlotOrigin}, {Text: "/in?"}, {Slot: SlotReturnTo}}},
		Menus: map[string][]Item{"main": {{ID: "offers", Path: "/offers"}}},
		Assets: []AssetLink{
			{URL: "/a/1/portico.css", As: "style"},
		},
	})
}

func mustApply(t *testing.T, s *Snapshot, generation int64, records ...Record) *Snapshot {
	t.Helper()
	next, err := s.Apply(generation, at(generation, records...), testNode)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func base(t *testing.T) *Snapshot {
	t.Helper()
	return mustApply(t, Empty(), 1,
		siteRecord("a", "A"), bundleRecord("a", "fr", "a"), bundleRecord("a", "en", "a"),
		siteRecord("b", "B"), bundleRecord("b", "fr", "b"),
		NewRecord(KindTokens, "x", Tokens{Brand: "x", CSS: "x{}"}),
		NewRecord(KindAsset, "1", Asset{File: "portico.css", Data: []byte("a{}")}),
		NewRecord(KindType, "faq", Type{Name: "faq", Title: "question"}),
		NewRecord(KindNode, "secrets", NodeSecrets{CursorKey: []byte("key")}),
	)
}

// TestApply says what each kind of record changes, in words, and that nothing else does.
func TestApply(t *testing.T) {
	all := []string{"asset 1", "bundle a/en", "bundle a/fr", "bundle b/fr", "secrets key", "site a A", "site b B", "tokens x x{}", "type faq question"}
	for name, c := range map[string]struct {
		records []Record
		without []string
		with    []string
	}{
		"nothing":             {},
		"a site changes":      {[]Record{siteRecord("a", "AA")}, list("site a A"), list("site a AA")},
		"a site is deleted":   {[]Record{deleted(KindSite, "a")}, list("site a A", "bundle a/fr", "bundle a/en"), nil},
		"the same, twice":     {[]Record{deleted(KindSite, "a"), deleted(KindSite, "a")}, list("site a A", "bundle a/fr", "bundle a/en"), nil},
		"with its bundles":    {[]Record{deleted(KindBundle, "a/fr"), deleted(KindSite, "a"), deleted(KindBundle, "a/en")}, list("site a A", "bundle a/fr", "bundle a/en"), nil},
		"a bundle is deleted": {[]Record{deleted(KindBundle, "a/en")}, list("bundle a/en"), nil},
		"a bundle is new":     {[]Record{bundleRecord("b", "ar", "")}, nil, list("bundle b/ar")},
		"before its site":     {[]Record{bundleRecord("c", "fr", ""), siteRecord("c", "C")}, nil, list("site c C", "bundle c/fr")},
		"of no site":          {[]Record{bundleRecord("c", "fr", ""), deleted(KindBundle, "d/fr")}, nil, nil},
		"tokens go":           {[]Record{deleted(KindTokens, "x")}, list("tokens x x{}"), nil},
		"an asset goes":       {[]Record{deleted(KindAsset, "1")}, list("asset 1"), nil},
		"a type changes":      {[]Record{NewRecord(KindType, "faq", Type{Name: "faq", Title: "t"})}, list("type faq question"), list("type faq t")},
		"a type goes":         {[]Record{deleted(KindType, "faq")}, list("type faq question"), nil},
		"what is not there":   {[]Record{deleted(KindSite, "z"), deleted(KindAsset, "z"), deleted(KindType, "z"), deleted(KindTokens, "z")}, nil, nil},
		"entries, new kinds":  {[]Record{{Kind: KindEntry, Key: "1", Body: []byte("no JSON")}, {Kind: "journey", Key: "1", Body: []byte("{")}}, nil, nil},
		"another secret":      {[]Record{NewRecord(KindNode, "secrets", NodeSecrets{CursorKey: []byte("k2")})}, list("secrets key"), list("secrets k2")},
		"no secret":           {[]Record{deleted(KindNode, "secrets")}, list("secrets key"), list("secrets ")},
	} {
		t.Run(name, func(t *testing.T) {
			before := base(t)
			want := slices.DeleteFunc(append(slices.Clone(all), c.with...), func(s string) bool { return slices.Contains(c.without, s) })
			slices.Sort(want)
			next := mustApply(t, before, 2, c.records...)
			if diff := cmp.Diff(want, describe(next)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(all, describe(before)); diff != "" {
				t.Errorf("the snapshot before has changed (-want +got)\n%s", diff)
			}
			if next.Generation != 2 || next.Number != "2" || next.ID == before.ID {
				t.Errorf("generation %d %q, id %d after %d", next.Generation, next.Number, next.ID, before.ID)
			}
		})
	}
}

func list(s ...string) []string { return s }

// describe names all that a snapshot holds.
func describe(s *Snapshot) (out []string) {
	for key, site := range s.Sites {
		out = append(out, "site "+key+" "+site.Site.Name)
		for tag := range site.Bundles {
			out = append(out, "bundle "+key+"/"+tag)
		}
	}
	for key, t := range s.Tokens {
		out = append(out, "tokens "+key+" "+t.CSS)
	}
	for key, a := range s.Assets {
		out = append(out, "asset "+key)
		if a.SHA != key {
			out = append(out, "asset under another hash: "+a.SHA)
		}
	}
	for key, t := range s.Types {
		out = append(out, "type "+key+" "+t.Title)
	}
	if !slices.Equal(s.Keys, slices.Sorted(maps.Keys(s.Sites))) {
		out = append(out, "keys of other sites")
	}
	out = append(out, "secrets "+string(s.Secrets.CursorKey))
	slices.Sort(out)
	return out
}

// TestApplySharesWhatIsUntouched: a publication that changes one bundle leaves the caches of all others good.
func TestApplySharesWhatIsUntouched(t *testing.T) {
	before := base(t)
	next := mustApply(t, before, 2, bundleRecord("a", "fr", "new"))
	for name, same := range map[string]bool{
		"other site":            before.Sites["b"] == next.Sites["b"],
		"other bundle":          before.Sites["a"].Bundles["en"] == next.Sites["a"].Bundles["en"],
		"tokens":                before.Tokens["x"] == next.Tokens["x"],
		"asset":                 before.Assets["1"] == next.Assets["1"],
		"type":                  before.Types["faq"] == next.Types["faq"],
		"id of the site record": before.Sites["a"].ID == next.Sites["a"].ID,
	} {
		if !same {
			t.Errorf("%s was made anew", name)
		}
	}
	if a, b := before.Sites["a"].Bundles["fr"], next.Sites["a"].Bundles["fr"]; a == b || a.ID == b.ID {
		t.Error("the changed bundle is the old one")
	}
	site := mustApply(t, next, 3, siteRecord("a", "AA"))
	if site.Sites["a"].Bundles["fr"] != next.Sites["a"].Bundles["fr"] || site.Sites["a"].ID == next.Sites["a"].ID {
		t.Error("a changed site must have another id, and its bundles as they were")
	}
}

// TestApplyBadRecord: one record that cannot be read stops the whole publication.
func TestApplyBadRecord(t *testing.T) {
	for _, kind := range []Kind{KindSite, KindBundle, KindTokens, KindAsset, KindType, KindNode} {
		before := base(t)
		want := describe(before)
		_, err := before.Apply(2, at(2, siteRecord("a", "AA"), deleted(KindSite, "b"), Record{Kind: kind, Key: "a/fr", Body: []byte(`{"key":`)}), testNode)
		var syntax *json.SyntaxError
		if err == nil || !errors.As(err, &syntax) {
			t.Errorf("%s: error %v", kind, err)
		}
		if diff := cmp.Diff(want, describe(before)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", kind, diff)
		}
	}
}

// TestApplyFillsTheBundle: generation and origin are the node's to fill, everything else the page's.
func TestApplyFillsTheBundle(t *testing.T) {
	s := mustApply(t, base(t), 7, bundleRecord("a", "fr", "g"))
	b := s.Sites["a"].Bundles["fr"]
	if diff := cmp.Diff(Part{{Text: "g7@https://delivery.example"}, {Slot: SlotBreadcrumbs}}, b.Parts["header"]); diff != "" {
		t.Error(diff)
	}
	want := Part{{Text: "<a href=https://delivery.example/in?"}, {Slot: SlotReturnTo}}
	if diff := cmp.Diff(want, b.Slots["account.anonymous"]); diff != "" {
		t.Error(diff)
	}
	if got := b.Assets[0].URL; got != "https://delivery.example/a/1/portico.css" {
		t.Errorf("asset at %s", got)
	}
	if b.Generation != 7 || b.Finder.ByID("offers") != 0 || b.Views[LayoutFull].Shapes["header"] == nil || b.Views[LayoutFull].Shapes[""] == nil || b.Views[LayoutFull].Shapes["footer"] != nil {
		t.Errorf("bundle %+v", b)
	}
}

func TestEmpty(t *testing.T) {
	s := Empty()
	if s.Generation != 0 || s.Number != "0" || len(s.Keys) != 0 {
		t.Errorf("%+v", s)
	}
}

func TestNewRecordPanicsWhereItMust(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a body that is no JSON was taken")
		}
	}()
	NewRecord(KindSite, "a", func() {})
}

func TestRecordHash(t *testing.T) {
	a, b, c := siteRecord("a", "A"), siteRecord("a", "A"), siteRecord("a", "B")
	b.Generation = 9
	if a.Hash() != b.Hash() || a.Hash() == c.Hash() || len(a.Hash()) != 32 || a.Ref() != (Ref{KindSite, "a"}) {
		t.Errorf("%s %s %s", a.Hash(), b.Hash(), c.Hash())
	}
}

// TestX2UnreadableRecord: a record that makes its reader panic is refused, in whatever goroutine that happens.
func TestX2UnreadableRecord(t *testing.T) {
	if out := readOne(nil, Node{}); out.view != nil || out.err == nil || !strings.Contains(out.err.Error(), "panic") {
		t.Errorf("%+v", out)
	}
}
