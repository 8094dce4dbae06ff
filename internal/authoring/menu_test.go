package authoring_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
)

var sharedMain = authoring.MenuAt{Space: "shared", Name: "main", Version: 1}

func menuAt(m *menu.Stored) authoring.MenuAt {
	return authoring.MenuAt{Space: m.Draft.Space, Name: m.Draft.Name, Version: m.Version}
}

// TestMenuLife: made, filled, ordered, published, changed, reverted, restored, deleted.
func TestMenuLife(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		must := func(m *menu.Stored, err error) *menu.Stored {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		m := must(p.CreateMenu(ctx, editor, "one", "legal", []byte(`{}`)))
		if _, err := p.CreateMenu(ctx, editor, "one", "legal", []byte(`{}`)); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second one: %v", err)
		}
		add := func(id, parent string, index int) {
			t.Helper()
			doc := fmt.Sprintf(`{"id":%q,"label":{"en":%q,"fr":%q},"url":"https://%s.example/"}`, id, id, id, id)
			m = must(p.AddMenuItem(ctx, editor, menuAt(m), []byte(doc), parent, index))
		}
		add("terms", "", menu.Last)
		add("privacy", "", 0)
		add("cookies", "privacy", menu.Last)
		if line := p.lastAudit(); line.Action != "menu.save" || line.Site != "one" || !strings.Contains(line.After, `"cookies"`) || strings.Contains(line.After, `"terms"`) {
			t.Errorf("audit %+v", line)
		}
		m = must(p.MoveMenuItem(ctx, editor, menuAt(m), "cookies", "", 0))
		version := m.Version
		if m = must(p.MoveMenuItem(ctx, editor, menuAt(m), "cookies", "", 0)); m.Version != version {
			t.Error("what changes nothing makes a version")
		}
		generation, err := p.PublishMenu(ctx, editor, "one", "legal", m.Version)
		if err != nil || len(p.since(generation-1)) == 0 {
			t.Fatalf("published: %v", err)
		}
		m = must(p.RemoveMenuItem(ctx, editor, menuAt(m), "privacy"))
		if _, changes, err := p.MenuChanges(ctx, editor, "one", "legal"); err != nil || len(changes) != 1 || !changes[0].Removed {
			t.Errorf("changes %+v, %v", changes, err)
		}
		m = must(p.RevertMenu(ctx, editor, menuAt(m)))
		if _, changes, _ := p.MenuChanges(ctx, editor, "one", "legal"); len(changes) > 0 || m.Version != version+2 {
			t.Errorf("reverted: %+v at version %d", changes, m.Version)
		}
		m = must(p.RestoreMenuRevision(ctx, editor, menuAt(m), 2))
		if len(m.Draft.Items) != 1 || m.Draft.Items[0].ID != "terms" {
			t.Errorf("restored %+v", m.Draft.Items)
		}
		revisions, err := p.MenuRevisions(ctx, editor, "one", "legal", 4, 2)
		if err != nil || len(revisions) != 2 || revisions[0].Version != 3 || revisions[0].Author != "x" {
			t.Errorf("revisions %+v, %v", revisions, err)
		}
		for _, version := range []int64{0, 99} {
			if _, err := p.MenuRevision(ctx, editor, "one", "legal", version); !fault.Is(err, fault.NotFound) {
				t.Errorf("revision %d: %v", version, err)
			}
		}
		if generation, err = p.DeleteMenu(ctx, editor, menuAt(m)); err != nil || len(p.since(generation-1)) == 0 {
			t.Errorf("deleted: %v", err)
		}
		if _, err := p.Menu(ctx, editor, "one", "legal"); !fault.Is(err, fault.NotFound) {
			t.Errorf("after that: %v", err)
		}
	})
}

