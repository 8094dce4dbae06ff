package authoring_test

import (
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
)

func (p *plane) previewToken(actor authoring.Actor, site, view string) (secret string, t *identity.PreviewToken) {
	p.t.Helper()
	secret, t, err := p.CreatePreviewToken(p.t.Context(), actor, authoring.NewPreview{Site: site, View: view, Name: "Board"})
	if err != nil {
		p.t.Fatal(err)
	}
	return secret, t
}

// previewed gives what a token shows of entries, and of a site's English bundle.
func (p *plane) previewed(secret, site string) (entries map[string]string, bundle string) {
	p.t.Helper()
	pv, err := p.OpenPreview(p.t.Context(), secret, site, "")
	if err != nil {
		p.t.Fatal(err)
	}
	entries = map[string]string{}
	err = pv.Entries(p.t.Context(), func(r published.Record) error {
		entries[r.Key] = string(r.Body)
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	shared, err := pv.Shared(p.t.Context())
	for _, r := range shared {
		if r.Kind == published.KindBundle && r.Key == site+"/en" {
			bundle = string(r.Body)
		}
		if r.Kind == published.KindBundle && !strings.HasPrefix(r.Key, site+"/") {
			p.t.Errorf("the preview of %s has %s", site, r.Key)
		}
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return entries, bundle
}

// TestA7PreviewTokens: a token opens its own site and view as long as it lives and its owner may, and nothing else; whatever the
// reason, the refusal is the same.
func TestA7PreviewTokens(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ada := p.colleague("ada", identity.Editor)
		release := published.ViewOfRelease(p.releaseOf(ada, menuItem).ID)
		secret, token := p.previewToken(ada, "one", "draft")
		if token.ExpiresAt.Sub(p.clock.Now()) != time.Hour {
			t.Errorf("it lives until %s", token.ExpiresAt)
		}
		refused := func(what, secret, site, view string) {
			t.Helper()
			_, err := p.OpenPreview(t.Context(), secret, site, view)
			if fault.CodeOf(err) != fault.Forbidden || !strings.HasSuffix(err.Error(), "this view needs a preview token for it") {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := p.OpenPreview(t.Context(), secret, "one", "draft"); err != nil {
			t.Fatal(err)
		}
		for what, bad := range map[string]string{"none": "", "nonsense": "ppv_x", "another": "ppv_" + strings.Repeat("A", 43), "no prefix": secret[4:]} {
			refused(what, bad, "one", "draft")
		}
		refused("another site", secret, "two", "draft")
		refused("no site", secret, "", "")
		refused("another view", secret, "one", release)

		fresh, _, err := p.ExchangePreview(t.Context(), secret)
		coded(t, "exchange", err, "")
		refused("used", secret, "one", "draft")
		coded(t, "exchanged again", third(p.ExchangePreview(t.Context(), secret)), fault.Forbidden)
		coded(t, "what it was exchanged for", third(p.ExchangePreview(t.Context(), fresh)), fault.Forbidden)
		if _, err := p.OpenPreview(t.Context(), fresh, "one", ""); err != nil {
			t.Error(err)
		}
		coded(t, "somebody else revokes it", p.RevokePreviewToken(t.Context(), p.colleague("bob", identity.Editor), token.ID), fault.NotFound)
		coded(t, "revoke", p.RevokePreviewToken(t.Context(), ada, token.ID), "")
		refused("revoked", fresh, "one", "draft")

		old, _ := p.previewToken(ada, "one", release)
		if _, err := p.OpenPreview(t.Context(), old, "one", release); err != nil {
			t.Error(err)
		}
		p.clock.pass(time.Hour)
		refused("expired", old, "one", release)

		for what, n := range map[string]authoring.NewPreview{
			"no name": {Site: "one", View: "draft"}, "no view": {Site: "one", Name: "x"}, "no such view": {Site: "one", View: "published", Name: "x"},
			"no such release": {Site: "one", View: "release:x", Name: "x"}, "no release": {Site: "one", View: "release:", Name: "x"},
			"too long": {Site: "one", View: "draft", Name: "x", ExpiresAt: later(p, 31*24*time.Hour)}, "past": {Site: "one", View: "draft", Name: "x", ExpiresAt: later(p, 0)},
		} {
			coded(t, what, third(p.CreatePreviewToken(t.Context(), ada, n)), fault.Unprocessable)
		}
		coded(t, "no such site", third(p.CreatePreviewToken(t.Context(), ada, authoring.NewPreview{Site: "none", View: "draft", Name: "x"})), fault.NotFound)
		coded(t, "nobody", third(p.CreatePreviewToken(t.Context(), authoring.Actor{}, authoring.NewPreview{Site: "one"})), fault.Unauthenticated)

		last, _ := p.previewToken(ada, "one", "draft")
		p.suspendID(ada.ID)
		refused("TestS1: its owner was suspended", last, "one", "draft")
	})
}

func later(p *plane, d time.Duration) *time.Time {
	at := p.clock.Now().Add(d)
	return &at
}

// TestPreviewShowsWhatItsOwnerReads: rights by type, site, locale and field hold, as of when it is asked.
func TestPreviewShowsWhatItsOwnerReads(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(reviewed)
		s := p.draft(root, "One")
		p.patch(root, s.Draft.ID, `{"locales":{"en":{"secret":"hush"}}}`)
		own, err := p.entryOf("two", "Own")
		if err != nil {
			t.Fatal(err)
		}
		p.relabel(root, "Us, tomorrow")
		french := identity.Role{Name: "french", Label: map[string]string{"en": "French"}, Grants: []identity.Grant{{
			Actions: []identity.Action{identity.Read}, Types: []string{"article", identity.Sites}, Sites: []string{"*", "shared"}, Locales: []string{"fr"}, Fields: []string{"*"},
		}, {
			Actions: []identity.Action{identity.Read}, Types: []string{identity.Sites}, Sites: []string{"*"}, Locales: []string{"*"}, Fields: []string{"*"},
		}}}
		if err := p.store.Update(t.Context(), func(tx authoring.Tx) error { return second(tx.SaveRole(t.Context(), &french, 0)) }); err != nil {
			t.Fatal(err)
		}
		token := func(name string, as ...identity.Assignment) string {
			who := p.personWith(name, as...)
			actor := authoring.Actor{ID: who.ID, Access: identity.NewAccess(as, map[string]*identity.Role{
				"french": &french, identity.Viewer: identity.BuiltIn(identity.Viewer), identity.SiteManager: identity.BuiltIn(identity.SiteManager),
			})}
			secret, _ := p.previewToken(actor, "one", "draft")
			return secret
		}
		all, bundle := p.previewed(token("manager", identity.Everywhere(identity.SiteManager)), "one")
		if !strings.Contains(all[s.Draft.ID], `"fr"`) || !strings.Contains(all[s.Draft.ID], `"en"`) || all[own.Draft.ID] != "" || !strings.Contains(bundle, "Us, tomorrow") {
			t.Errorf("who reads everything sees %v", all)
		}
		if strings.Contains(all[s.Draft.ID], "hush") {
			t.Error("a preview shows a field that delivery never serves")
		}
		some, bundle := p.previewed(token("french", identity.Everywhere("french")), "one")
		if !strings.Contains(some[s.Draft.ID], `"fr"`) || strings.Contains(some[s.Draft.ID], `"en"`) || strings.Contains(bundle, "Us, tomorrow") {
			t.Errorf("who reads French articles and no menus sees %v", some)
		}
		p.patch(root, s.Draft.ID, `{"locales":{"en":{"title":"Newer"}}}`)
		if seen, _ := p.previewed(token("viewer", identity.Everywhere(identity.Viewer)), "one"); !strings.Contains(seen[s.Draft.ID], "Newer") {
			t.Errorf("what was saved since is not shown: %v", seen)
		}
	})
}

// TestA5PreviewOfKey: a token that a key made ends with the key, and shows no more than it.
func TestA5PreviewOfKey(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		owner := p.person("ada@portico.example", identity.Everywhere(identity.Editor))
		reads := identity.Grant{
			Actions: []identity.Action{identity.Read}, Types: []string{identity.Sites, "faq"}, Sites: []string{"*", "shared"}, Locales: []string{"*"}, Fields: []string{"*"},
		}
		secret, key := p.key(owner, reads)
		actor, err := p.IdentifyKey(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		s := p.draft(root, "An article")
		token, _ := p.previewToken(actor, "one", "draft")
		if seen, _ := p.previewed(token, "one"); seen[s.Draft.ID] != "" {
			t.Errorf("a key for questions shows an article: %v", seen)
		}
		if err := p.RevokeKey(t.Context(), p.actor(owner), key.ID); err != nil {
			t.Fatal(err)
		}
		coded(t, "after the key was revoked", second(p.OpenPreview(t.Context(), token, "one", "draft")), fault.Forbidden)
	})
}

