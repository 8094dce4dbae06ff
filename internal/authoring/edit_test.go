package authoring_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/site"
)

// TestMenuDraft: a draft is nobody's but the editors' until it is published, and then it is on every site that shows the menu.
func TestMenuDraft(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		m, err := p.PatchMenuItem(t.Context(), root, "shared", "main", "about", 1, []byte(`{"label": {"en": "About us"}}`))
		if err != nil || m.Version != 2 || m.Draft.Find("about").Label["en"] != "About us" || m.Published.Find("about").Label["en"] != "About" {
			t.Fatalf("%+v %v", m, err)
		}
		if got := names(p.since(1)); len(got) > 0 {
			t.Errorf("a draft published %q", got)
		}
		generation, err := p.PublishMenu(t.Context(), root, "shared", "main", 2)
		if err != nil || generation != 2 {
			t.Fatalf("generation %d, %v", generation, err)
		}
		if got := names(p.since(1)); strings.Join(got, " ") != "bundle one/en bundle one/fr bundle two/fr bundle two/fr-CA" {
			t.Errorf("records %q", got)
		}
	})
}

// TestPatchesRefused: each is refused with a code and a place, and no table has changed.
func TestPatchesRefused(t *testing.T) {
	item := func(patch string) func(*plane) error {
		return func(p *plane) error {
			_, err := p.PatchMenuItem(p.t.Context(), root, "shared", "main", "about", 1, []byte(patch))
			return err
		}
	}
	siteOne := func(patch string) func(*plane) error {
		return func(p *plane) error {
			_, _, err := p.PatchSite(p.t.Context(), root, "one", 1, []byte(patch))
			return err
		}
	}
	cases := map[string]struct {
		do   func(*plane) error
		code fault.Code
		want string
	}{
		"no JSON":             {item(`{`), fault.Invalid, "not a JSON merge patch"},
		"nothing":             {item(``), fault.Invalid, "not a JSON merge patch"},
		"null":                {item(`null`), fault.Invalid, "not a JSON merge patch"},
		"a list":              {item(`[{"op": "add"}]`), fault.Invalid, "not a JSON merge patch"},
		"two objects":         {item(`{} {}`), fault.Invalid, "not a JSON merge patch"},
		"unknown field":       {item(`{"labels": {"en": "A"}}`), fault.Unprocessable, "/labels: there is no such field"},
		"field in capitals":   {item(`{"LABEL": {"en": "A"}}`), fault.Unprocessable, "/LABEL: there is no such field"},
		"prototype":           {item(`{"__proto__": {"admin": true}}`), fault.Unprocessable, "/__proto__: there is no such field"},
		"position":            {item(`{"Line": 3}`), fault.Unprocessable, "/Line: there is no such field"},
		"below":               {item(`{"items": [{"id": "x", "labels": 1}]}`), fault.Unprocessable, "/items/0/labels: there is no such field"},
		"wrong kind":          {item(`{"label": "A"}`), fault.Unprocessable, "/label: this must be an object"},
		"number":              {item(`{"icon": 3}`), fault.Unprocessable, "/icon: this must be a text"},
		"null in a list":      {item(`{"items": [null]}`), fault.Unprocessable, "/items/0: a list holds no null"},
		"NUL":                 {item("{\"label\": {\"en\": \"a\\u0000b\"}}"), fault.Unprocessable, "/label/en: the text holds the character NUL"},
		"no label":            {item(`{"label": null}`), fault.Unprocessable, "has no label"},
		"empty label":         {item(`{"label": {"en": " "}}`), fault.Unprocessable, "empty text"},
		"bad locale":          {item(`{"label": {"english": "A"}}`), fault.Unprocessable, "not a language tag"},
		"nowhere":             {item(`{"items": null}`), fault.Unprocessable, "leads nowhere"},
		"script":              {item(`{"url": "javascript:alert(1)"}`), fault.Unprocessable, "bad address"},
		"another site":        {item(`{"site": "three", "path": "/"}`), fault.Unprocessable, "not registered"},
		"path to elsewhere":   {item(`{"site": "one", "path": "//evil.example"}`), fault.Unprocessable, "not a path"},
		"other id":            {item(`{"id": "other"}`), fault.Conflict, "cannot be changed"},
		"no id":               {item(`{"id": null}`), fault.Conflict, "cannot be changed"},
		"id of another below": {item(`{"items": [{"id": "offers", "label": {"en": "A"}, "site": "one", "path": "/"}]}`), fault.Unprocessable, "used twice"},
		"no item": {func(p *plane) error {
			_, err := p.PatchMenuItem(p.t.Context(), root, "shared", "main", "none", 1, []byte(`{}`))
			return err
		}, fault.NotFound, ""},
		"no menu": {func(p *plane) error {
			_, err := p.PatchMenuItem(p.t.Context(), root, "two", "main", "about", 1, []byte(`{}`))
			return err
		}, fault.NotFound, ""},
		"old version": {func(p *plane) error {
			_, err := p.PatchMenuItem(p.t.Context(), root, "shared", "main", "about", 0, []byte(`{}`))
			return err
		}, fault.Stale, ""},
		"future version": {func(p *plane) error {
			_, err := p.PatchMenuItem(p.t.Context(), root, "shared", "main", "about", 2, []byte(`{}`))
			return err
		}, fault.Stale, ""},
		"publish an old version": {func(p *plane) error { _, err := p.PublishMenu(p.t.Context(), root, "shared", "main", 2); return err }, fault.Stale, ""},
		"publish no menu":        {func(p *plane) error { _, err := p.PublishMenu(p.t.Context(), root, "none", "main", 1); return err }, fault.NotFound, ""},

		"site: unknown field":    {siteOne(`{"nome": "x"}`), fault.Unprocessable, "/nome: there is no such field"},
		"site: version":          {siteOne(`{"version": 7}`), fault.Unprocessable, "/version: there is no such field"},
		"site: other key":        {siteOne(`{"key": "other"}`), fault.Conflict, "cannot be changed"},
		"site: no name":          {siteOne(`{"name": null}`), fault.Unprocessable, "/name"},
		"site: no origins":       {siteOne(`{"origins": []}`), fault.Unprocessable, "/origins"},
		"site: bad origin":       {siteOne(`{"origins": ["https://one.example/path"]}`), fault.Unprocessable, "/origins"},
		"site: another's origin": {siteOne(`{"origins": ["https://two.example:8443"]}`), fault.Unprocessable, "belongs to"},
		"site: unknown brand":    {siteOne(`{"brand": "green"}`), fault.Unprocessable, "/brand"},
		"site: unknown parent":   {siteOne(`{"parent": "three"}`), fault.Unprocessable, "three"},
		"site: circle":           {siteOne(`{"parent": "two"}`), fault.Unprocessable, "inheritance"},
		"site: no messages":      {siteOne(`{"locales": [{"tag": "it", "home": "/"}], "defaultLocale": "it"}`), fault.Unprocessable, "/locales"},
		"site: NUL":              {siteOne("{\"description\": \"a\\u0000b\"}"), fault.Unprocessable, "/description"},
		"site: long":             {siteOne(`{"name": "` + strings.Repeat("x", 400) + `"}`), fault.Unprocessable, "/name"},
		"no site": {func(p *plane) error {
			_, _, err := p.PatchSite(p.t.Context(), root, "three", 1, []byte(`{}`))
			return err
		}, fault.NotFound, ""},
		"site: old version": {func(p *plane) error {
			_, _, err := p.PatchSite(p.t.Context(), root, "one", 0, []byte(`{}`))
			return err
		}, fault.Stale, ""},
	}
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		for name, tt := range cases {
			t.Run(name, func(t *testing.T) {
				p.t = t
				err := p.unchanged(func() error { return tt.do(p) })
				if !fault.Is(err, tt.code) || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %s: %v\nwant %s: %s", fault.CodeOf(err), err, tt.code, tt.want)
				}
			})
		}
	})
}

