package authoring_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

func (p *plane) key(who *person, grants ...identity.Grant) (string, *identity.Key) {
	p.t.Helper()
	secret, key, err := p.CreateKey(p.t.Context(), p.actor(who), authoring.NewKey{Name: "CI", Grants: grants, ExpiresAt: p.clock.Now().Add(24 * time.Hour)})
	if err != nil {
		p.t.Fatal(err)
	}
	return secret, key
}

func articles(actions ...identity.Action) identity.Grant {
	return identity.Grant{Actions: actions, Types: []string{"article"}, Sites: []string{"one", "two"}, Locales: []string{identity.Any}, Fields: []string{identity.Any}}
}

// TestKeysA5: a key does what its grants and its owner's roles both allow, at this moment, and ends with its owner.
func TestKeysA5(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		ada := p.person("ada@portico.example", at(identity.Editor, "one", "two"))
		secret, key := p.key(ada, articles(identity.Read, identity.Update))
		may := func(action identity.Action, site string) bool {
			t.Helper()
			actor, err := p.IdentifyKey(ctx, secret)
			if err != nil && !fault.Is(err, fault.Unauthenticated) {
				t.Error(err)
			}
			if err == nil && (actor.ID != ada.ID || actor.Via != key.ID) {
				t.Errorf("%+v", actor)
			}
			return err == nil && actor.Access.May(action, identity.Target{Type: "article", Site: site})
		}
		if !may(identity.Update, "one") || !may(identity.Update, "two") || may(identity.Publish, "one") {
			t.Error("it does not do what it is for, or does more")
		}
		version := int64(1)
		patch := func(patch string) {
			t.Helper()
			a, err := p.PatchAccount(ctx, p.actor(admin), ada.ID, version, []byte(patch))
			if err != nil {
				t.Fatal(err)
			}
			version = a.Version
		}
		patch(`{"roles":[{"role":"editor","sites":["one"],"locales":["*"]}]}`)
		if !may(identity.Update, "one") || may(identity.Update, "two") {
			t.Error("demoted, the key is not")
		}
		patch(`{"roles":[]}`)
		if may(identity.Read, "one") {
			t.Error("the owner has no role, and the key has")
		}
		patch(`{"roles":[{"role":"editor","sites":["one"],"locales":["*"]}]}`)
		if _, err := p.SuspendAccount(ctx, p.actor(admin), ada.ID, true); err != nil || may(identity.Read, "one") {
			t.Errorf("suspended, the key opens: %v", err)
		}
		if _, err := p.SuspendAccount(ctx, p.actor(admin), ada.ID, false); err != nil || !may(identity.Read, "one") {
			t.Errorf("resumed, it does not: %v", err)
		}
		p.clock.pass(24 * time.Hour)
		if may(identity.Read, "one") {
			t.Error("it is too old")
		}
	})
}

