package authoring_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestVerifyAudit: whatever somebody does to the audit who has the database, its first wrong line is named.
func TestVerifyAudit(t *testing.T) {
	const shift = `UPDATE audit SET number = number - 1000001 WHERE number > 1000000`
	for name, tt := range map[string]struct {
		sql  []string
		want string
	}{
		"nothing":        {nil, ""},
		"edited":         {[]string{`UPDATE audit SET subject = 'account/other' WHERE number = 3`}, "at line 3: it does not say"},
		"another moment": {[]string{`UPDATE audit SET at = (SELECT at FROM audit WHERE number = 1) WHERE number = 4`}, "at line 4: it does not say"},
		"no hash":        {[]string{`UPDATE audit SET hash = '' WHERE number = 1`}, "at line 2: it does not follow"},
		"no hashes":      {[]string{`UPDATE audit SET hash = '', previous = '' WHERE number < 3`}, "at line 3: it does not follow"},
		"deleted":        {[]string{`DELETE FROM audit WHERE number = 2`}, "at line 2: it is missing"},
		"the first":      {[]string{`DELETE FROM audit WHERE number = 1`}, "at line 1: it is missing"},
		"closed up":      {[]string{`DELETE FROM audit WHERE number = 2`, `UPDATE audit SET number = number + 1000000 WHERE number > 2`, shift}, "at line 2: it does not follow"},
		"swapped": {[]string{
			`UPDATE audit SET number = 1000 WHERE number = 2`, `UPDATE audit SET number = 2 WHERE number = 3`, `UPDATE audit SET number = 3 WHERE number = 1000`,
		}, "at line 2: it does not follow"},
		"cut off":  {[]string{`DELETE FROM audit WHERE number > 3`}, "at line 4: the last line is number 3"},
		"emptied":  {[]string{`DELETE FROM audit`}, "at line 1: the last line is number 0"},
		"added":    {[]string{`INSERT INTO audit (number, at, actor, action, subject, detail) SELECT 0, at, actor, action, subject, detail FROM audit WHERE number = 1`}, "at line 1: it is missing"},
		"appended": {[]string{`INSERT INTO audit (number, at, actor, action, subject, detail, previous, hash) SELECT 1 + MAX(number), MIN(at), 'x', 'x', 'x', '{}', (SELECT audit_head FROM installation), 'x' FROM audit`}, "it does not say"},
	} {
		onEach(t, func(t *testing.T, p *plane) {
			for n := range 5 {
				who := authoring.Actor{ID: "x", RequestID: fmt.Sprint(n)}
				err := p.store.Update(t.Context(), func(tx authoring.Tx) error {
					return tx.Audit(t.Context(), authoring.AuditEvent{Actor: who, Action: "test", Subject: fmt.Sprintf("test/%d", n), After: map[string]any{"é": n, "<": "\u2028"}})
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			storetest.UnlockAudit(t, p.url, p.dir)
			storetest.Exec(t, p.url, p.dir, tt.sql...)
			head, err := p.VerifyAudit(t.Context())
			switch {
			case tt.want == "" && (err != nil || head.Number != 5 || len(head.Hash) != 64):
				t.Errorf("%s: %+v, %v", name, head, err)
			case tt.want != "" && (!fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("%s: %v, want %s", name, err, tt.want)
			}
		})
	}
}

func (p *plane) trail(actor authoring.Actor, f authoring.AuditFilter) []*authoring.AuditView {
	p.t.Helper()
	lines, err := p.AuditTrail(p.t.Context(), actor, f)
	if err != nil {
		p.t.Fatal(err)
	}
	return lines
}

// TestAuditA8: lines of other sites are not shown, and values as far as their reader may read those fields today.
func TestAuditA8(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{article: strings.Replace(articleSource(t), "name: order,", "name: order, readableBy: [designer],", 1)})
		ctx := t.Context()
		for _, space := range []string{"one", "two", "shared"} {
			_, _, err := p.CreateEntry(ctx, root, authoring.NewEntry{
				Space: space, Type: "article", Shared: map[string]any{"order": 3.0}, Locales: map[string]map[string]any{"en": {"title": "In " + space}},
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		manager, everything := actorWith("m", at(identity.SiteManager, "one")), actorOf(identity.Administrator)
		var sites []string
		for _, l := range p.trail(manager, authoring.AuditFilter{}) {
			if sites = append(sites, l.Site); l.Action != "entry.create" {
				continue
			}
			if strings.Contains(l.After, "order") || !strings.Contains(l.After, `"title":"In one"`) || !l.Withheld {
				t.Errorf("shown: %+v", l)
			}
		}
		if sites = slices.Compact(sites); !slices.Equal(sites, []string{"one"}) {
			t.Errorf("the manager of one sees lines of %q", sites)
		}
		if got := p.trail(manager, authoring.AuditFilter{Site: "two"}); len(got) != 0 {
			t.Errorf("by asking, of two: %d", len(got))
		}
		all := p.trail(everything, authoring.AuditFilter{Newest: true})
		if len(all) < 4 || all[0].Number != int64(len(all)) || !strings.Contains(all[0].After, `"order":3`) || all[0].Withheld {
			t.Errorf("%d lines, %+v", len(all), all[0])
		}
		for _, l := range all[1:] {
			if l.After != "" && !json.Valid([]byte(l.After)) {
				t.Errorf("%+v", l)
			}
		}
		if _, err := p.AuditTrail(ctx, actorOf(identity.Editor), authoring.AuditFilter{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an editor: %v", err)
		}
		if _, err := p.AuditTrail(ctx, authoring.Actor{}, authoring.AuditFilter{}); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("nobody: %v", err)
		}

		// Whoever reads the audit and no content sees that something happened, and not what was written.
		auditor := authoring.Actor{ID: "a", Access: identity.Limited([]identity.Grant{{
			Actions: []identity.Action{identity.Read}, Types: []string{identity.Audit}, Sites: []string{identity.Any, identity.SharedSpace},
			Locales: []string{identity.Any}, Fields: []string{identity.Any},
		}}, everything.Access)}
		for _, l := range p.trail(auditor, authoring.AuditFilter{Action: "entry.create"}) {
			if l.After != "" || l.Detail != "" || !l.Withheld {
				t.Errorf("%+v", l)
			}
		}

		// A field that the model has no more is not shown from the past (SECURITY A3).
		m := model(t, files{article: strings.Replace(articleSource(t), "  - {name: order, kind: integer, label: {en: Order}}\n", "", 1)})
		err := p.store.Update(ctx, func(tx authoring.Tx) error {
			return tx.SaveModel(ctx, &authoring.Files{Origin: authoring.OriginImport, Hash: m.Hash(), Files: m.Files()})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range p.trail(everything, authoring.AuditFilter{Action: "entry.create"}) {
			if strings.Contains(l.After, "order") || !strings.Contains(l.After, "title") {
				t.Errorf("a field that is gone is shown: %s", l.After)
			}
		}
	})
}

func TestAuditPages(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		admin := p.person("admin@portico.example", everywhere(identity.Administrator))
		for range 3 {
			p.signIn(admin.Email)
		}
		all := p.trail(p.actor(admin), authoring.AuditFilter{Newest: true})
		var paged []int64
		for after := int64(0); ; {
			page := p.trail(p.actor(admin), authoring.AuditFilter{Newest: true, After: after, Limit: 2})
			if len(page) == 0 {
				break
			}
			for _, l := range page {
				paged = append(paged, l.Number)
			}
			after = page[len(page)-1].Number
		}
		if len(paged) != len(all) || !slices.IsSortedFunc(paged, func(a, b int64) int { return int(b - a) }) {
			t.Errorf("%d lines, in pages %v", len(all), paged)
		}
		own := authoring.AuditFilter{Actor: admin.ID, Action: "session.create", Subject: "account/" + admin.ID}
		if got := p.trail(p.actor(admin), own); len(got) != 4 {
			t.Errorf("%d sign-ins", len(got))
		}
		own.Until = all[len(all)-1].At
		if got := p.trail(p.actor(admin), own); len(got) != 0 {
			t.Errorf("before the first line: %d", len(got))
		}
		own.Since, own.Until = own.Until, all[0].At
		if got := p.trail(p.actor(admin), own); len(got) != 3 {
			t.Errorf("before the last line: %d", len(got))
		}
	})
}
