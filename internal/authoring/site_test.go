package authoring_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
)

const newSite = `{"key":"three","name":"Three","origins":["https://three.example"],"owner":"Team","brand":"red","locales":[{"tag":"en"}],
	"theme":"dark","targetDate":"2027-01-31","contact":"three@example.com"%s}`

func createSite(p *plane, actor authoring.Actor, more string) (int64, error) {
	_, generation, err := p.CreateSite(p.t.Context(), actor, fmt.Appendf(nil, newSite, more))
	return generation, err
}

// problemsOf gives the problems of an error as "pointer code".
func pointers(err error) (out []string) {
	var ps fault.Problems
	var f *fault.Error
	if errors.As(err, &f) {
		ps = f.Problems
	} else {
		errors.As(err, &ps)
	}
	for _, p := range ps {
		out = append(out, strings.TrimSpace(p.Pointer+" "+p.Code))
	}
	return out
}

// lastAudit gives the newest line.
func (p *plane) lastAudit() *authoring.AuditLine {
	p.t.Helper()
	var lines []*authoring.AuditLine
	err := p.store.View(p.t.Context(), func(tx authoring.Tx) (err error) {
		lines, err = tx.AuditLines(p.t.Context(), authoring.AuditFilter{Newest: true, Limit: 1})
		return err
	})
	if err != nil || len(lines) != 1 {
		p.t.Fatal(lines, err)
	}
	return lines[0]
}

// TestSiteLife: registered, changed, retired, deleted; its key is not used again.
func TestSiteLife(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), actorOf(identity.Administrator)
		generation, err := createSite(p, admin, `,"parent":"one"`)
		if err != nil {
			t.Fatal(err)
		}
		records := p.since(generation - 1)
		if records["site three"].Body == nil || records["bundle three/en"].Body == nil {
			t.Errorf("published %v", names(records))
		}
		if line := p.lastAudit(); line.Action != "site.create" || line.Site != "three" || !strings.Contains(line.After, `"targetDate":"2027-01-31"`) {
			t.Errorf("audit %+v", line)
		}
		if _, err := createSite(p, admin, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second one: %v", err)
		}
		_, err = p.DeleteSite(ctx, admin, "three", 1)
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("deleted although it is planned: %v", err)
		}
		if _, _, err := p.PatchSite(ctx, admin, "three", 1, []byte(`{"status":"retired","theme":null}`)); err != nil {
			t.Fatal(err)
		}
		if line := p.lastAudit(); line.Before != `{"status":"planned","theme":"dark"}` || line.After != `{"status":"retired","theme":null}` {
			t.Errorf("audit before %s, after %s", line.Before, line.After)
		}
		if _, _, _, err := p.CreateSiteKey(ctx, admin, "three", "key", nil); err != nil {
			t.Fatal(err)
		}
		if _, err := p.DeleteSite(ctx, admin, "three", 1); !fault.Is(err, fault.Stale) {
			t.Errorf("an old version: %v", err)
		}
		generation, err = p.DeleteSite(ctx, admin, "three", 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"site three", "bundle three/en", "keys three"} {
			if r, there := p.since(generation - 1)[name]; !there || !r.Deleted {
				t.Errorf("%s is still served", name)
			}
		}
		if _, err := createSite(p, admin, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("TestA6: the key of a site that was deleted was used again: %v", err)
		}
		again := files{"sites/three.yaml": "key: three\nname: T\nowner: x\nbrand: red\norigins: [\"https://t.example\"]\nlocales: [{tag: en, home: /}]\n"}
		if _, err := p.ImportFS(ctx, root, tiny(t, again)); !fault.Is(err, fault.Conflict) {
			t.Errorf("TestA6: and by an import: %v", err)
		}
	})
}