// TestBadMenuEdits: what does not fit is refused with its place, and nothing is written.
func TestBadMenuEdits(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		save := func(doc string) func() error {
			return func() error { _, err := p.SaveMenu(ctx, editor, sharedMain, []byte(doc)); return err }
		}
		add := func(doc, parent string, index int) func() error {
			return func() error { _, err := p.AddMenuItem(ctx, editor, sharedMain, []byte(doc), parent, index); return err }
		}
		deep := `{"id":"a","label":{"en":"A"},"items":[{"id":"b","label":{"en":"B"},"items":[{"id":"c","label":{"en":"C"},"items":[{"id":"d","label":{"en":"D"},` +
			`"items":[{"id":"e","label":{"en":"E"},"url":"https://e.example/"}]}]}]}]}`
		good := `{"id":"new","label":{"en":"New"},"url":"https://e.example/"}`
		for name, tt := range map[string]struct {
			do   func() error
			want string
		}{
			"an unknown field":     {save(`{"items":[{"id":"a","colour":"red"}]}`), "/items/0/colour unknown_field"},
			"items of another":     {save(`{"items":{}}`), "/items wrong_kind"},
			"an id twice":          {add(strings.Replace(good, "new", "about", 1), "", 0), "repeated"},
			"a hostile address":    {add(strings.Replace(good, "https://e.example/", "javascript:alert(1)", 1), "", 0), "/items/new bad_url"},
			"too deep":             {add(deep, "", 0), "too_deep"},
			"an unknown parent":    {add(good, "none", 0), "/parent unknown_item"},
			"an index too high":    {add(good, "", 3), "/index bad_index"},
			"a wrong kind":         {add(`{"id":3}`, "", 0), "/item/id wrong_kind"},
			"an unknown entry":     {add(`{"id":"n","label":{"en":"N"},"site":"one","entry":"faq/none"}`, "", 0), "/items/n/entry unknown_entry"},
			"an unknown type":      {add(`{"id":"n","label":{"en":"N"},"site":"one","entry":"poem/x"}`, "", 0), "/items/n/entry unknown_entry"},
			"an entry, no page":    {add(`{"id":"n","label":{"en":"N"},"site":"one","entry":"faq/how"}`, "", 0), "/items/n/entry no_page"},
			"below itself":         {func() error { _, err := p.MoveMenuItem(ctx, editor, sharedMain, "about", "press", 0); return err }, "/parent cycle"},
			"the last of a parent": {func() error { _, err := p.RemoveMenuItem(ctx, editor, sharedMain, "press"); return err }, "/items/about nowhere"},
			"a menu of no name":    {func() error { _, err := p.CreateMenu(ctx, editor, "one", "other", []byte(`{}`)); return err }, "bad_value"},
		} {
			err := p.unchanged(tt.do)
			if !fault.Is(err, fault.Unprocessable) || !slices.ContainsFunc(pointers(err), func(s string) bool { return strings.HasSuffix(s, tt.want) }) {
				t.Errorf("%s: %v: %v, want %s", name, err, pointers(err), tt.want)
			}
		}
	})
}

// TestTwoEditorsOfAMenu: of those who have read the same version, one saves.
func TestTwoEditorsOfAMenu(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		errs := make(chan error, 6)
		var wg sync.WaitGroup
		for n := range 6 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				doc := fmt.Appendf(nil, `{"id":"n%d","label":{"en":"N"},"url":"https://n.example/"}`, n)
				_, err := p.AddMenuItem(ctx, editor, sharedMain, doc, "", menu.Last)
				errs <- err
			}()
		}
		wg.Wait()
		close(errs)
		saved := 0
		for err := range errs {
			if err == nil {
				saved++
			} else if !fault.Is(err, fault.Stale) {
				t.Error(err)
			}
		}
		if m, err := p.Menu(ctx, editor, "shared", "main"); saved != 1 || err != nil || len(m.Draft.Items) != 3 {
			t.Errorf("%d have saved, %v", saved, err)
		}
	})
}

