package authoring_test

import (
	"slices"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/identity"
)

// TestWhoIsTold: of every kind of subject those are told who may read it, and nobody else.
func TestWhoIsTold(t *testing.T) {
	grants := func(id string, types []string, sites ...string) authoring.Actor {
		return authoring.Actor{ID: id, Access: identity.Limited([]identity.Grant{{
			Actions: []identity.Action{identity.Read}, Types: types, Sites: sites, Locales: []string{identity.Any}, Fields: []string{identity.Any},
		}}, actorOf(identity.Administrator).Access)}
	}
	people := map[string]authoring.Actor{
		"admin": actorOf(identity.Administrator), "viewer": actorOf(identity.Viewer),
		"of one": actorWith("w", at(identity.Viewer, "one")), "of two": actorWith("z", at(identity.Viewer, "two")),
		"menus": grants("m", []string{identity.Menus}, "one"), "nothing": actorWith("n"), "owner": actorWith("o"),
	}
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx := t.Context()
		entry, _, err := p.CreateEntry(ctx, root, authoring.NewEntry{Space: "one", Type: "article", Locales: map[string]map[string]any{"en": {"title": "A"}}})
		if err != nil {
			t.Fatal(err)
		}
		release := &content.Release{ID: content.NewID(), Name: "R", CreatedBy: "somebody", CreatedAt: p.clock.Now(), State: content.ReleaseOpen,
			Items: []content.ReleaseItem{{Entry: entry.Draft.ID, Type: "article", Space: "one", Locales: []string{"en"}}}}
		if err := p.store.Update(ctx, func(tx authoring.Tx) error { return tx.SaveContentRelease(ctx, release) }); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			subject, site string
			detail        map[string]any
			want          []string
		}{
			{"entry/x", "one", map[string]any{"type": "article"}, []string{"admin", "of one", "viewer"}},
			{"entries", "", nil, []string{"admin", "of one", "of two", "viewer"}},
			{"menu/one/main", "one", nil, []string{"admin", "menus", "of one", "viewer"}},
			{"site/one", "one", nil, []string{"admin", "of one", "viewer"}},
			{"media/x", "one", nil, []string{"admin", "of one", "viewer"}},
			{"content-release/" + release.ID, "", nil, []string{"admin", "of one", "viewer"}},
			{"content-release/gone", "", nil, []string{"admin", "menus", "of one", "of two", "viewer"}},
			{"design-system/x@1.0.0", "", nil, []string{"admin", "of one", "of two", "viewer"}},
			{"design-system/channel/stable", "", nil, []string{"admin", "of one", "of two", "viewer"}},
			{"design-draft/x", "", nil, []string{"admin", "of one", "of two", "viewer"}},
			{"group", "", nil, []string{"admin", "of one", "of two", "viewer"}},
			{"model/x", "", nil, []string{"admin", "of one", "of two", "viewer"}},
			{"settings", "", nil, []string{"admin"}},
			{"job/x", "", map[string]any{"owner": "o"}, []string{"admin", "owner"}},
			{"preview/x", "one", map[string]any{"owner": "o"}, []string{"admin", "owner"}},
			{"view/x", "", map[string]any{"owner": "o"}, []string{"admin", "owner"}},
			{"account/o", "", nil, []string{"admin"}},
			{"account", "", nil, []string{"admin"}},
			{"key/x", "", map[string]any{"owner": "o"}, []string{"admin"}},
			{"role/x", "", nil, []string{"admin"}},
			{"retention", "", nil, []string{"admin"}},
			{"what comes later/x", "", nil, []string{"admin"}},
		} {
			_, from, err := p.Since(ctx, root, 0, 10)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.store.Update(ctx, func(tx authoring.Tx) error {
				return tx.Audit(ctx, authoring.AuditEvent{Actor: authoring.Actor{ID: "somebody"}, Action: "test", Subject: tt.subject, Site: tt.site, Detail: tt.detail})
			}); err != nil {
				t.Fatal(err)
			}
			var told []string
			for name, who := range people {
				list, _, err := p.Since(ctx, who, from, 10)
				if err != nil {
					t.Fatal(err)
				}
				if len(list) > 0 {
					told = append(told, name)
				}
			}
			if slices.Sort(told); !slices.Equal(told, tt.want) {
				t.Errorf("of %s: %q, want %q", tt.subject, told, tt.want)
			}
		}
	})
}