func TestKeyLife(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		ada, bob := p.person("ada@portico.example", at(identity.Editor, "one", "two")), p.person("bob@portico.example", at(identity.Editor, "one"))
		secret, key := p.key(ada, articles(identity.Read))
		opens := func(secret string) bool {
			_, err := p.IdentifyKey(ctx, secret)
			return err == nil
		}
		actor, err := p.IdentifyKey(ctx, secret)
		if err != nil {
			t.Fatal(err)
		}
		used := func() *time.Time {
			list, err := p.Keys(ctx, p.actor(ada), "", "", 0)
			if err != nil || len(list) != 1 {
				t.Fatalf("%d keys, %v", len(list), err)
			}
			return list[0].UsedAt
		}
		first := used()
		p.clock.pass(30 * time.Second)
		opens(secret)
		if first == nil || !used().Equal(*first) {
			t.Errorf("used at %v, then %v", first, used())
		}
		for name, try := range map[string]func() error{
			"another key":   func() error { _, _, err := p.CreateKey(ctx, actor, authoring.NewKey{}); return err },
			"itself again":  func() error { _, _, err := p.RotateKey(ctx, actor, key.ID, nil); return err },
			"its end":       func() error { return p.RevokeKey(ctx, actor, key.ID) },
			"a password":    func() error { return p.ChangePassword(ctx, actor, password, password+"2") },
			"sessions":      func() error { _, err := p.Sessions(ctx, actor); return err },
			"their end":     func() error { return p.EndSessions(ctx, actor, ada.ID) },
			"an invitation": func() error { _, err := p.InviteAccount(ctx, actor, authoring.Profile{}); return err },
			"a role":        func() error { _, err := p.CreateRole(ctx, actor, identity.Role{}); return err },
			"more than its owner may": func() error {
				_, _, err := p.CreateKey(ctx, p.actor(ada), authoring.NewKey{Name: "x", Grants: []identity.Grant{articles(identity.Manage)}, ExpiresAt: p.clock.Now().Add(time.Hour)})
				return err
			},
			"another's end":  func() error { return firstNotFound(p.RevokeKey(ctx, p.actor(bob), key.ID)) },
			"another's list": func() error { _, err := p.Keys(ctx, p.actor(bob), ada.ID, "", 0); return err },
			"all of them":    func() error { _, err := p.Keys(ctx, p.actor(bob), "*", "", 0); return err },
		} {
			if err := p.unchanged(try); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, _, err := p.RotateKey(ctx, p.actor(admin), key.ID, nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("an administrator takes another's key: %v", err)
		}
		later := p.clock.Now().Add(time.Hour)
		next, rotated, err := p.RotateKey(ctx, p.actor(ada), key.ID, &later)
		if err != nil || opens(secret) || !opens(next) || !rotated.ExpiresAt.Equal(later) {
			t.Errorf("rotated: %v", err)
		}
		if err := p.RevokeKey(ctx, p.actor(admin), key.ID); err != nil || opens(next) {
			t.Errorf("revoked: %v", err)
		}
		if _, _, err := p.RotateKey(ctx, p.actor(ada), key.ID, nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("revoked, it comes back: %v", err)
		}
		for _, nonsense := range []string{"", secret[:20], ada.session, "portico_" + ada.session, "portico_site_" + secret} {
			if opens(nonsense) {
				t.Errorf("%q opens", nonsense)
			}
		}
	})
}

// firstNotFound makes the NotFound that others are told a Forbidden, for the table.
func firstNotFound(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Forbidden, "as it should be")
	}
	return fault.New(fault.Internal, "got %v", err)
}

func TestRoleLife(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		role := identity.Role{Name: "press", Label: map[string]string{"en": "Press"}, Grants: []identity.Grant{articles(identity.Read)}, BuiltIn: true}
		made, err := p.CreateRole(ctx, p.actor(admin), role)
		if err != nil || made.BuiltIn || made.Version != 1 {
			t.Fatalf("%+v %v", made, err)
		}
		ada := p.person("ada@portico.example", at("press", "one"))
		updates := func() bool {
			return p.actor(ada).Access.May(identity.Update, identity.Target{Type: "article", Site: "one"})
		}
		if updates() {
			t.Error("before it is changed")
		}
		role.Grants = append(role.Grants, articles(identity.Update))
		if _, err := p.SaveRole(ctx, p.actor(admin), role, 1); err != nil || !updates() {
			t.Errorf("changed: %v", err)
		}
		other := role
		other.Name = "none"
		builtIn := role
		builtIn.Name = identity.Editor
		bad := role
		bad.Grants = []identity.Grant{{}}
		for name, tt := range map[string]struct {
			try  func() error
			want fault.Code
		}{
			"twice":             {func() error { _, err := p.CreateRole(ctx, p.actor(admin), role); return err }, fault.Conflict},
			"an old version":    {func() error { _, err := p.SaveRole(ctx, p.actor(admin), role, 1); return err }, fault.Stale},
			"none":              {func() error { _, err := p.SaveRole(ctx, p.actor(admin), other, 1); return err }, fault.NotFound},
			"built in":          {func() error { _, err := p.SaveRole(ctx, p.actor(admin), builtIn, 0); return err }, fault.Conflict},
			"built in, made":    {func() error { _, err := p.CreateRole(ctx, p.actor(admin), builtIn); return err }, fault.Unprocessable},
			"bad":               {func() error { _, err := p.SaveRole(ctx, p.actor(admin), bad, 2); return err }, fault.Unprocessable},
			"assigned, deleted": {func() error { return p.DeleteRole(ctx, p.actor(admin), "press", 2) }, fault.Conflict},
			"nobody":            {func() error { _, err := p.CreateRole(ctx, authoring.Actor{}, role); return err }, fault.Unauthenticated},
		} {
			if err := p.unchanged(tt.try); !fault.Is(err, tt.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := p.PatchAccount(ctx, p.actor(admin), ada.ID, 1, []byte(`{"roles":[]}`)); err != nil {
			t.Fatal(err)
		}
		if err := p.DeleteRole(ctx, p.actor(admin), "press", 2); err != nil {
			t.Error(err)
		}
		list, err := p.Roles(ctx, p.actor(admin))
		if err != nil || len(list) != len(identity.BuiltIns()) {
			t.Errorf("%d roles, %v", len(list), err)
		}
	})
}