// TestPublishingRefused: a draft that clashes with another menu is refused when it is published, and the one before stays.
func TestPublishingRefused(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		clash := `{"items": [{"id": "legal-notice", "label": {"en": "L"}, "site": "one", "path": "/"}]}`
		if _, err := p.PatchMenuItem(t.Context(), root, "shared", "main", "about", 1, []byte(clash)); err != nil {
			t.Fatal(err)
		}
		err := p.unchanged(func() error { _, err := p.PublishMenu(t.Context(), root, "shared", "main", 2); return err })
		if !fault.Is(err, fault.Unprocessable) || !strings.Contains(err.Error(), `"legal-notice" is used in menu`) {
			t.Errorf("got %v", err)
		}
	})
}

// TestPatchSite: the registry has no drafts; null takes a value out, and what is not named stays.
func TestPatchSite(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		s, generation, err := p.PatchSite(t.Context(), root, "one", 1, []byte(`{"name": "Eins <&>", "signIn": null}`))
		if err != nil || generation != 2 || s.Version != 2 || s.Name != "Eins <&>" || s.SignIn != "" || s.Owner != "Team One" {
			t.Fatalf("%+v %d %v", s, generation, err)
		}
		if got := names(p.since(1)); strings.Join(got, " ") != "bundle one/en bundle one/fr site one" {
			t.Errorf("records %q", got)
		}
		var stored *site.Stored
		if stored, err = p.Site(t.Context(), root, "one"); err != nil || stored.Name != "Eins <&>" {
			t.Errorf("%+v %v", stored, err)
		}
	})
}

