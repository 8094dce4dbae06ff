package authoring_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
)

// told gives the lines of a subject, the oldest first: who did what, and the values before and after.
func (p *plane) told(subject string) (out []string) {
	p.t.Helper()
	lines := p.trail(root, authoring.AuditFilter{Subject: subject})
	for _, l := range lines {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", l.Actor, l.Action, l.Before, l.After)))
	}
	return out
}

// TestAutosaveIsTold: what an autosave changed stands in the audit in the name of who typed it, whatever ends it.
func TestAutosaveIsTold(t *testing.T) {
	ann, bob := actorWith("ann", identity.Everywhere(identity.Administrator)), actorWith("bob", identity.Everywhere(identity.Administrator))
	change := func(from, to string) string {
		return fmt.Sprintf(`{"/locales/en/title":%q} {"/locales/en/title":%q}`, from, to)
	}
	for name, tt := range map[string]struct {
		end  func(p *plane, id string, version int64) error
		want []string
	}{
		"her own save": {func(p *plane, id string, v int64) error {
			_, _, err := p.SaveEntry(p.t.Context(), ann, id, authoring.SaveEntry{Version: v, Patch: []byte(`{"locales":{"en":{"title":"Two"}}}`)})
			return err
		}, []string{"ann entry.save " + change("Zero", "Two")}},
		"a save without a change": {func(p *plane, id string, v int64) error {
			_, _, err := p.SaveEntry(p.t.Context(), ann, id, authoring.SaveEntry{Version: v, Patch: []byte(`{}`)})
			return err
		}, []string{"ann entry.save " + change("Zero", "One")}},
		"publication": {func(p *plane, id string, v int64) error {
			_, _, err := p.PublishEntry(p.t.Context(), bob, id, v, []string{"en"})
			return err
		}, []string{"ann entry.save " + change("Zero", "One"), `bob entry.publish {"/locales/en/slug":null,"/locales/en/title":null} {"/locales/en/slug":"own","/locales/en/title":"One"}`}},
		"another's save": {func(p *plane, id string, v int64) error {
			_, _, err := p.SaveEntry(p.t.Context(), bob, id, authoring.SaveEntry{Version: v, Patch: []byte(`{"locales":{"en":{"title":"Two"}}}`)})
			return err
		}, []string{"ann entry.save " + change("Zero", "One"), "bob entry.save " + change("One", "Two")}},
		"another's autosave, and save": {func(p *plane, id string, v int64) error {
			s, _, err := p.SaveEntry(p.t.Context(), bob, id, authoring.SaveEntry{Version: v, Patch: []byte(`{"locales":{"en":{"title":"Two"}}}`), Autosave: true})
			if err == nil {
				_, _, err = p.SaveEntry(p.t.Context(), bob, id, authoring.SaveEntry{Version: s.Version, Patch: []byte(`{}`)})
			}
			return err
		}, []string{"ann entry.save " + change("Zero", "One"), "bob entry.save " + change("One", "Two")}},
		"the trash": {func(p *plane, id string, v int64) error {
			_, err := p.TrashEntry(p.t.Context(), bob, id, v, "")
			return err
		}, []string{"ann entry.save " + change("Zero", "One"), `bob entry.trash {"locales":{"en":{"slug":"own","title":"One"}},"shared":{}}`}},
		"an import": {func(p *plane, id string, _ int64) error {
			_, err := p.ImportFS(p.t.Context(), bob, folderOf(map[string]string{
				"entries/shared/article/zero.yaml": "id: " + id + "\npublish: []\nlocales:\n  en: {title: Two, slug: own}\n",
			}))
			return err
		}, []string{"ann entry.save " + change("Zero", "One"), "bob entry.import " + change("One", "Two")}},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, p *plane) {
				p.importTiny(nil)
				ctx := t.Context()
				s, _, err := p.CreateEntry(ctx, ann, authoring.NewEntry{
					Space: "shared", Type: "article", Key: "zero", Locales: map[string]map[string]any{"en": {"title": "Zero", "slug": "own"}}, // which does not follow the title
				})
				if err != nil {
					t.Fatal(err)
				}
				for _, title := range []string{"On", "One"} {
					if s, err = p.save(ann, s, title, true); err != nil {
						t.Fatal(err)
					}
				}
				if err := tt.end(p, s.Draft.ID, s.Version); err != nil {
					t.Fatal(err)
				}
				got := p.told("entry/" + s.Draft.ID)
				if diff := cmp.Diff(tt.want, got[1:]); diff != "" || !strings.HasPrefix(got[0], "ann entry.create ") {
					t.Errorf("%s %s", got[0], diff)
				}
				if _, err := p.VerifyAudit(ctx); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestImportIsTold: each thing that a folder changes has its line, with its values; what it does not change has none.
func TestImportIsTold(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		reviewed := strings.Replace(articleSource(t), "title: title", "title: title\nreview: required", 1)
		folder := func(title, order string) files {
			return files{article: reviewed, "entries/one/article/n.yaml": "shared: {order: " + order + "}\nlocales:\n  en: {title: " + title + ", slug: n}\n"}
		}
		p.importTiny(folder("First", "1"))
		id := p.entry("article", "n").ID
		p.importTiny(folder("Second", "1"))
		p.importTiny(folder("Second", "1")) // nothing new
		long := strings.Repeat("word ", 20_000)
		changed := folder("Third", "2")
		changed["entries/one/article/n.yaml"] += "publish: []\n"
		changed["entries/one/article/n.yaml"] = strings.Replace(changed["entries/one/article/n.yaml"], "slug: n}", "slug: n, body: "+long+"}", 1)
		p.importTiny(changed)
		want := []string{
			`system:test entry.import {"/locales/en/slug":null,"/locales/en/title":null,"/shared/order":null} {"/locales/en/slug":"n","/locales/en/title":"First","/shared/order":1}`,
			`system:test entry.import {"/locales/en/title":"First"} {"/locales/en/title":"Second"}`,
			`system:test entry.import`,
		}
		if diff := cmp.Diff(want, p.told("entry/"+id)); diff != "" {
			t.Error(diff)
		}
		lines := p.trail(root, authoring.AuditFilter{Subject: "entry/" + id})
		for i, parts := range [][]string{
			{`"what":"created"`, `"published":["en"]`, `"review":"none"`}, {`"what":"updated"`, `"version":2`},
			{`"what":"unpublished"`, `"unpublished":["en"]`, `"left_out":"values"`, `"/locales/en/body"`},
		} {
			for _, part := range parts {
				if !strings.Contains(lines[i].Detail, part) {
					t.Errorf("line %d does not say %s: %s", i, part, lines[i].Detail)
				}
			}
		}
		if got := p.told("site/one"); len(got) != 1 || !strings.Contains(got[0], "site.import") {
			t.Errorf("of the site: %q", got)
		}
		if got := p.told("menu/shared/main"); len(got) != 1 || !strings.Contains(got[0], "menu.import") {
			t.Errorf("of the menu: %q", got)
		}
	})
}