// TestExplain: what somebody may do, and why, by their roles as they are now and by the fields that the model keeps for some.
func TestExplain(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{article: articleSource(t)})
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		ada := p.person("ada@portico.example", at(identity.Editor, "one"), at(identity.Viewer, "two"))
		ask := func(actor authoring.Actor, id string, qs ...authoring.Question) ([]identity.Decision, error) {
			return p.Explain(ctx, actor, id, qs)
		}
		q := func(action identity.Action, site, field string) authoring.Question {
			return authoring.Question{Action: action, Target: identity.Target{Type: "article", Site: site, Locale: "en", Field: field}}
		}
		got, err := ask(p.actor(admin), ada.ID, q(identity.Publish, "one", ""), q(identity.Publish, "two", ""), q(identity.Read, "two", "title"), q(identity.Read, "two", "none"))
		want := []identity.Decision{
			{Allowed: true, Roles: []string{"editor"}, Reason: "allowed by role editor"}, {Reason: "no role held allows publish of article in two, locale en"},
			{Allowed: true, Roles: []string{"viewer"}, Reason: "allowed by role viewer"}, {Reason: `article has no field "none"`},
		}
		if err != nil || !slices.EqualFunc(got, want, func(a, b identity.Decision) bool {
			return a.Allowed == b.Allowed && slices.Equal(a.Roles, b.Roles) && a.Reason == b.Reason
		}) {
			t.Errorf("%+v %v", got, err)
		}
		if own, err := ask(p.actor(ada), ada.ID, q(identity.Read, "one", "")); err != nil || !own[0].Allowed {
			t.Errorf("her own: %v %v", own, err)
		}
		if _, err := ask(p.actor(ada), admin.ID, q(identity.Read, "one", "")); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's: %v", err)
		}
		if _, err := ask(p.actor(ada), "", q("fly", "one", ""), authoring.Question{Action: identity.Read}); !slices.Equal(codes(err), []string{"/questions/0/action bad_value", "/questions/1/type required"}) {
			t.Errorf("nonsense: %v", codes(err))
		}
		if _, err := ask(p.actor(ada), "", make([]authoring.Question, authoring.MaxQuestions+1)...); !fault.Is(err, fault.Unprocessable) {
			t.Errorf("too many: %v", err)
		}
		if _, err := p.SuspendAccount(context.Background(), p.actor(admin), ada.ID, true); err != nil {
			t.Fatal(err)
		}
		if got, err := ask(p.actor(admin), ada.ID, q(identity.Read, "one", "")); err != nil || got[0].Allowed || got[0].Reason != "the account is suspended" {
			t.Errorf("suspended: %+v %v", got, err)
		}
	})
}
