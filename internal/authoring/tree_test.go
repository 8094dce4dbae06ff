package authoring_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// sections adds a content type that is a tree to the tiny group.
var sections = files{"content-types/section.yaml": `name: section
label: {en: Section}
title: name
tree: true
fields:
  - {name: name, kind: text, label: {en: Name}, localized: true}
`}

// section creates an entry below a parent.
func (p *plane) section(space, key, parent string) *content.Stored {
	p.t.Helper()
	s, _, err := p.CreateEntry(p.t.Context(), actorOf(identity.Administrator), authoring.NewEntry{
		Space: space, Type: "section", Key: key, Parent: parent, Locales: map[string]map[string]any{"en": {"name": key}},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

func (p *plane) move(id string, m authoring.Move) (*content.Stored, error) {
	s, _, err := p.MoveEntry(p.t.Context(), actorOf(identity.Editor), id, m)
	return s, err
}

// tree gives the keys of a space's tree, children in brackets, in pages of two.
func (p *plane) tree(space, parent string) string {
	p.t.Helper()
	var out []string
	for after := ""; ; {
		page, err := p.Tree(p.t.Context(), actorOf(identity.Viewer), content.Branch{Space: space, Type: "section", Parent: parent}, after, 2)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, n := range page.Nodes {
			text := n.Entry.Draft.Key
			if below := p.tree(space, n.Entry.Draft.ID); below != "" {
				text += "(" + below + ")"
			}
			if n.Children > 0 != strings.Contains(text, "(") {
				p.t.Errorf("%s has %d children: %s", n.Entry.Draft.Key, n.Children, text)
			}
			out = append(out, text)
		}
		if after = page.Next; after == "" {
			return strings.Join(out, " ")
		}
	}
}

// code gives the place and code of the first problem of an error, or its code.
func code(err error) string {
	var ps fault.Problems
	if errors.As(err, &ps) && len(ps) > 0 {
		return ps[0].Pointer + " " + ps[0].Code
	}
	return string(fault.CodeOf(err))
}

// entries gives entries as they are kept.
func (p *plane) entries(ids []string) (all []*content.Stored, err error) {
	err = p.store.View(context.Background(), func(tx authoring.Tx) error {
		all, err = tx.EntriesByID(context.Background(), ids)
		return err
	})
	return all, err
}

func TestMove(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(sections)
		a, b, c, d := p.section("shared", "a", ""), p.section("shared", "b", ""), p.section("shared", "c", ""), p.section("shared", "d", "")
		id := func(s *content.Stored) string { return s.Draft.ID }
		for _, tt := range []struct {
			who  *content.Stored
			m    authoring.Move
			want string
		}{
			{d, authoring.Move{Before: id(a)}, "d a b c"},
			{d, authoring.Move{After: id(a)}, "a d b c"},
			{a, authoring.Move{Last: true}, "d b c a"},
			{b, authoring.Move{Parent: id(a)}, "d c a(b)"},
			{c, authoring.Move{Parent: id(a), Before: id(b)}, "d a(c b)"},
			{d, authoring.Move{Parent: id(c)}, "a(c(d) b)"},
			{c, authoring.Move{}, "a(b) c(d)"},
		} {
			if _, err := p.move(id(tt.who), tt.m); err != nil {
				t.Fatalf("%s: %v", tt.want, err)
			}
			if got := p.tree("shared", ""); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
		}
		other, article := p.section("one", "x", ""), p.draft(actorOf(identity.Editor), "One")
		for want, m := range map[string]authoring.Move{
			"/parent cycle":          {Parent: id(d)},
			"/before unknown_entry":  {Before: id(b)},
			"/after unknown_entry":   {After: id(other)},
			" two_places":            {Before: id(a), After: id(a)},
			"stale":                  {Version: 9},
			"/parent unknown_entry":  {Parent: id(other)}, // of another space
			"/parent unknown_entry ": {Parent: id(article)},
			"/parent unknown_entry.": {Parent: content.NewID()},
		} {
			if err := p.unchanged(func() error { _, err := p.move(id(c), m); return err }); code(err) != strings.TrimRight(want, " .") {
				t.Errorf("%s: %v", want, err)
			}
		}
		if err := p.unchanged(func() error { _, err := p.move(id(a), authoring.Move{Parent: id(a)}); return err }); code(err) != "/parent cycle" {
			t.Errorf("below itself: %v", err)
		}
		if err := p.unchanged(func() error { _, err := p.move(id(article), authoring.Move{}); return err }); code(err) != " no_tree" {
			t.Errorf("an article: %v", err)
		}
		if _, err := p.TrashEntry(t.Context(), actorOf(identity.Editor), id(c), 0, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("trashed with entries below it: %v", err)
		}
		if _, err := p.TrashEntry(t.Context(), actorOf(identity.Editor), id(d), 0, ""); err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.RestoreEntry(t.Context(), actorOf(identity.Editor), id(d)); err != nil || p.tree("shared", "") != "a(b) c d" {
			t.Errorf("restored: %v, %s", err, p.tree("shared", ""))
		}
	})
}

// TestMoveRightsA1: a move needs the right to change all of the entry, and to publish it where it is out; an entry of a space that
// somebody may not read is not there.
func TestMoveRightsA1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(sections)
		s, below := p.section("one", "a", ""), p.section("one", "b", "")
		at := func(role, site, tag string) authoring.Actor {
			return actorWith("y", identity.Assignment{Role: role, Sites: []string{site}, Locales: []string{tag}})
		}
		try := func(actor authoring.Actor) fault.Code {
			_, _, err := p.MoveEntry(t.Context(), actor, s.Draft.ID, authoring.Move{Parent: below.Draft.ID})
			return fault.CodeOf(err)
		}
		for want, actor := range map[fault.Code]authoring.Actor{
			fault.NotFound: at(identity.Editor, "two", "*"), fault.Forbidden: at(identity.Viewer, "one", "*"),
		} {
			if got := try(actor); got != want {
				t.Errorf("want %s, got %s", want, got)
			}
		}
		if got := try(at(identity.Editor, "one", "fr")); got != fault.Forbidden {
			t.Errorf("somebody of one language moves all: %s", got)
		}
		done, _, err := p.PublishEntry(t.Context(), actorOf(identity.Editor), s.Draft.ID, 0, nil)
		if err != nil || done.Published == nil {
			t.Fatal(err)
		}
		if got := try(at(identity.Machine, "one", "*")); got != fault.Forbidden {
			t.Errorf("what is out is moved without the right to publish: %s", got)
		}
		if _, err := p.Tree(t.Context(), at(identity.Editor, "two", "*"), content.Branch{Space: "one", Type: "section"}, "", 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("the tree of another site: %v", err)
		}
		_, moved, err := p.MoveEntry(t.Context(), at(identity.Editor, "one", "*"), s.Draft.ID, authoring.Move{Parent: below.Draft.ID})
		if err != nil {
			t.Fatal(err)
		}
		records := p.since(moved.Generation - 1)
		if len(records) != 1 || !strings.Contains(string(records["entry "+s.Draft.ID].Body), `"parent":{"$ref":"section/`+below.Draft.ID+`"}`) {
			t.Errorf("what is served says nothing of the move: %v", names(records))
		}
	})
}