// TestMigrationIsTold: a change of the model tells which values it took from which entry.
func TestMigrationIsTold(t *testing.T) {
	less := strings.NewReplacer("  - {name: note, kind: text, label: {en: Note}}\n", "  - {name: memo, renamedFrom: tone, kind: text, label: {en: M}}\n",
		"  - {name: tone, kind: enumeration, label: {en: Tone}, values: [{value: warm, label: {en: W}}, {value: cold, label: {en: C}}]}\n", "",
		"{name: head, kind", "{name: top, renamedFrom: head, kind").Replace(storyTypes)
	onEach(t, func(t *testing.T, p *plane) {
		a, _ := p.stories()
		if done := p.migrate(less, true); !done.Applied {
			t.Fatalf("%+v", done)
		}
		s, err := p.Entry(t.Context(), root, a)
		box := any(map[string]any{"top": "H", "foot": "F"})
		if err != nil || !cmp.Equal(s.Draft.Shared["box"], box) || !cmp.Equal(s.Published.Shared["box"], box) {
			t.Errorf("a field inside a component was renamed: %+v %+v %v", s.Draft.Shared, s.Published.Shared, err)
		}
		if back, _, err := p.RestoreRevision(t.Context(), root, a, s.Version, 1); err != nil || !cmp.Equal(back.Draft.Shared["box"], box) {
			t.Errorf("restored: %+v %v", back, err)
		}
		var told []string
		err = p.store.View(t.Context(), func(tx authoring.Tx) error {
			lines, err := tx.AuditLines(t.Context(), authoring.AuditFilter{Subject: "entry/" + a, Action: "entry.migrate", Limit: 10})
			for _, l := range lines {
				told = append(told, l.Before+" "+l.After)
			}
			return err
		})
		line := `{"/shared/box":{"foot":"F","head":"H"},"/shared/note":"N","/shared/tone":"cold"} {"/shared/box":{"foot":"F","top":"H"},"/shared/memo":"cold"}`
		if diff := cmp.Diff([]string{line, line}, told); diff != "" || err != nil { // the draft, and what is published
			t.Error(err, diff)
		}
	})
}

