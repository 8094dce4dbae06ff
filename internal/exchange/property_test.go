package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/exchange"
	"github.com/portico-cms/portico/internal/schema"
)

// genEntry makes a normal entry in English, and mostly in French.
func genEntry(t *rapid.T, m *schema.Model) *content.Entry {
	e := &content.Entry{
		ID: entryID, Space: "shared", Type: "landing", Key: "spring",
		Shared: object{"year": 2026}, Locales: map[string]map[string]any{"en": genDocument(t)},
	}
	if rapid.IntRange(0, 3).Draw(t, "translated") > 0 {
		e.Locales["fr"] = genDocument(t)
		if rapid.Bool().Draw(t, "same") {
			e.Locales["fr"] = e.Clone().Locales["en"]
		}
	}
	normal, _ := content.Normalize(m, e) // what a draft may not have is left out
	return normal
}

// TestRoundTripIsTheIdentity sends texts out, takes them back as they are, and changes nothing.
func TestRoundTripIsTheIdentity(t *testing.T) {
	m := landing(t)
	typ := m.Type("landing")
	rapid.Check(t, func(rt *rapid.T) {
		e := genEntry(rt, m)
		before := e.Clone()
		f := exchange.Collect(typ, e, 7, "en", "fr", exchange.Options{Base: map[string]string{"/title": "old"}})
		if len(f.Units) == 0 {
			return
		}
		j := exchange.Job{Source: "en", Target: "fr", Files: []exchange.File{f}}
		for _, way := range ways {
			back, file := way.roundTrip(rt, j)
			if diff := cmp.Diff(j, back, asRead); diff != "" {
				rt.Fatalf("%s: %s\n%s", way.name, diff, file)
			}
			got, out := exchange.Apply(typ, e, "en", "fr", back.Files[0].Units, false)
			if diff := cmp.Diff(before, got); diff != "" || len(out.Applied)+len(out.Conflicts)+len(out.Problems) > 0 {
				rt.Fatalf("%s: %s %+v", way.name, diff, out)
			}
			if diff := cmp.Diff(before, e); diff != "" {
				rt.Fatalf("the entry itself has changed: %s", diff)
			}
		}
	})
}

// TestTranslationsArrive puts a word before every text, and finds all of it in the entry, and nothing else changed.
func TestTranslationsArrive(t *testing.T) {
	m := landing(t)
	typ := m.Type("landing")
	rapid.Check(t, func(rt *rapid.T) {
		e := genEntry(rt, m)
		delete(e.Locales, "fr")
		f := exchange.Collect(typ, e, 7, "en", "fr", exchange.Options{})
		for i, u := range f.Units {
			f.Units[i].Target = "Voilà " + strings.TrimSpace(u.Source)
		}
		got, out := exchange.Apply(typ, e, "en", "fr", f.Units, false)
		if len(out.Problems)+len(out.Conflicts) > 0 {
			rt.Fatalf("%+v", out)
		}
		if len(out.Applied) != len(f.Units) {
			rt.Fatalf("%d of %d texts applied", len(out.Applied), len(f.Units))
		}
		again := exchange.Collect(typ, got, 7, "en", "fr", exchange.Options{})
		for i, u := range again.Units {
			if want := f.Units[i].Target; u.State != exchange.Current || !strings.HasPrefix(u.Target, "Voilà ") ||
				len(strings.Fields(u.Target)) != len(strings.Fields(want)) {
				rt.Fatalf("%s is %q (%s), want %q", u.Pointer, u.Target, u.State, want)
			}
		}
		normal, ps := content.Normalize(m, got)
		if diff := cmp.Diff(normal, got); diff != "" || len(ps) > 0 {
			rt.Fatalf("not normal: %s %v", diff, ps)
		}
		if diff := cmp.Diff(e.Locales["en"], got.Locales["en"]); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// TestHostileUnits applies units that nobody sent: nothing panics, each is accounted for, and the entry stays fit to be a draft.
func TestHostileUnits(t *testing.T) {
	m := landing(t)
	typ := m.Type("landing")
	rapid.Check(t, func(rt *rapid.T) {
		e := genEntry(rt, m)
		units := exchange.Collect(typ, e, 7, "en", "fr", exchange.Options{}).Units
		for range rapid.IntRange(1, 5).Draw(rt, "strays") {
			units = append(units, exchange.Unit{Pointer: rapid.StringMatching(`(/(body|text|team|b1|content|0|9|title|words)){0,5}`).Draw(rt, "pointer"), Source: "x"})
		}
		said := 0
		for i := range units {
			units[i].Target = genText(rt, "target") + rapid.SampledFrom([]string{"", "<1>", "</1>", "<1>é</1>", "<2/>", "<999999/>"}).Draw(rt, "code")
			if rapid.IntRange(0, 4).Draw(rt, "stale") == 0 {
				units[i].Source += " and more"
			}
			if strings.Trim(units[i].Target, " \t\n\u00A0<1>/29") != "" {
				said++
			}
		}
		units = rapid.Permutation(units).Draw(rt, "order")
		got, out := exchange.Apply(typ, e, "en", "fr", units, rapid.Bool().Draw(rt, "force"))
		if n := len(out.Applied) + len(out.Unchanged) + len(out.Conflicts) + len(out.Problems); n < said {
			rt.Fatalf("%d units, and %d accounted for: %+v", said, n, out)
		}
		if normal, ps := content.Normalize(m, got); cmp.Diff(normal, got) != "" || len(ps) > 0 {
			rt.Fatalf("not normal: %s %v", cmp.Diff(normal, got), ps)
		}
		if len(out.Applied) == 0 && cmp.Diff(e, got) != "" {
			rt.Fatalf("nothing applied, and changed: %s", cmp.Diff(e, got))
		}
		if !slices.Equal(e.Tags(), got.Tags()) && len(out.Applied) == 0 {
			rt.Fatal("a document came from nothing")
		}
	})
}