// TestEditorsAtOnce: of many who saw the same version one saves, and the others are told.
func TestEditorsAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		for name, save := range map[string]func() error{
			"menu": func() error {
				_, err := p.PatchMenuItem(context.Background(), root, "shared", "main", "about", 1, []byte(`{"label": {"en": "B"}}`))
				return err
			},
			"site": func() error {
				_, _, err := p.PatchSite(context.Background(), root, "one", 1, []byte(`{"name": "B"}`))
				return err
			},
		} {
			var wg sync.WaitGroup
			results := make(chan error, 6)
			for range cap(results) {
				wg.Add(1)
				go func() {
					defer wg.Done()
					results <- save()
				}()
			}
			wg.Wait()
			close(results)
			won := 0
			for err := range results {
				if err == nil {
					won++
				} else if !fault.Is(err, fault.Stale) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if won != 1 {
				t.Errorf("%s: %d have saved the same version", name, won)
			}
		}
	})
}

// TestRights: every use case asks for the right to it; what an action is called is said in the refusal.
func TestRights(t *testing.T) {
	p := newPlane(t, "")
	p.importTiny(nil)
	ctx := t.Context()
	uses := map[string]struct {
		do     func(a authoring.Actor) error
		viewer bool
		editor bool
	}{
		"list sites": {func(a authoring.Actor) error { _, err := p.Sites(ctx, a); return err }, true, true},
		"read site":  {func(a authoring.Actor) error { _, err := p.Site(ctx, a, "one"); return err }, true, true},
		"write site": {func(a authoring.Actor) error { _, _, err := p.PatchSite(ctx, a, "one", 1, []byte(`{`)); return err }, false, false},
		"list menus": {func(a authoring.Actor) error { _, err := p.Menus(ctx, a); return err }, true, true},
		"read menu":  {func(a authoring.Actor) error { _, err := p.Menu(ctx, a, "shared", "main"); return err }, true, true},
		"write menu": {func(a authoring.Actor) error {
			_, err := p.PatchMenuItem(ctx, a, "shared", "main", "about", 1, []byte(`{`))
			return err
		}, false, true},
		"publish":     {func(a authoring.Actor) error { _, err := p.PublishMenu(ctx, a, "shared", "main", 9); return err }, false, true},
		"import":      {func(a authoring.Actor) error { _, err := p.ImportFS(ctx, a, tiny(t, nil)); return err }, false, false},
		"import data": {func(a authoring.Actor) error { _, err := p.Import(ctx, a, &authoring.Folder{}, "x"); return err }, false, false},
	}
	for name, use := range uses {
		for _, tt := range []struct {
			actor   authoring.Actor
			allowed bool
			code    fault.Code
		}{
			{authoring.Actor{}, false, fault.Unauthenticated},
			{authoring.Actor{ID: "x"}, false, fault.Forbidden},
			{actorOf(identity.Viewer), use.viewer, fault.Forbidden},
			{actorOf(identity.Editor), use.editor, fault.Forbidden},
			{actorOf(identity.Administrator), true, fault.Forbidden},
		} {
			err := use.do(tt.actor)
			if refused := fault.Is(err, fault.Unauthenticated) || fault.Is(err, fault.Forbidden) || (fault.Is(err, fault.NotFound) && !tt.allowed); refused == tt.allowed {
				t.Errorf("%s as %q: %v", name, tt.actor.Access.RolesAt("shared"), err)
			}
		}
	}
}
