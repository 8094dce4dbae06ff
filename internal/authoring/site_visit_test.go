package authoring_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// found is a visitor that notes where it was sent, and finds the same everywhere.
type found struct {
	page  authoring.SitePage
	asked []string
}

func (f *found) Visit(_ context.Context, address, locale string, origins []string) *authoring.SitePage {
	f.asked = append(append(f.asked, address, locale), origins...)
	page := f.page
	return &page
}

// TestVisitSite: the registered home page is visited and no other; a site's reader may not send Portico anywhere.
func TestVisitSite(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), actorOf(identity.Administrator)
		if _, err := p.VisitSite(ctx, admin, "one", ""); !fault.Is(err, fault.Unavailable) {
			t.Errorf("without a visitor: %v", err)
		}
		v := &found{page: authoring.SitePage{Outcome: authoring.VisitArrived, Generation: 1}}
		p.ConnectSites(v)
		if _, err := createSite(p, admin, `,"defaultLocale":"en"`); err != nil {
			t.Fatal(err)
		}
		got, err := p.VisitSite(ctx, admin, "three", "")
		if err != nil || got.Outcome != authoring.VisitArrived || got.Newest < 2 || got.Asked != "https://three.example/" {
			t.Errorf("%+v %v", got, err)
		}
		if diff := cmp.Diff([]string{"https://three.example/", "en", "https://three.example"}, v.asked); diff != "" {
			t.Error(diff)
		}
		v.asked = nil
		for name, tt := range map[string]struct {
			actor       authoring.Actor
			key, locale string
			want        fault.Code
		}{
			"a reader":       {actorOf(identity.Viewer), "three", "", fault.Forbidden},
			"nobody":         {authoring.Actor{}, "three", "", fault.Unauthenticated},
			"no site":        {admin, "nine", "", fault.NotFound},
			"another locale": {admin, "three", "xx", fault.NotFound},
		} {
			if _, err := p.VisitSite(ctx, tt.actor, tt.key, tt.locale); !fault.Is(err, tt.want) || v.asked != nil {
				t.Errorf("%s: %v %v", name, err, v.asked)
			}
		}
		v.page = authoring.SitePage{Outcome: authoring.VisitLoader, Loader: "one"}
		if got, err := p.VisitSite(ctx, admin, "three", "en"); err != nil || got.Outcome != authoring.VisitOtherSite {
			t.Errorf("the loader of another site: %+v %v", got, err)
		}
	})
}

// TestAlignment: the history of the board follows from the audit, of the sites that one may read.
func TestAlignment(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), actorOf(identity.Administrator)
		if _, err := createSite(p, admin, ``); err != nil {
			t.Fatal(err)
		}
		for _, patch := range []string{`{"status":"in-progress"}`, `{"owner":"Others"}`, `{"status":"aligned"}`} {
			s, err := p.Site(ctx, admin, "three")
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := p.PatchSite(ctx, admin, "three", s.Version, []byte(patch)); err != nil {
				t.Fatal(err)
			}
		}
		changes, err := p.SiteAlignment(ctx, actorOf(identity.Viewer))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range changes {
			got = append(got, c.Site+" "+c.From+" "+c.To)
		}
		if diff := cmp.Diff([]string{"three  planned", "three planned in-progress", "three in-progress aligned"}, got); diff != "" {
			t.Error(diff)
		}
		elsewhere := actorWith("x", identity.Assignment{Role: identity.Viewer, Sites: []string{"one"}, Locales: []string{"*"}})
		if changes, err := p.SiteAlignment(ctx, elsewhere); err != nil || len(changes) != 0 {
			t.Errorf("changes of a site that is not theirs: %v %v", changes, err)
		}
	})
}

// TestAuditActivity: counted by the days of the reader, and of their sites alone (SECURITY A8).
func TestAuditActivity(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), actorOf(identity.Administrator)
		if _, err := createSite(p, admin, ``); err != nil {
			t.Fatal(err)
		}
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		year, month, day := time.Now().In(paris).Date() // lines have the real time, whatever the clock of the use cases says
		until := time.Date(year, month, day+1, 0, 0, 0, 0, paris)
		got, err := p.AuditActivity(ctx, admin, authoring.AuditFilter{Site: "three", Until: until}, paris)
		if err != nil {
			t.Fatal(err)
		}
		today := until.AddDate(0, 0, -1).Format(time.DateOnly)
		want := &authoring.Activity{
			From: until.AddDate(0, 0, -30).Format(time.DateOnly), To: today, Lines: 1,
			Days: []authoring.ActivityDay{{Day: today, Kind: "site", Lines: 1}}, Sites: []authoring.SitePublications{},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		long := authoring.AuditFilter{Since: until.AddDate(-1, -2, 0), Until: until}
		if got, err := p.AuditActivity(ctx, admin, authoring.AuditFilter{Since: until.AddDate(-1, 0, 0), Until: until}, paris); err != nil || got.Lines < 2 {
			t.Errorf("over two changes of the clocks: %+v %v", got, err)
		}
		for name, f := range map[string]authoring.AuditFilter{"too long": long, "empty": {Since: until, Until: until}} {
			if _, err := p.AuditActivity(ctx, admin, f, paris); !fault.Is(err, fault.Unprocessable) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := p.AuditActivity(ctx, actorOf(identity.Editor), authoring.AuditFilter{}, paris); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an editor: %v", err)
		}
	})
}

// TestCaches: administrators see how caches are doing, those too that were never told anything.
func TestCaches(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		p.ConnectCaches([]string{"cdn", "edge"})
		err := p.store.Touch(t.Context(), func(tx authoring.Tx) error { return tx.BeginPurges(t.Context(), "cdn", 0) })
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Caches(t.Context(), actorOf(identity.Administrator))
		if err != nil || len(got) != 2 || got[0].Behind < 1 || got[1] != (authoring.CacheState{Name: "edge"}) {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := p.Caches(t.Context(), actorOf(identity.Editor)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an editor: %v", err)
		}
	})
}
