package authoring_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
)

// taleFile is storyRenamed with a renamed field inside its component.
var taleFile = files{"content-types/tale.yaml": strings.Replace(storyRenamed, "{name: head, kind", "{name: top, renamedFrom: head, kind", 1)}

// TestNamesFollowARename: whatever names a type or a field is brought along, in the transaction that renames it: rights of roles and keys
// by field, saved views, menus, content releases, comments on values, and jobs that wait.
func TestNamesFollowARename(t *testing.T) {
	grant := func(types, fields []string) identity.Grant {
		return identity.Grant{
			Actions: []identity.Action{identity.Read, identity.Update}, Types: types, Sites: []string{identity.Any, identity.SharedSpace},
			Locales: []string{identity.Any}, Fields: fields,
		}
	}
	onEach(t, func(t *testing.T, p *plane) {
		a, b := p.stories()
		ctx, boss := t.Context(), p.person("boss@portico.example", everywhere(identity.Administrator))
		grants := []identity.Grant{grant([]string{"story", "article"}, []string{"title", "note"}), grant([]string{identity.Any}, []string{"title"})}
		role := identity.Role{Name: "narrator", Label: map[string]string{"en": "Narrator"}, Description: map[string]string{"en": "Tells"}, Grants: grants}
		if _, err := p.CreateRole(ctx, p.actor(boss), role); err != nil {
			t.Fatal(err)
		}
		limits := []identity.Grant{grant([]string{"story"}, []string{"title", "box", "next"})}
		secret, key, err := p.CreateKey(ctx, p.actor(boss), authoring.NewKey{Name: "k", Grants: limits, ExpiresAt: p.clock.Now().AddDate(0, 0, 9)})
		if err != nil {
			t.Fatal(err)
		}
		view, err := p.SaveView(ctx, p.actor(boss), identity.SavedView{Name: "V", Query: json.RawMessage(`{"type":"story","sort":"-title","columns":["title","note","status"],` +
			`"filter":[{"field":"title","op":"eq","value":"title"},{"match":"any","of":[{"field":"next","op":"eq","value":"story/` + b + `"},{"field":"next.title","op":"exists","value":"true"}]}],"mine":[1.50]}`)})
		if err != nil {
			t.Fatal(err)
		}
		query := json.RawMessage(`{"type":"article","sort":["-title"],"filter":{"or":[{"title":{"in":["story/x"]}},{"not":{"order":{"gt":1.50}}}]}}`)
		other, err := p.SaveView(ctx, p.actor(boss), identity.SavedView{Name: "W", Query: query})
		if err != nil {
			t.Fatal(err)
		}
		p.leadTo(t, "story/a")
		r := p.releaseOf(p.actor(boss), entryItem(p.stored(a)))
		for _, pointer := range []string{"/locales/en/title", "/shared/box/head", "/shared/tone"} {
			if _, err := p.say(p.actor(boss), a, authoring.NewComment{Pointer: pointer, Body: pointer}); err != nil {
				t.Fatal(err)
			}
		}
		machine, err := p.IdentifyKey(ctx, secret)
		if err != nil {
			t.Fatal(err)
		}
		patch := `{"shared":{"box":{"head":"Bulk"},"next":{"$ref":"story/` + b + `"}},"locales":{"en":{"title":"Bulk"}}}`
		job, _, err := p.CreateJob(ctx, machine, authoring.NewJob{Kind: authoring.JobEdit, Patch: []byte(patch), Entries: []authoring.NewJobRow{{ID: a}}})
		if err != nil {
			t.Fatal(err)
		}

		if _, err := p.MigrateModel(ctx, root, model(t, taleFile), authoring.OriginImport, true); err != nil {
			t.Fatal(err)
		}
		want := []identity.Grant{
			grant([]string{"tale"}, []string{"heading", "note"}), grant([]string{"article"}, []string{"title", "note"}),
			grant([]string{identity.Any}, []string{"title"}), grant([]string{"tale"}, []string{"heading"}),
		}
		p.inView(func(tx authoring.Tx) {
			roles, err := tx.Roles(ctx)
			if err != nil || len(roles) != 1 || !cmp.Equal(want, roles[0].Grants) {
				t.Errorf("roles: %v %s", err, cmp.Diff(want, roles[0].Grants))
			}
			keys, err := tx.KeysOf(ctx, "", "", 10)
			if err != nil || len(keys) != 1 || keys[0].ID != key.ID || !cmp.Equal([]string{"heading", "box", "next"}, keys[0].Grants[0].Fields) {
				t.Errorf("keys: %v %+v", err, keys)
			}
			is, err := tx.View(ctx, view.ID)
			wanted := `{"columns":["heading","note","status"],"filter":[{"field":"heading","op":"eq","value":"title"},{"match":"any","of":[{"field":"next","op":"eq","value":"tale/` + b +
				`"},{"field":"next.heading","op":"exists","value":"true"}]}],"mine":[1.50],"sort":"-heading","type":"tale"}`
			if err != nil || string(is.Query) != wanted || is.Version != 2 {
				t.Errorf("view: %v %d %s", err, is.Version, cmp.Diff(wanted, string(is.Query)))
			}
			if is, err := tx.View(ctx, other.ID); err != nil || string(is.Query) != string(query) || is.Version != 1 {
				t.Errorf("a view of another type: %v %+v", err, is)
			}
			main, err := tx.Menu(ctx, "shared", "main")
			if err != nil || main.Version != main.PublishedVersion+1 {
				t.Fatalf("%+v %v", main, err)
			}
			for _, tree := range []*menu.Menu{main.Draft, main.Published} {
				if got := tree.Find("about").Entry; got != "tale/a" {
					t.Errorf("an item leads to %s", got)
				}
			}
			if main.Draft.Find("offers").Label["en"] != "Changed" || main.Published.Find("offers").Label["en"] != "Offers" {
				t.Errorf("the draft went out: %v, %v", main.Draft.Find("offers").Label, main.Published.Find("offers").Label)
			}
			now, _ := tx.UsesOf(ctx, "tale/a", 0)
			was, _ := tx.UsesOf(ctx, "story/a", 0)
			if len(now) != 2 || len(was) != 0 {
				t.Errorf("what menus name: %v, and before %v", now, was)
			}
		})
		if got := p.releaseNow(r.ID).Items; len(got) != 1 || got[0].Type != "tale" {
			t.Errorf("the release: %+v", got)
		}
		said, _, err := p.Comments(ctx, p.actor(boss), a, "", 10)
		var pointers []string
		for _, c := range said {
			pointers = append(pointers, c.Pointer)
		}
		if diff := cmp.Diff([]string{"/locales/en/heading", "/shared/box/top", "/shared/tone"}, pointers); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if worked, err := p.RunJob(ctx); err != nil || !worked {
			t.Fatal(worked, err)
		}
		if _, rows := p.outcome(root, job.ID); strings.Join(rows, ",") != "done" {
			t.Errorf("the job: %v", rows)
		}
		s := p.stored(a).Draft
		if s.Locales["en"]["heading"] != "Bulk" || !cmp.Equal(s.Shared["box"], any(map[string]any{"top": "Bulk", "foot": "F"})) ||
			!cmp.Equal(s.Shared["next"], any(map[string]any{"$ref": "tale/" + b})) {
			t.Errorf("the job wrote %v %v", s.Shared, s.Locales["en"])
		}
		for _, action := range []string{"role.save", "key.save", "view.save", "menu.save", "content-release.save", "job.save"} {
			if got := p.trail(root, authoring.AuditFilter{Action: action, Newest: true}); len(got) == 0 || !strings.Contains(got[0].Detail, `"renamed":{"story":"tale"}`) {
				t.Errorf("%s: %+v", action, got)
			}
		}
	})
}

