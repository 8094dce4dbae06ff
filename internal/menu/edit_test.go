package menu_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/menu"
)

func tree(items ...menu.Item) *menu.Menu {
	return &menu.Menu{Name: "main", Space: "shared", Items: items}
}

func node(id string, below ...menu.Item) menu.Item {
	return menu.Item{ID: id, Label: map[string]string{"en": id}, URL: "https://example.com/" + id, Items: below}
}

// ids gives the tree as a line: a(b c) d.
func ids(items []menu.Item) (out string) {
	for i, it := range items {
		if i > 0 {
			out += " "
		}
		out += it.ID
		if len(it.Items) > 0 {
			out += "(" + ids(it.Items) + ")"
		}
	}
	return out
}

func TestMove(t *testing.T) {
	for _, tt := range []struct {
		id, parent string
		index      int
		want       string // "" is refused
		code       fault.Code
	}{
		{"a", "", 1, "d a(b c)", ""},
		{"a", "", menu.Last, "d a(b c)", ""},
		{"a", "", 0, "a(b c) d", ""},
		{"b", "a", 1, "a(c b) d", ""},
		{"b", "", 0, "b a(c) d", ""},
		{"d", "b", 0, "a(b(d) c)", ""},
		{"a", "a", 0, "", fault.Unprocessable},
		{"a", "b", 0, "", fault.Unprocessable},
		{"a", "", 2, "", fault.Unprocessable},
		{"a", "", -2, "", fault.Unprocessable},
		{"a", "none", 0, "", fault.Unprocessable},
		{"none", "", 0, "", fault.NotFound},
	} {
		m := tree(node("a", node("b"), node("c")), node("d"))
		before := m.Clone()
		err := m.Move(tt.id, tt.parent, tt.index)
		switch {
		case tt.want != "" && (err != nil || ids(m.Items) != tt.want):
			t.Errorf("%s to %q at %d: %s, %v; want %s", tt.id, tt.parent, tt.index, ids(m.Items), err, tt.want)
		case tt.want == "" && (!fault.Is(err, tt.code) || cmp.Diff(before, m) != ""):
			t.Errorf("%s to %q at %d: %v, %s", tt.id, tt.parent, tt.index, err, ids(m.Items))
		}
	}
}

// TestEditsKeepATree: whatever is added, moved and removed, in whatever order, what is there is a tree of just the items that were
// added and not removed, each once with its own text; and the difference to the state before says so.
func TestEditsKeepATree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, there, next := tree(), map[string]bool{}, 0
		some := func(name string) string {
			all := append(places(m), "", "none")
			return rapid.SampledFrom(all).Draw(t, name)
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			before := m.Clone()
			index := rapid.IntRange(-2, 4).Draw(t, "index")
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				id := fmt.Sprintf("i%d", next)
				next++
				if err := m.Add(node(id), some("parent"), index); err == nil {
					there[id] = true
				} else if diff := cmp.Diff(before, m); diff != "" {
					t.Fatalf("refused, and changed: %s", diff)
				}
			case 1:
				if err := m.Move(some("id"), some("parent"), index); err != nil && cmp.Diff(before, m) != "" {
					t.Fatal("refused, and changed")
				}
			case 2:
				it, err := m.Remove(some("id"))
				if err == nil {
					for _, id := range append(places(tree(it.Items...)), it.ID) {
						delete(there, id)
					}
				}
			}
			checkTree(t, m, there)
			checkDiff(t, before, m)
		}
	})
}

func places(m *menu.Menu) (out []string) {
	m.Walk(func(it *menu.Item, _ []*menu.Item) { out = append(out, it.ID) })
	return out
}

func checkTree(t *rapid.T, m *menu.Menu, there map[string]bool) {
	found := places(m)
	if len(found) != len(there) {
		t.Fatalf("%d items, want %d: %s", len(found), len(there), ids(m.Items))
	}
	m.Walk(func(it *menu.Item, _ []*menu.Item) {
		if !there[it.ID] || it.Label["en"] != it.ID {
			t.Fatalf("item %s is lost or another", it.ID)
		}
	})
	for _, p := range m.Validate(menu.Targets{}) {
		if p.Code != "too_deep" {
			t.Fatal(p)
		}
	}
}

func checkDiff(t *rapid.T, before, after *menu.Menu) {
	was, is := places(before), places(after)
	for _, d := range menu.Diff(before, after) {
		if d.Added != !slices.Contains(was, d.ID) || d.Removed != !slices.Contains(is, d.ID) || d.Changed {
			t.Fatalf("%+v of %s to %s", d, ids(before.Items), ids(after.Items))
		}
	}
	if same := ids(before.Items) == ids(after.Items); same != (len(menu.Diff(before, after)) == 0) {
		t.Fatalf("%s to %s: %+v", ids(before.Items), ids(after.Items), menu.Diff(before, after))
	}
}

func TestDiff(t *testing.T) {
	before := tree(node("a", node("b"), node("c")), node("d"), node("e"))
	after := before.Clone()
	if err := after.Move("e", "", 0); err != nil {
		t.Fatal(err)
	}
	after.Find("c").Label = map[string]string{"en": "Other"}
	if _, err := after.Remove("b"); err != nil {
		t.Fatal(err)
	}
	after.Find("d").Audiences = []string{} // from a file it comes as nil
	var got []string
	for _, d := range menu.Diff(before, after) {
		got = append(got, fmt.Sprintf("%s added=%t removed=%t changed=%t moved=%t", d.ID, d.Added, d.Removed, d.Changed, d.Moved))
	}
	want := []string{
		"e added=false removed=false changed=false moved=true",
		"c added=false removed=false changed=true moved=false",
		"b added=false removed=true changed=false moved=false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if all := menu.Diff(nil, before); len(all) != 5 || !all[0].Added {
		t.Errorf("against nothing: %+v", all)
	}
}
