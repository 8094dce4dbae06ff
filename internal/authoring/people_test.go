package authoring_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// TestColleagues: people know the names of those with whom they share a site, and of nobody else; of who left, that they did.
func TestColleagues(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, at := t.Context(), func(sites ...string) identity.Assignment {
			return identity.Assignment{Role: identity.Editor, Sites: sites, Locales: []string{"*"}}
		}
		one, both, nobody := p.personWith("one", at("one")), p.personWith("both", at("one", "two")), p.personWith("nobody")
		p.personWith("two", at("two"))
		house := p.personWith("house", at(identity.SharedSpace))
		for _, c := range []struct {
			who  authoring.Actor
			want []string
		}{{one, []string{"both", "house", "one"}}, {both, []string{"both", "house", "one", "two"}}, {house, []string{"house"}}, {nobody, []string{"nobody"}}} {
			list, err := p.Colleagues(ctx, c.who)
			var names []string
			for _, l := range list {
				names = append(names, l.Name)
			}
			if err != nil || !slices.Equal(names, c.want) {
				t.Errorf("%v %v, want %v", names, err, c.want)
			}
		}
		_, err := p.Colleagues(ctx, authoring.Actor{})
		coded(t, "nobody", err, fault.Unauthenticated)
		key := one
		key.Via = "a key"
		_, err = p.Colleagues(ctx, key)
		coded(t, "a key", err, fault.Forbidden)
		if _, err := p.SuspendAccount(ctx, p.colleague("manager", identity.Administrator), both.ID, true); err != nil {
			t.Fatal(err)
		}
		if list, err := p.Colleagues(ctx, one); err != nil || len(list) != 4 || !list[0].Left || list[1].Left {
			t.Errorf("after one has left: %+v %v", list, err)
		}
	})
}

// TestEntryPeople: whoever works on an entry learns the names of those who may read it, and which of them may approve what; nothing of those
// who may not, and whoever only reads learns nothing.
func TestEntryPeople(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx := t.Context()
		editor, reviewer, viewer := p.colleague("editor", identity.Editor), p.colleague("reviewer", identity.Reviewer), p.colleague("viewer", identity.Viewer)
		french := p.personWith("french", identity.Assignment{Role: identity.Reviewer, Sites: []string{identity.SharedSpace}, Locales: []string{"fr"}})
		elsewhere := p.personWith("elsewhere") // has no role
		id := p.draft(editor, "One").Draft.ID
		list, err := p.EntryPeople(ctx, editor, id, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		find := func(who authoring.Actor) *authoring.Colleague {
			if i := slices.IndexFunc(list, func(c authoring.Colleague) bool { return c.ID == who.ID }); i >= 0 {
				return &list[i]
			}
			return nil
		}
		for name, who := range map[string]authoring.Actor{"editor": editor, "viewer": viewer} {
			if c := find(who); c == nil || c.Name != name || len(c.Approves) > 0 {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if c := find(reviewer); c == nil || !slices.Equal(c.Approves, []string{"en", "fr"}) {
			t.Errorf("what they approve: %+v", c)
		}
		if find(elsewhere) != nil || find(french) == nil || !slices.Equal(find(french).Approves, []string{"fr"}) {
			t.Errorf("by sites and locales: %+v", list)
		}
		if !slices.IsSortedFunc(list, func(a, b authoring.Colleague) int { return strings.Compare(a.Name, b.Name) }) {
			t.Errorf("not by name: %+v", list)
		}
		if some, err := p.EntryPeople(ctx, editor, id, "REVIEW", 0); err != nil || len(some) != 1 || some[0].ID != reviewer.ID {
			t.Errorf("by a part of the name: %+v %v", some, err)
		}
		if none, err := p.EntryPeople(ctx, editor, id, "@", 0); err != nil || len(none) != 0 {
			t.Errorf("by their addresses: %+v %v", none, err)
		}
		if one, err := p.EntryPeople(ctx, editor, id, "", 1); err != nil || len(one) != 1 {
			t.Errorf("one of them: %+v %v", one, err)
		}
		_, err = p.EntryPeople(ctx, viewer, id, "", 0)
		coded(t, "who only reads", err, fault.Forbidden)
		_, err = p.EntryPeople(ctx, editor, "nothing", "", 0)
		coded(t, "an entry that is not there", err, fault.NotFound)
		_, err = p.EntryPeople(ctx, authoring.Actor{}, id, "", 0)
		coded(t, "nobody", err, fault.Unauthenticated)
	})
}