// inView looks at the database.
func (p *plane) inView(look func(tx authoring.Tx)) {
	p.t.Helper()
	err := p.store.View(p.t.Context(), func(tx authoring.Tx) error {
		look(tx)
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// leadTo lets an item of the main menu lead to an entry, published, and changes another in the draft after that.
func (p *plane) leadTo(t *testing.T, entry string) {
	t.Helper()
	ctx := t.Context()
	err := p.store.Update(ctx, func(tx authoring.Tx) error {
		m, err := tx.Menu(ctx, "shared", "main")
		if err != nil {
			return err
		}
		about := m.Draft.Find("about")
		about.Site, about.Entry = "one", entry
		version, err := tx.SaveMenu(ctx, m.Draft, m.Version, "me")
		if err != nil {
			return err
		}
		if err := tx.PublishMenu(ctx, "shared", "main"); err != nil {
			return err
		}
		m.Draft.Find("offers").Label["en"] = "Changed"
		if _, err := tx.SaveMenu(ctx, m.Draft, version, "me"); err != nil {
			return err
		}
		use := []content.Use{{Source: "menu:shared/main", Pointer: "/items/about/entry", Target: entry}}
		if err := tx.SetUses(ctx, "menu:shared/main", false, use); err != nil {
			return err
		}
		return tx.SetUses(ctx, "menu:shared/main", true, use)
	})
	if err != nil {
		t.Fatal(err)
	}
}
