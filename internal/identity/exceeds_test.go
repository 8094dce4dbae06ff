package identity

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// some gives a few values of a dimension, the wildcards among them.
func some(t *rapid.T, label string, values ...string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(values), 1, 3, rapid.ID).Draw(t, label)
}

func someGrant(t *rapid.T, label string) Grant {
	actions := rapid.SliceOfNDistinct(rapid.SampledFrom([]Action{Read, Update, Manage}), 1, 3, rapid.ID).Draw(t, label+" actions")
	return Grant{
		Actions: actions, Types: some(t, label+" types", "article", "notice", Any, Accounts, Audit, AnyResource),
		Sites: some(t, label+" sites", "one", "two", SharedSpace, Any), Locales: some(t, label+" locales", "fr", "en", Any),
		Fields: some(t, label+" fields", "title", "body", Any),
	}
}

// someRoles are two roles with a grant or two.
func someRoles(t *rapid.T) map[string]*Role {
	roles := map[string]*Role{}
	for _, name := range []string{"a", "b"} {
		r := &Role{Name: name}
		for range rapid.IntRange(1, 2).Draw(t, "grants") {
			r.Grants = append(r.Grants, someGrant(t, name))
		}
		roles[name] = r
	}
	return roles
}

func someAssignment(t *rapid.T, label string) Assignment {
	return Assignment{
		Role: rapid.SampledFrom([]string{"a", "b"}).Draw(t, label+" role"), Sites: some(t, label+" at", "one", "two", SharedSpace, Any),
		Locales: some(t, label+" in", "fr", "en", Any),
	}
}

// similar changes assignments a little: a dimension is another one, or one assignment becomes two.
func similar(t *rapid.T, as []Assignment) (out []Assignment) {
	for _, a := range as {
		other := someAssignment(t, "other")
		switch rapid.SampledFrom([]string{"same", "sites", "locales", "split", "more"}).Draw(t, "change") {
		case "sites":
			a.Sites = other.Sites
		case "locales":
			a.Locales = other.Locales
		case "split":
			other = a
			a.Sites, other.Sites = a.Sites[:1], append([]string{"two"}, a.Sites[1:]...)
			out = append(out, other)
		case "more":
			out = append(out, other)
		}
		out = append(out, a)
	}
	return out
}

// targets are all the things that can be asked about, with values that no grant names among them.
func targets(f func(Action, Target)) {
	for _, action := range []Action{Read, Update, Manage} {
		for _, typ := range []string{"article", "notice", "other", Accounts, Audit, Models} {
			for _, site := range []string{"", "one", "two", "other", SharedSpace} {
				for _, tag := range []string{"", "fr", "en", "de"} {
					for _, field := range []string{"", "title", "body", "other"} {
						f(action, Target{typ, site, tag, field})
					}
				}
			}
		}
	}
}

// TestExceeds: nobody gives what they do not have. Exceeds says no exactly where everything that one may do the other may, too.
func TestExceeds(t *testing.T) {
	within := 0
	rapid.Check(t, func(t *rapid.T) {
		for range 10 {
			roles := someRoles(t)
			as := []Assignment{someAssignment(t, "first"), someAssignment(t, "second")}
			wanted, holder := NewAccess(as, roles), NewAccess(similar(t, as), roles)
			if rapid.IntRange(0, 3).Draw(t, "by key") == 0 {
				holder = Limited([]Grant{someGrant(t, "key"), roles["a"].Grants[0], roles["b"].Grants[0]}, holder)
			}
			if checkExceeds(t, wanted, holder) {
				within++
			}
		}
	})
	if within < 10 {
		t.Errorf("only %d of the examples did not exceed: they show little", within)
	}
}

func checkExceeds(t *rapid.T, wanted, holder *Access) (within bool) {
	right, exceeds := wanted.Exceeds(holder)
	if !exceeds {
		targets(func(action Action, target Target) {
			if wanted.May(action, target) && !holder.May(action, target) {
				t.Fatalf("%s of %+v would be given, and is not held", action, target)
			}
		})
		return true
	}
	// The right it names is one that is wanted, and not held; all of something is what has no name yet.
	target := right.Target
	for _, value := range []*string{&target.Type, &target.Site, &target.Locale, &target.Field} {
		*value = strings.Replace(strings.Replace(*value, AnyResource, "@new", 1), Any, "new", 1)
	}
	if !wanted.May(right.Action, target) || holder.May(right.Action, target) {
		t.Fatalf("it names %s of %+v: wanted %t, held %t", right.Action, target, wanted.May(right.Action, target), holder.May(right.Action, target))
	}
	return false
}