// TestDepth: a tree has twenty levels, however it is put together.
func TestDepth(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(sections)
		chain := func(name string, n int) (all []*content.Stored) {
			parent := ""
			for i := range n {
				s := p.section("shared", fmt.Sprintf("%s%d", name, i), parent)
				all, parent = append(all, s), s.Draft.ID
			}
			return all
		}
		long, short := chain("a", 15), chain("b", 6)
		if _, err := p.move(short[0].Draft.ID, authoring.Move{Parent: long[14].Draft.ID}); code(err) != "/parent too_deep" {
			t.Errorf("21 levels: %v", err)
		}
		if _, err := p.move(short[0].Draft.ID, authoring.Move{Parent: long[13].Draft.ID}); err != nil {
			t.Fatal(err)
		}
		_, _, err := p.CreateEntry(t.Context(), actorOf(identity.Editor), authoring.NewEntry{Space: "shared", Type: "section", Parent: short[5].Draft.ID})
		if code(err) != "/parent too_deep" {
			t.Errorf("created at level 21: %v", err)
		}
	})
}

// TestSameGap: entries that are put into the same gap again and again get new positions when theirs grow long, with their siblings.
func TestSameGap(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(sections)
		a, b, c := p.section("shared", "a", ""), p.section("shared", "b", ""), p.section("shared", "c", "")
		longest, spread := 0, false
		for i := range 450 {
			who := []*content.Stored{b, c}[i%2]
			s, err := p.move(who.Draft.ID, authoring.Move{After: a.Draft.ID})
			if err != nil {
				t.Fatal(err)
			}
			spread = spread || len(s.Position) < longest
			longest = max(longest, len(s.Position))
		}
		if longest > content.MaxPosition || !spread || p.tree("shared", "") != "a c b" {
			t.Errorf("positions of %d bytes, spread %t, %s", longest, spread, p.tree("shared", ""))
		}
	})
}

// TestMovesTogether: several people move at random at the same time. It stays a tree with all entries, siblings have one order, and
// what is published of it says the same.
func TestMovesTogether(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(sections)
		var ids []string
		for i := range 12 {
			s := p.section("shared", fmt.Sprintf("s%02d", i), "")
			ids = append(ids, s.Draft.ID)
			if _, _, err := p.PublishEntry(t.Context(), actorOf(identity.Editor), s.Draft.ID, 0, nil); err != nil {
				t.Fatal(err)
			}
		}
		var wg sync.WaitGroup
		for n := range uint64(6) {
			wg.Add(1)
			go func() {
				defer wg.Done()
				r := rand.New(rand.NewPCG(n, 7))
				pick := func() string { return ids[r.IntN(len(ids))] }
				for range 25 {
					m := authoring.Move{}
					if r.IntN(3) > 0 {
						m.Parent = pick()
					}
					switch r.IntN(3) {
					case 0:
						m.Before = pick()
					case 1:
						m.After = pick()
					}
					_, _, err := p.MoveEntry(t.Context(), actorOf(identity.Editor), pick(), m)
					if err != nil && !fault.Is(err, fault.Unprocessable) {
						t.Errorf("%+v: %v", m, err)
					}
				}
			}()
		}
		wg.Wait()
		all, err := p.entries(ids)
		if err != nil {
			t.Fatal(err)
		}
		seen, records := map[string]bool{}, p.since(0)
		for _, s := range all {
			if at := s.Parent + " " + s.Position; s.Position == "" || seen[at] {
				t.Errorf("two entries stand at %q", at)
			} else {
				seen[at] = true
			}
			if body := string(records["entry "+s.Draft.ID].Body); !strings.Contains(body, `"order":"`+s.Position+`"`) {
				t.Errorf("served is another place than %s: %s", s.Position, body)
			}
		}
		shown := strings.FieldsFunc(p.tree("shared", ""), func(r rune) bool { return strings.ContainsRune("() ", r) })
		slices.Sort(shown)
		if len(slices.Compact(shown)) != len(ids) {
			t.Errorf("the tree shows %v", shown)
		}
	})
}