// TestAudiencesAreALoss: entries that are out are not taken from sites without somebody who accepts it.
func TestAudiencesAreALoss(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.stories()
		done := p.migrate(strings.Replace(storyTypes, "slug: slug", "slug: slug\naudiences: [customer]", 1), false)
		if len(done.Losses) != 1 || done.Applied || done.Losses[0].String() != "story: entries are for customer only now: a site gets them with its key and the audience's name, and nobody else does (2 values of 2 entries)" {
			t.Errorf("%+v", done)
		}
	})
}

// TestRefusedSignInsAreTold: with the account and the address, without what was typed, and not without end.
func TestRefusedSignInsAreTold(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		account := p.account("ann@portico.example", identity.Viewer)
		ctx := authoring.WithOrigin(t.Context(), authoring.Origin{Address: "192.0.2.7", RequestID: "r1"})
		const typed = "my secret passphrase"
		for _, email := range []string{account.Email, typed, "nobody@portico.example"} {
			if _, _, err := p.SignIn(ctx, email, typed+"!"); err == nil {
				t.Error("signed in")
			}
		}
		var got []string
		for _, l := range p.trail(root, authoring.AuditFilter{Action: "session.refused"}) {
			got = append(got, l.Actor+" "+l.Subject+" "+l.Address+" "+l.Detail)
			if strings.Contains(fmt.Sprintf("%+v", l), "secret") || strings.Contains(fmt.Sprintf("%+v", l), "@") {
				t.Errorf("it holds what was typed: %+v", l)
			}
		}
		want := []string{
			"anonymous account/" + account.ID + ` 192.0.2.7 {"reason":"wrong password"}`,
			`anonymous account 192.0.2.7 {"reason":"unknown account"}`, `anonymous account 192.0.2.7 {"reason":"unknown account"}`,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for range 70 {
			_, _, _ = p.SignIn(ctx, "x", strings.Repeat("too long", 1000)) // no hash is made
		}
		if got := p.trail(root, authoring.AuditFilter{Action: "session.refused"}); len(got) != 60 {
			t.Errorf("%d lines within a minute", len(got))
		}
		p.clock.pass(61e9)
		_, _, _ = p.SignIn(ctx, "x", strings.Repeat("too long", 1000))
		if got := p.trail(root, authoring.AuditFilter{Action: "session.refused", Newest: true}); !strings.Contains(got[0].Detail, `"skipped":13`) {
			t.Errorf("%+v", got[0])
		}
	})
}

// TestLinesAreNotStale: a line that was made of an earlier version does not undo what was saved since.
func TestLinesAreNotStale(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		s := p.draft(root, "One")
		line := p.lines(root, authoring.LinesScope{})
		for _, l := range strings.Split(line, "\n") {
			if strings.Contains(l, s.Draft.ID) {
				line = l
			}
		}
		if !strings.Contains(line, `"version":1`) {
			t.Fatalf("the line has no version: %s", line)
		}
		changed := strings.Replace(line, `"title":"One"`, `"title":"Line"`, 1)
		if _, err := p.save(root, s, "Somebody's", false); err != nil {
			t.Fatal(err)
		}
		_, err := p.importLines(root, changed, authoring.LinesMode{})
		if err == nil || !strings.Contains(err.Error(), "/lines/1/version") && !strings.Contains(err.Error(), "version 2") {
			t.Errorf("%v", err)
		}
		same := strings.Replace(line, `"title":"One"`, `"title":"Somebody's"`, 1)
		if done, err := p.importLines(root, same, authoring.LinesMode{}); err != nil || done.Unchanged != 1 {
			t.Errorf("what is so already: %+v %v", done, err)
		}
		if done, err := p.importLines(root, strings.Replace(changed, `"version":1`, `"version":2`, 1), authoring.LinesMode{}); err != nil || done.Updated != 1 {
			t.Errorf("%+v %v", done, err)
		}
		if done, err := p.importLines(root, changed, authoring.LinesMode{Force: true}); err != nil || done.Unchanged != 1 {
			t.Errorf("%+v %v", done, err)
		}
		if _, err := p.importLines(root, strings.Replace(line, `"version":1`, `"version":"1"`, 1), authoring.LinesMode{}); err == nil {
			t.Error("a version that is no number")
		}
	})
}