// paged is the tiny group where articles have a page on every site.
var paged = files{
	"content-types/article.yaml": `name: article
label: {en: Article}
title: title
slug: slug
preview: /{locale}/news/{slug}
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true, required: true, maxLength: 60}
  - {name: slug, kind: slug, label: {en: Address}, localized: true, from: title}
  - {name: body, kind: markdown, label: {en: Text}, localized: true}
  - {name: order, kind: integer, label: {en: Order}}
  - {name: related, kind: reference, label: {en: Read also}, to: [article, faq], many: true}
`,
}

// served gives the main menu of a bundle as published last: "id=url", and its warnings.
func (p *plane) served(key string) (items, warnings []string) {
	p.t.Helper()
	var b published.Bundle
	if err := json.Unmarshal(p.since(0)["bundle "+key].Body, &b); err != nil {
		p.t.Fatal(err)
	}
	for _, it := range b.Menus["main"] {
		items = append(items, it.ID+"="+it.URL)
	}
	return items, b.Warnings
}

// TestMenuFollowsEntries: an item that names an entry leads to its page while it is published, and follows it in the same publication.
func TestMenuFollowsEntries(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(paged)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		s, _, err := p.CreateEntry(ctx, editor, authoring.NewEntry{
			Space: "shared", Type: "article", Key: "moving", Locales: map[string]map[string]any{"en": {"title": "Moving"}, "fr": {"title": "Déménager"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		doc := fmt.Sprintf(`{"items":[{"id":"key","label":{"en":"By key"},"site":"one","entry":"article/moving"},
			{"id":"id","label":{"en":"By id"},"site":"one","entry":"article/%s"}]}`, s.Draft.ID)
		m, err := p.SaveMenu(ctx, editor, sharedMain, []byte(doc))
		if err == nil {
			_, err = p.PublishMenu(ctx, editor, "shared", "main", m.Version)
		}
		if err != nil {
			t.Fatal(err)
		}
		want := func(step, key, url string) {
			t.Helper()
			items, warnings := p.served(key)
			expected := []string{"key=" + url, "id=" + url}
			if url == "" {
				expected = nil
			}
			if !slices.Equal(items, expected) {
				t.Errorf("%s: %s shows %v, want %v", step, key, items, expected)
			}
			if told := strings.Contains(strings.Join(warnings, "\n"), "its entry is not published"); told != (url == "") {
				t.Errorf("%s: %s warns %v", step, key, warnings)
			}
		}
		want("not published", "one/en", "")
		before, err := p.Authoring.Entry(ctx, editor, s.Draft.ID)
		if err != nil {
			t.Fatal(err)
		}
		s, done, err := p.PublishEntry(ctx, editor, before.Draft.ID, before.Version, []string{"en"})
		if err != nil {
			t.Fatal(err)
		}
		if r := p.since(done.Generation - 1); r["entry "+s.Draft.ID].Body == nil || r["bundle one/en"].Body == nil {
			t.Errorf("one publication holds both: %v", names(r))
		}
		want("English", "one/en", "https://one.example/en/news/moving")
		want("English", "one/fr", "https://one.example/en/news/moving") // where the fallback is
		want("English", "two/fr", "")                                   // which does not fall back to English
		if s, _, err = p.PublishEntry(ctx, editor, s.Draft.ID, s.Version, []string{"fr"}); err != nil {
			t.Fatal(err)
		}
		want("French too", "one/fr", "https://one.example/fr/news/demenager")
		want("French too", "two/fr-CA", "https://one.example/fr/news/demenager")
		s, _, err = p.SaveEntry(ctx, editor, s.Draft.ID, authoring.SaveEntry{Version: s.Version, Patch: []byte(`{"locales":{"en":{"slug":"moved"}}}`)})
		if err != nil {
			t.Fatal(err)
		}
		want("saved", "one/en", "https://one.example/en/news/moving")
		if s, _, err = p.PublishEntry(ctx, editor, s.Draft.ID, s.Version, []string{"en"}); err != nil {
			t.Fatal(err)
		}
		want("renamed", "one/en", "https://one.example/en/news/moved")
		if s, _, err = p.UnpublishEntry(ctx, editor, s.Draft.ID, s.Version, nil); err != nil {
			t.Fatal(err)
		}
		want("unpublished", "one/en", "")
		_, err = p.TrashEntry(ctx, editor, s.Draft.ID, s.Version, "")
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "item key of menu shared/main") {
			t.Errorf("trashed although menus name it: %v", err)
		}
		first := p.entryID("first")
		if _, err := p.TrashEntry(ctx, editor, s.Draft.ID, s.Version, first); err != nil {
			t.Fatal(err)
		}
		if m, err = p.Menu(ctx, editor, "shared", "main"); err != nil || m.Draft.Find("key").Entry != "article/"+first || m.Draft.Find("id").Entry != "article/"+first {
			t.Errorf("replaced: %+v, %v", m.Draft.Items, err)
		}
	})
}

// entryID gives the id of an article of the tiny group.
func (p *plane) entryID(key string) string {
	p.t.Helper()
	s, err := p.EntryByKey(p.t.Context(), root, "shared", "article", key)
	if err != nil {
		p.t.Fatal(err)
	}
	return s.Draft.ID
}

// TestMenuVisibility: each site shows what is for it; what is for some visitors only is not in what everybody gets.
func TestMenuVisibility(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		item := func(id, more string) string {
			return fmt.Sprintf(`{"id":%q,"label":{"en":"x","fr":"x"},"url":"https://x.example/"%s}`, id, more)
		}
		doc := `{"items":[` + strings.Join([]string{
			item("all", `,"badge":{"en":"<b>New</b>","fr":"Neuf"}`), item("one", `,"sites":["one"]`), item("not-one", `,"notSites":["one"]`),
			item("customers", `,"audiences":["customer"]`), item("visitors", `,"audiences":["customer","anonymous"]`),
			`{"id":"heading","label":{"en":"H","fr":"H"},"items":[` + item("two", `,"sites":["two"]`) + `]}`,
		}, ",") + `]}`
		m, err := p.SaveMenu(ctx, editor, sharedMain, []byte(doc))
		if err == nil {
			_, err = p.PublishMenu(ctx, editor, "shared", "main", m.Version)
		}
		if err != nil {
			t.Fatal(err)
		}
		for key, want := range map[string]string{"one/en": "all one visitors", "two/fr": "all not-one visitors heading"} {
			items, warnings := p.served(key)
			for i := range items {
				items[i], _, _ = strings.Cut(items[i], "=")
			}
			if got := strings.Join(items, " "); got != want || len(warnings) > 1 {
				t.Errorf("%s shows %s, want %s; it warns %v", key, got, want, warnings)
			}
		}
	})
}