// TestBadSites: what is wrong is named with its place, and nothing is written.
func TestBadSites(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		admin := actorOf(identity.Administrator)
		for more, want := range map[string]string{
			`,"parent":"none"`:                    "/parent unknown_parent",
			`,"parent":"two"`:                     "/parent too_deep",
			`,"origins":["https://one.example"]`:  "/origins repeated",
			`,"brand":"green"`:                    "/brand unknown_brand",
			`,"theme":"x"`:                        "/theme bad_value",
			`,"targetDate":"tomorrow"`:            "/targetDate bad_date",
			`,"key":"shared"`:                     "/key bad_key",
			`,"nome":"x"`:                         "/nome unknown_field",
			`,"name":"a\u0000b"`:                  "/name bad_text",
			`,"locales":[{"tag":"en"},{"tag":3}]`: "/locales/1/tag wrong_kind",
		} {
			err := p.unchanged(func() error { _, err := createSite(p, admin, more); return err })
			if !fault.Is(err, fault.Unprocessable) || !slices.Contains(pointers(err), want) {
				t.Errorf("%s: %v: %v, want %s", more, err, pointers(err), want)
			}
		}
	})
}

// TestSiteInUse: a site that something belongs to, or leads to, stays; each thing is named.
func TestSiteInUse(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), actorOf(identity.Administrator)
		retire := []byte(`{"status":"retired"}`)
		for _, key := range []string{"one", "two"} {
			if _, _, err := p.PatchSite(ctx, admin, key, 1, retire); err != nil {
				t.Fatal(err)
			}
		}
		s, _, err := p.CreateEntry(ctx, admin, authoring.NewEntry{Space: "two", Type: "article", Key: "mine"})
		if err == nil {
			_, err = p.TrashEntry(ctx, admin, s.Draft.ID, 1, "")
		}
		if err != nil {
			t.Fatal(err)
		}
		for key, want := range map[string][]string{
			"one": {"site two inherits", "item legal-notice of menu shared/footer", "item offers of menu shared/main"},
			"two": {"menu footer belongs", "item green of menu shared/main", "article mine belongs to it (in the trash)"},
		} {
			err := p.unchanged(func() error { _, err := p.DeleteSite(ctx, admin, key, 2); return err })
			for _, text := range want {
				if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), text) {
					t.Errorf("%s: %v, want %q", key, err, text)
				}
			}
		}
	})
}

// TestSiteKeys: two are alive at most; delivery knows their hashes, and nobody anything else.
func TestSiteKeys(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), actorOf(identity.Administrator)
		soon := p.clock.Now().Add(time.Hour)
		opens := func(token string) bool {
			s, err := published.Empty().Apply(1, []published.Record{p.since(0)["keys one"]}, published.Node{})
			if err != nil {
				t.Fatal(err)
			}
			return s.For(token, p.clock.Now()).Opens("one")
		}
		first, k1, done, err := p.CreateSiteKey(ctx, admin, "one", "first", &soon)
		if err != nil || !opens(first) || opens(first+"x") {
			t.Fatalf("%v, opens %t", err, opens(first))
		}
		if r := p.since(done.Generation - 1); len(r) != 1 {
			t.Errorf("published %v", names(r))
		}
		second, k2, _, err := p.CreateSiteKey(ctx, admin, "one", "second", nil)
		if err != nil || !opens(first) || !opens(second) {
			t.Fatal(err)
		}
		if _, _, _, err := p.CreateSiteKey(ctx, admin, "one", "third", nil); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), `"first"`) {
			t.Errorf("a third: %v", err)
		}
		if _, err := p.RevokeSiteKey(ctx, admin, "two", k2.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("TestA1: revoked by way of another site: %v", err)
		}
		if _, err := p.RevokeSiteKey(ctx, admin, "one", k2.ID); err != nil || opens(second) || !opens(first) {
			t.Errorf("revoked: %v", err)
		}
		p.clock.pass(2 * time.Hour)
		if opens(first) {
			t.Error("an expired key opens")
		}
		third, _, _, err := p.CreateSiteKey(ctx, admin, "one", "third", nil)
		if err != nil || !opens(third) || opens(first) {
			t.Errorf("after one was revoked and one has expired: %v", err)
		}
		keys, err := p.SiteKeys(ctx, admin, "one")
		if err != nil || len(keys) != 3 || keys[2].ID != k1.ID || keys[1].RevokedAt == nil {
			t.Errorf("%v, %v", keys, err)
		}
		dump := fmt.Sprint(p.lastAudit(), p.log.String())
		for _, secret := range []string{first, second, third, k1.Hash} {
			if strings.Contains(dump, secret) {
				t.Errorf("TestL1: a secret is in the audit or the log: %s", dump)
			}
		}
		manager := actorWith("m", identity.Assignment{Role: identity.SiteManager, Sites: []string{"one"}, Locales: []string{"*"}})
		if _, _, _, err := p.CreateSiteKey(ctx, manager, "one", "x", nil); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a site manager: %v", err)
		}
		if _, err := p.SiteKeys(ctx, manager, "two"); !fault.Is(err, fault.NotFound) {
			t.Errorf("of a site that is not theirs: %v", err)
		}
	})
}