// TestRightsFollowARename: roles and keys that name a type that is renamed name it by its new name, in the same transaction.
func TestRightsFollowARename(t *testing.T) {
	grants := []identity.Grant{{
		Actions: []identity.Action{identity.Read}, Types: []string{"story", "article"}, Sites: []string{identity.Any, identity.SharedSpace},
		Locales: []string{identity.Any}, Fields: []string{identity.Any},
	}}
	onEach(t, func(t *testing.T, p *plane) {
		p.stories()
		ctx := t.Context()
		boss := p.person("boss@portico.example", everywhere(identity.Administrator))
		role := identity.Role{Name: "narrator", Label: map[string]string{"en": "Narrator"}, Description: map[string]string{"en": "Tells"}, Grants: grants}
		if _, err := p.CreateRole(ctx, p.actor(boss), role); err != nil {
			t.Fatal(err)
		}
		secret, _, err := p.CreateKey(ctx, p.actor(boss), authoring.NewKey{Name: "k", Grants: grants, ExpiresAt: p.clock.Now().AddDate(0, 0, 9)})
		if err != nil {
			t.Fatal(err)
		}
		p.importTiny(files{"content-types/tale.yaml": storyRenamed, "entries/": ""})
		reader := p.person("reader@portico.example", everywhere("narrator"))
		machine, err := p.IdentifyKey(ctx, secret)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []authoring.Actor{p.actor(reader), machine} {
			if !who.Access.MaySomewhere(identity.Read, "tale", "one") || who.Access.MaySomewhere(identity.Read, "story", "one") {
				t.Errorf("%s may read %v", who.ID, who.Access)
			}
		}
		for _, action := range []string{"role.save", "key.save"} {
			if got := p.trail(root, authoring.AuditFilter{Action: action}); len(got) != 1 || !strings.Contains(got[0].After, `"tale"`) {
				t.Errorf("%s: %+v", action, got)
			}
		}
	})
}

// TestColorTokensAreChecked: a colour names a token that every site which shows the entry has; a draft may name any.
func TestColorTokensAreChecked(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{article: strings.Replace(articleSource(t), "  - {name: order,", "  - {name: paint, kind: color, label: {en: P}}\n  - {name: order,", 1)})
		ctx := t.Context()
		for token, want := range map[string]string{
			"{house}": "", "#0b5563": "", "{gap}": "no colour token gap in the design system of one, two", "{color.gone}": "no colour token color.gone in the design system of one, two",
		} {
			s, _, err := p.CreateEntry(ctx, root, authoring.NewEntry{
				Space: "shared", Type: "article", Shared: map[string]any{"paint": token}, Locales: map[string]map[string]any{"en": {"title": "T " + token}},
			})
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = p.PublishEntry(ctx, root, s.Draft.ID, s.Version, nil)
			if got := fmt.Sprint(err); want == "" && err != nil || !strings.Contains(got, want) {
				t.Errorf("%s: %v", token, err)
			}
		}
		_, err := p.ImportFS(ctx, root, folderOf(map[string]string{"entries/one/article/c.yaml": "shared: {paint: \"{color.gone}\"}\nlocales:\n  en: {title: C}\n"}))
		if err == nil || !strings.Contains(err.Error(), "color.gone in the design system of one") {
			t.Errorf("import: %v", err)
		}
	})
}