// TestSettings: menus lead only to hosts that are allowed, from then on; what is out already is not made wrong.
func TestSettings(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), actorOf(identity.Administrator)
		for patch, want := range map[string]string{
			`{"externalHosts":["other.example"]}`:                 "/externalHosts host_not_allowed", // press.example is in a published menu
			`{"externalHosts":["https://press.example"]}`:         "/externalHosts/0 bad_host",
			`{"externalHosts":["press.example","Press.Example"]}`: "/externalHosts/1 bad_host",
			`{"externalHosts":["press.example","press.example"]}`: "/externalHosts/1 repeated",
			`{"externalHosts":["a/b"]}`:                           "/externalHosts/0 bad_host",
			`{"hosts":[]}`:                                        "/hosts unknown_field",
		} {
			err := p.unchanged(func() error { _, err := p.PatchSettings(ctx, admin, 0, []byte(patch)); return err })
			if !slices.Contains(pointers(err), want) {
				t.Errorf("%s: %v, want %s", patch, pointers(err), want)
			}
		}
		s, err := p.PatchSettings(ctx, admin, 0, []byte(`{"externalHosts":["press.example"]}`))
		if err != nil || s.Version != 1 {
			t.Fatal(s, err)
		}
		if _, err := p.PatchSettings(ctx, admin, 0, []byte(`{"externalHosts":[]}`)); !fault.Is(err, fault.Stale) {
			t.Errorf("an old version: %v", err)
		}
		for url, want := range map[string]string{
			"https://evil.example/": "/items/n host_not_allowed", "https://www.press.example/": "", "https://two.example:8443/x": "",
			"https://press.example.evil.example/": "/items/n host_not_allowed", "https://evilpress.example/": "/items/n host_not_allowed",
		} {
			m, err := p.Menu(ctx, admin, "shared", "main")
			if err != nil {
				t.Fatal(err)
			}
			doc := fmt.Appendf(nil, `{"id":"n","label":{"en":"N"},"url":%q}`, url)
			m, err = p.AddMenuItem(ctx, admin, menuAt(m), doc, "", menu.Last)
			if want == "" && err == nil {
				_, err = p.RemoveMenuItem(ctx, admin, menuAt(m), "n")
			}
			if got := strings.Join(pointers(err), " "); got != want || (want == "" && err != nil) {
				t.Errorf("%s: %v, want %q", url, err, want)
			}
		}
		elsewhere := files{"menus/shared/footer.yaml": "name: footer\nspace: shared\nitems:\n  - {id: x, label: {en: X}, url: \"https://evil.example/\"}\n"}
		if err := p.unchanged(func() error { _, err := p.ImportFS(ctx, root, tiny(t, elsewhere)); return err }); !slices.Contains(pointers(err), "/items/x host_not_allowed") {
			t.Errorf("TestD1: by an import: %v", err)
		}
	})
}