func TestExceedsOfRoles(t *testing.T) {
	with := func(as ...Assignment) *Access {
		roles := map[string]*Role{}
		for _, r := range BuiltIns() {
			roles[r.Name] = r
		}
		return NewAccess(as, roles)
	}
	at := func(role string, sites ...string) Assignment {
		return Assignment{Role: role, Sites: sites, Locales: []string{Any}}
	}
	for name, tt := range map[string]struct {
		wanted, holder *Access
		exceeds        bool
	}{
		"nothing":                       {with(), nil, false},
		"something, of nobody":          {with(at(Viewer, "one")), nil, true},
		"oneself":                       {with(Everywhere(Administrator)), with(Everywhere(Administrator)), false},
		"less":                          {with(at(Editor, "one")), with(Everywhere(Administrator)), false},
		"another site":                  {with(at(Viewer, "two")), with(at(SiteManager, "one")), true},
		"all sites":                     {with(at(Viewer, Any)), with(at(SiteManager, "one", "two")), true},
		"two roles together":            {with(at(Editor, "one", "two")), with(at(Editor, "one"), at(Editor, "two")), false},
		"two roles that do not add up":  {with(at(Editor, "one", "two")), with(at(Editor, "one"), at(Viewer, "two")), true},
		"the shared space":              {with(at(Editor, SharedSpace)), with(at(Editor, Any)), true},
		"what is inherited may be read": {with(at(Viewer, SharedSpace)), with(at(Viewer, "one")), false},
		"resources":                     {with(Everywhere(Administrator)), with(Everywhere(SiteManager)), true},
	} {
		if right, exceeds := tt.wanted.Exceeds(tt.holder); exceeds != tt.exceeds {
			t.Errorf("%s: %t %v", name, exceeds, right)
		}
	}
}

// TestExceedsIsBounded: a comparison that somebody made huge ends, and gives nothing.
func TestExceedsIsBounded(t *testing.T) {
	many := func(prefix string) (out []string) {
		for i := range maxValues {
			out = append(out, prefix+string(rune('a'+i%26))+string(rune('a'+i/26)))
		}
		return out
	}
	g := Grant{Actions: Actions, Types: many("t"), Sites: many("s"), Locales: []string{Any}, Fields: many("f")}
	var split []Grant
	for i := range maxGrants {
		part := g
		part.Types, part.Fields = g.Types[i:i+100], g.Fields[:100]
		split = append(split, part)
	}
	if _, exceeds := Limited([]Grant{g}, nil).Exceeds(Limited(split, nil)); !exceeds {
		t.Error("what was not compared is given")
	}
	if _, exceeds := Limited([]Grant{g}, nil).Exceeds(Limited([]Grant{g}, nil)); exceeds {
		t.Error("a large grant exceeds itself")
	}
}

// TestRolesDoNotAddUpA2: rights of two roles never make a third one.
func TestRolesDoNotAddUpA2(t *testing.T) {
	roles := map[string]*Role{
		"titles": {Name: "titles", Grants: []Grant{{Actions: []Action{Update}, Types: []string{"article"}, Sites: []string{"one"}, Locales: []string{"fr"}, Fields: []string{"title"}}}},
		"bodies": {Name: "bodies", Grants: []Grant{{Actions: []Action{Update}, Types: []string{"article"}, Sites: []string{"two"}, Locales: []string{"en"}, Fields: []string{"body"}}}},
	}
	a := NewAccess([]Assignment{Everywhere("titles"), Everywhere("bodies")}, roles)
	var allowed []string
	targets(func(action Action, target Target) {
		if target.Field != "" && target.Site != "" && a.May(action, target) {
			allowed = append(allowed, target.String())
		}
	})
	want := []string{"article in one, locale fr, field title", "article in two, locale en, field body"}
	if !slices.Equal(allowed, want) {
		t.Errorf("%q", allowed)
	}
}
