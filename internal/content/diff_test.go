package content_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// sides puts the pieces of a comparison together again.
func sides(pieces []content.Piece) (a, b string) {
	for _, p := range pieces {
		if p.Op != content.OpInsert {
			a += p.Text
		}
		if p.Op != content.OpDelete {
			b += p.Text
		}
	}
	return a, b
}

// TestWordsGiveBothTexts: whatever is compared, the pieces make up both texts, and what is the same is one piece.
func TestWordsGiveBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(`([a-c]{1,2}[ .\n]){0,40}`), rapid.String(), rapid.StringMatching(`[日本語ไทย é\x{301}]{0,20}`))
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		got := content.Words(a, b)
		if x, y := sides(got); x != a || y != b {
			t.Fatalf("%q and %q became %q and %q", a, b, x, y)
		}
		if a == b && len(got) > 1 {
			t.Fatalf("nothing differs: %v", got)
		}
		for i, p := range got {
			if p.Text == "" || (i > 0 && got[i-1].Op == p.Op) {
				t.Fatalf("pieces %v", got)
			}
		}
	})
}

func TestWords(t *testing.T) {
	got := content.Words("The winter tariff begins in May.", "The new summer tariff begins in May!")
	want := []content.Piece{
		{Op: content.OpEqual, Text: "The "}, {Op: content.OpDelete, Text: "winter"}, {Op: content.OpInsert, Text: "new summer"},
		{Op: content.OpEqual, Text: " tariff begins in May"}, {Op: content.OpDelete, Text: "."}, {Op: content.OpInsert, Text: "!"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestHugeTexts: two texts of many words without anything in common cost no more than their size (X1).
func TestHugeTextsX1(t *testing.T) {
	a, b := strings.Repeat("one two three ", 50_000), strings.Repeat("eins zwei drei ", 50_000)
	if x, y := sides(content.Words(a, b)); x != a || y != b {
		t.Error("the texts do not come out again")
	}
}

// summary gives "change pointer" of each difference, and below it what differs inside.
func summary(diffs []content.FieldDiff, indent string) (out []string) {
	for _, d := range diffs {
		line := indent + string(d.Change) + " " + d.Pointer
		for _, p := range d.Text {
			line += " " + map[content.Op]string{content.OpEqual: "=", content.OpInsert: "+", content.OpDelete: "-"}[p.Op] + p.Text
		}
		out = append(out, line)
		out = append(out, summary(d.Fields, indent+"  ")...)
		for _, it := range d.Items {
			line := indent + "  " + string(it.Change) + " " + it.Key
			if it.Moved && it.Change != content.Moved {
				line += " moved"
			}
			out = append(out, line)
			out = append(out, summary(it.Fields, indent+"    ")...)
		}
	}
	return out
}

// rich is rich text of one paragraph.
func rich(text string) object {
	return object{"type": "doc", "content": list{object{"type": "paragraph", "content": list{object{"type": "text", "text": text}}}}}
}

func TestDiffOfStructure(t *testing.T) {
	m := landing(t)
	one, two, three := content.NewID(), content.NewID(), content.NewID()
	ref := func(id string) any { return schema.Ref{Type: "landing", Target: id}.Value() }
	section := func(key, heading string) any { return object{"$type": "section", "$key": key, "text": rich(heading)} }
	before := &content.Entry{Type: "landing", Shared: object{
		"year": 2025, "film": true, "links": list{ref(one), ref(two)},
		"team": list{object{"first": "Ada", "last": "L."}, object{"first": "Bob"}},
	}, Locales: map[string]map[string]any{"en": {"title": "Old title", "body": list{section("a", "One"), section("b", "Two"), section("c", "Three")}}}}
	after := &content.Entry{Type: "landing", Shared: object{
		"year": 2026, "links": list{ref(two), ref(three)},
		"team": list{object{"first": "Ada", "last": "Lovelace"}, object{"first": "Bob"}, object{"first": "Cy"}},
	}, Locales: map[string]map[string]any{
		"en": {"title": "New title", "body": list{section("c", "Three"), section("a", "One"), section("b", "Two, changed")}},
		"fr": {"title": "Titre"},
	}}
	want := []string{
		"changed /locales/en/title -Old +New = title", "added /locales/fr/title",
		"changed /shared/year", "removed /shared/film",
		"changed /shared/links", "  removed landing/" + one, "  added landing/" + three,
		"changed /shared/team", "  changed ", "    changed /last -L. +Lovelace", "  added ",
		"changed /locales/en/body", "  moved section/c", "  changed section/b", "    changed /text =Two +, changed",
	}
	if diff := cmp.Diff(want, summary(content.Diff(m.Type("landing"), before, after), "")); diff != "" {
		t.Error(diff)
	}
}

// TestDiffTellsEverything: there is a difference where the documents differ, and items that moved, came and went are told so that
// the second list can be made of the first.
func TestDiffTellsEverything(t *testing.T) {
	m := landing(t)
	typ := m.Type("landing")
	rapid.Check(t, func(t *rapid.T) {
		blocks := func(name string) list {
			keys := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-h]`), 0, 8, rapid.ID[string]).Draw(t, name)
			out := list{}
			for _, k := range keys {
				out = append(out, object{"$type": "section", "$key": k, "text": rich(rapid.StringMatching(`[xy]`).Draw(t, name+k))})
			}
			return out
		}
		a, b := blocks("a"), blocks("b")
		entry := func(body list) *content.Entry {
			return &content.Entry{Type: "landing", Locales: map[string]map[string]any{"en": {"title": "T", "body": body}}}
		}
		diffs := content.Diff(typ, entry(a), entry(b))
		if cmp.Equal(a, b) != (len(diffs) == 0) {
			t.Fatalf("%v and %v: %v", a, b, diffs)
		}
		if len(diffs) == 0 {
			return
		}
		rebuilt, taken := make(list, len(b)), map[int]bool{}
		for _, it := range diffs[0].Items {
			if it.From != nil {
				taken[*it.From] = true
			}
			if it.To != nil {
				rebuilt[*it.To] = b[*it.To]
			}
		}
		next := 0
		for i, v := range a { // what is not told of stays, in its order
			if taken[i] {
				continue
			}
			for rebuilt[next] != nil {
				next++
			}
			rebuilt[next] = v
		}
		if diff := cmp.Diff(b, rebuilt); diff != "" {
			t.Fatalf("%v and %v: %+v: %s", a, b, diffs[0].Items, diff)
		}
	})
}