// TestCheckMenu: what would keep the draft from being published, and what visitors would miss.
func TestCheckMenu(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(paged)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		if _, _, err := p.PatchSite(ctx, root, "two", 1, []byte(`{"status":"retired"}`)); err != nil {
			t.Fatal(err)
		}
		doc := `{"items":[
			{"id":"legal-notice","label":{"en":"Twice in two menus","fr":"x"},"site":"one","path":"/a"},
			{"id":"again","label":{"en":"Same","fr":"y","fr-CA":"y"},"site":"one","path":"/a/"},
			{"id":"same","label":{"en":" same ","fr":"z","fr-CA":"z"},"url":"https://www.one.example/x","icon":"none"},
			{"id":"gone","label":{"en":"G","fr":"g","fr-CA":"g"},"site":"two","path":"/"},
			{"id":"second","label":{"en":"E","fr":"e","fr-CA":"e"},"site":"one","entry":"article/second"}]}`
		if _, err := p.SaveMenu(ctx, editor, sharedMain, []byte(doc)); err != nil {
			t.Fatal(err)
		}
		found, err := p.CheckMenu(ctx, editor, "shared", "main")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprintf("%s %s %s", f.Severity, f.Pointer, f.Code))
		}
		for _, want := range []string{
			"error /items/same/icon unknown_icon", "error /items/legal-notice repeated", "warning /items/again repeated_target", "warning /items/same/label/en repeated_label",
			"warning /items/same/url own_address", "warning /items/gone/site retired_site", "warning /items/legal-notice/label/fr-CA missing_locale",
			"warning /items/second/entry entry_unpublished",
		} {
			if !slices.Contains(got, want) {
				t.Errorf("%q is not told; these are: %s", want, strings.Join(got, "\n"))
			}
		}
		if found, err = p.CheckMenu(ctx, editor, "two", "footer"); err != nil || slices.ContainsFunc(found, func(f authoring.Finding) bool { return f.Severity == authoring.SeverityError }) {
			t.Errorf("a menu that is out: %+v, %v", found, err)
		}
	})
}