// TestSitesA1: who manages site one does nothing to site two, whichever way it is named.
func TestSitesA1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		if _, err := createSite(p, root, ""); err != nil {
			t.Fatal(err)
		}
		ctx := t.Context()
		manager := actorWith("m", identity.Assignment{Role: identity.SiteManager, Sites: []string{"three"}, Locales: []string{"*"}})
		at := authoring.MenuAt{Space: "two", Name: "footer", Version: 1}
		for name, do := range map[string]func() error{
			"another site":         func() error { _, _, err := p.PatchSite(ctx, manager, "two", 1, []byte(`{"name":"x"}`)); return err },
			"by the key in a body": func() error { _, _, err := p.PatchSite(ctx, manager, "three", 1, []byte(`{"key":"two"}`)); return err },
			"as parent": func() error {
				_, _, err := p.PatchSite(ctx, manager, "three", 1, []byte(`{"parent":"one"}`))
				return err
			},
			"its menu":      func() error { _, err := p.SaveMenu(ctx, manager, at, []byte(`{"items":[]}`)); return err },
			"a menu for it": func() error { _, err := p.CreateMenu(ctx, manager, "two", "main", []byte(`{"items":[]}`)); return err },
			"the shared menu": func() error {
				_, err := p.MoveMenuItem(ctx, manager, authoring.MenuAt{Space: "shared", Name: "main", Version: 1}, "about", "", 0)
				return err
			},
			"delete its menu":  func() error { _, err := p.DeleteMenu(ctx, manager, at); return err },
			"publish its menu": func() error { _, err := p.PublishMenu(ctx, manager, "two", "footer", 1); return err },
			"revert its menu":  func() error { _, err := p.RevertMenu(ctx, manager, at); return err },
			"restore its menu": func() error { _, err := p.RestoreMenuRevision(ctx, manager, at, 1); return err },
			"its history":      func() error { _, err := p.MenuRevision(ctx, manager, "two", "footer", 1); return err },
			"its check":        func() error { _, err := p.CheckMenu(ctx, manager, "two", "footer"); return err },
			"delete its own":   func() error { _, err := p.DeleteSite(ctx, manager, "three", 1); return err },
			"a new site":       func() error { _, err := createSite(p, manager, `,"key":"four"`); return err },
			"settings":         func() error { _, err := p.PatchSettings(ctx, manager, 0, []byte(`{}`)); return err },
		} {
			err := p.unchanged(do)
			if code := fault.CodeOf(err); code != fault.Forbidden && code != fault.NotFound && !(name == "by the key in a body" && code == fault.Conflict) &&
				!(name == "as parent" && code == fault.Unprocessable) {
				t.Errorf("%s: %v", name, err)
			}
		}
		link := []byte(`{"items":[{"id":"to-two","label":{"en":"Two"},"site":"two","path":"/"}]}`)
		if _, err := p.CreateMenu(ctx, manager, "three", "main", link); err != nil {
			t.Errorf("leading to another site is allowed: %v", err)
		}
	})
}