// TestPreviewOfRelease: the drafts of a release's items lie over what is published, in its locales, and no others.
func TestPreviewOfRelease(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		in, out := p.draft(root, "In"), p.draft(root, "Out")
		r := p.releaseOf(root, entryItem(in, "fr"))
		ada := p.colleague("ada", identity.Editor)
		secret, _ := p.previewToken(ada, "one", published.ViewOfRelease(r.ID))
		p.relabel(root, "Us, tomorrow")
		seen, bundle := p.previewed(secret, "one")
		if !strings.Contains(seen[in.Draft.ID], `"fr"`) || strings.Contains(seen[in.Draft.ID], `"en"`) || seen[out.Draft.ID] != "" || strings.Contains(bundle, "tomorrow") {
			t.Errorf("%v", seen)
		}
		r, _, err := p.AddToRelease(t.Context(), root, r.ID, r.Version, []content.ReleaseItem{menuItem})
		coded(t, "add", err, "")
		if _, bundle := p.previewed(secret, "one"); !strings.Contains(bundle, "Us, tomorrow") {
			t.Error("its menu is not shown")
		}
		if r, _, err = p.CancelRelease(t.Context(), root, r.ID, r.Version); err != nil {
			t.Fatal(err)
		}
		if seen, bundle := p.previewed(secret, "one"); len(seen) > 0 || strings.Contains(bundle, "tomorrow") {
			t.Errorf("a cancelled release is shown: %v", seen)
		}
		if _, err := p.DeleteRelease(t.Context(), root, r.ID, r.Version); err != nil {
			t.Fatal(err)
		}
		coded(t, "a release that is gone", second(p.OpenPreview(t.Context(), secret, "one", "")), fault.Forbidden)
	})
}
