package authoring_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// person is an account that has signed in.
type person struct {
	*identity.Account
	session string
}

// person makes an account with roles beside the use cases, and signs it in.
func (p *plane) person(email string, roles ...identity.Assignment) *person {
	p.t.Helper()
	a, err := identity.NewAccount(email, "Somebody", password, roles, p.clock.Now())
	if err == nil {
		err = p.store.Update(p.t.Context(), func(tx authoring.Tx) error { return tx.SaveAccount(p.t.Context(), a) })
	}
	if err != nil {
		p.t.Fatal(err)
	}
	a.Version = 1
	return &person{a, p.signIn(email)}
}

func (p *plane) signIn(email string) string {
	p.t.Helper()
	token, _, err := p.SignIn(p.t.Context(), email, password)
	if err != nil {
		p.t.Fatal(err)
	}
	return token
}

// actor is the person as the API would know them now.
func (p *plane) actor(who *person) authoring.Actor {
	p.t.Helper()
	actor, _, err := p.Identify(p.t.Context(), who.session)
	if err != nil {
		p.t.Fatal(err)
	}
	return actor
}

func (p *plane) live(session string) bool {
	p.t.Helper()
	_, _, err := p.Identify(p.t.Context(), session)
	if err != nil && !fault.Is(err, fault.Unauthenticated) {
		p.t.Error(err)
	}
	return err == nil
}

func everywhere(role string) identity.Assignment { return identity.Everywhere(role) }

func at(role string, sites ...string) identity.Assignment {
	return identity.Assignment{Role: role, Sites: sites, Locales: []string{identity.Any}}
}

// codes gives the pointer and code of each problem.
func codes(err error) (out []string) {
	var f *fault.Error
	if errors.As(err, &f) {
		for _, p := range f.Problems {
			out = append(out, p.Pointer+" "+p.Code)
		}
	}
	return out
}

func (p *plane) token(link *authoring.PasswordLink) string {
	p.t.Helper()
	_, token, ok := strings.Cut(link.Link, "/password#")
	if !ok {
		p.t.Fatalf("no link: %+v", link)
	}
	return token
}

// TestAccountLife: invited, a password by link, changed, suspended, resumed.
func TestAccountLife(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		p.ConnectMail(nil, "https://admin.example")
		link, err := p.InviteAccount(ctx, p.actor(admin), authoring.Profile{Email: "Ada@Portico.example", Name: " Ada ", Roles: []identity.Assignment{at(identity.Editor, "one")}})
		if err != nil || !link.Account.Invited() || link.Mailed || !strings.HasPrefix(link.Link, "https://admin.example/password#") {
			t.Fatalf("%+v %v", link, err)
		}
		if err := p.ResetPassword(ctx, p.token(link), "short"); !fault.Is(err, fault.Unprocessable) {
			t.Errorf("a weak password: %v", err)
		}
		if err := p.ResetPassword(ctx, p.token(link), password); err != nil {
			t.Fatal(err)
		}
		ada := &person{link.Account, p.signIn("ada@portico.example")}
		if !p.actor(ada).Access.May(identity.Publish, identity.Target{Type: "article", Site: "one"}) {
			t.Error("she is no editor")
		}
		stored, err := p.Account(ctx, p.actor(admin), ada.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.PatchAccount(ctx, p.actor(admin), ada.ID, 1, []byte(`{"name":"Other"}`)); !fault.Is(err, fault.Stale) {
			t.Errorf("an old version: %v", err)
		}
		got, err := p.PatchAccount(ctx, p.actor(admin), ada.ID, stored.Version, []byte(`{"name":"Ada L.","email":"ada.l@portico.example"}`))
		if err != nil || got.Name != "Ada L." || got.Email != "ada.l@portico.example" || got.Version != stored.Version+1 || len(got.Assignments) != 1 {
			t.Fatalf("%+v %v", got, err)
		}
		for patch, want := range map[string]string{
			`{"email":"admin@portico.example"}`: "/email taken", `{"name":null}`: "/name bad_name", `{"id":"x"}`: "/id unknown_field", `{"roles":[{"role":"none"}]}`: "/roles/0/role unknown_role",
			`{"roles":[{"role":"editor","sites":["nowhere"],"locales":["*"]}]}`: "/roles/0/sites unknown_site",
		} {
			err := p.unchanged(func() error {
				_, err := p.PatchAccount(ctx, p.actor(admin), ada.ID, got.Version, []byte(patch))
				return err
			})
			if !slices.Contains(codes(err), want) {
				t.Errorf("%s: %v", patch, err)
			}
		}
		if _, err := p.SuspendAccount(ctx, p.actor(admin), ada.ID, true); err != nil || p.live(ada.session) {
			t.Errorf("suspended: %v", err)
		}
		if _, _, err := p.SignIn(ctx, "ada.l@portico.example", password); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("suspended, she signs in: %v", err)
		}
		if _, err := p.NewPasswordLink(ctx, p.actor(admin), ada.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("suspended, she gets a link: %v", err)
		}
		if _, err := p.SuspendAccount(ctx, p.actor(admin), ada.ID, false); err != nil || p.live(ada.session) {
			t.Errorf("resumed, her sessions stay ended: %v", err)
		}
		p.signIn("ada.l@portico.example")
	})
}

// TestSessionsEndS1: what changes a person's rights or password ends their sessions with the next request, here and on every other
// node; whoever changes their own stays where they are.
func TestSessionsEndS1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		second := p.person("second@portico.example", everywhere(identity.Administrator))
		node := authoring.New(p.store, newCompiler(), nil)
		node.SetClock(p.clock.Now)
		who := p.person("ada@portico.example", at(identity.Editor, "one"))
		patch := func(actor *person, patch string) error {
			a, err := p.Account(ctx, p.actor(admin), who.ID)
			if err == nil {
				_, err = p.PatchAccount(ctx, p.actor(actor), who.ID, a.Version, []byte(patch))
			}
			return err
		}
		for name, tt := range map[string]struct {
			do   func() error
			ends bool
		}{
			"another name":   {func() error { return patch(admin, `{"name":"Ada"}`) }, false},
			"the same roles": {func() error { return patch(admin, `{"roles":[{"role":"editor","sites":["one"],"locales":["*"]}]}`) }, false},
			"other roles": {func() error {
				return errors.Join(patch(admin, `{"roles":[{"role":"viewer","sites":["one"],"locales":["*"]}]}`), patch(admin, `{"roles":[{"role":"editor","sites":["one"],"locales":["*"]}]}`))
			}, true},
			"suspension": {func() error {
				_, err := p.SuspendAccount(ctx, p.actor(admin), who.ID, true)
				_, err2 := p.SuspendAccount(ctx, p.actor(admin), who.ID, false)
				return errors.Join(err, err2)
			}, true},
			"an administrator": {func() error { return p.EndSessions(ctx, p.actor(admin), who.ID) }, true},
			"a reset": {func() error {
				link, err := p.NewPasswordLink(ctx, p.actor(admin), who.ID)
				return errors.Join(err, p.ResetPassword(ctx, p.token(link), password))
			}, true},
		} {
			one, two := p.signIn(who.Email), p.signIn(who.Email)
			if err := tt.do(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for _, session := range []string{one, two} {
				if _, _, err := node.Identify(ctx, session); (err != nil) != tt.ends {
					t.Errorf("after %s: %v", name, err)
				}
			}
		}

		here, there := p.signIn(who.Email), p.signIn(who.Email)
		if err := p.ChangePassword(ctx, p.actor(&person{who.Account, here}), "wrong", password+"2"); !slices.Equal(codes(err), []string{"/current wrong_password"}) {
			t.Errorf("without the old one: %v", err)
		}
		if err := p.ChangePassword(ctx, p.actor(&person{who.Account, here}), password, "short"); !slices.Equal(codes(err), []string{"/password bad_password"}) {
			t.Errorf("a weak one: %v", err)
		}
		if !p.live(there) {
			t.Error("a refused change ends sessions")
		}
		if err := p.ChangePassword(ctx, p.actor(&person{who.Account, here}), password, password+"2"); err != nil || !p.live(here) || p.live(there) {
			t.Errorf("a new password: %v, here %t, there %t", err, p.live(here), p.live(there))
		}
		other := p.signIn(second.Email)
		if _, err := p.PatchAccount(ctx, p.actor(second), second.ID, 1, []byte(`{"roles":[{"role":"viewer","sites":["*"],"locales":["*"]}]}`)); err != nil {
			t.Fatal(err)
		}
		if !p.live(second.session) || p.live(other) {
			t.Error("whoever changes their own roles stays where they are, and nowhere else")
		}
	})
}

// TestOwnSessions: everybody sees and ends their own, and nobody else's.
func TestOwnSessions(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		ctx := authoring.WithOrigin(t.Context(), authoring.Origin{Address: "192.0.2.7", Agent: "Fire\x00fox\n" + strings.Repeat("x", 1000)})
		ada, bob := p.person("ada@portico.example"), p.person("bob@portico.example")
		token, _, err := p.SignIn(ctx, ada.Email, password)
		if err != nil {
			t.Fatal(err)
		}
		list, err := p.Sessions(ctx, p.actor(ada))
		if err != nil || len(list) != 2 {
			t.Fatalf("%d sessions, %v", len(list), err)
		}
		i := slices.IndexFunc(list, func(s *identity.Session) bool { return s.Address == "192.0.2.7" })
		if i < 0 || !strings.HasPrefix(list[i].Agent, "Firefoxxx") || len(list[i].Agent) != 200 {
			t.Fatalf("%+v", list)
		}
		if err := p.EndSession(ctx, p.actor(bob), list[i].ID()); !fault.Is(err, fault.NotFound) || !p.live(token) {
			t.Errorf("another's: %v", err)
		}
		if err := p.EndSession(ctx, p.actor(ada), list[i].ID()); err != nil || p.live(token) || !p.live(ada.session) {
			t.Errorf("her own: %v", err)
		}
		if err := p.EndSessions(ctx, p.actor(bob), ada.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("all of another's: %v", err)
		}
	})
}

// TestLastAdministratorA9: whatever is tried, somebody is left who can sign in and do everything.
func TestLastAdministratorA9(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		p.suspend(p.account("gone@portico.example", identity.Administrator))
		if _, err := p.InviteAccount(ctx, p.actor(admin), authoring.Profile{Email: "new@portico.example", Name: "New", Roles: []identity.Assignment{everywhere(identity.Administrator)}}); err != nil {
			t.Fatal(err) // invited, and without a password
		}
		p.person("some@portico.example", at(identity.Administrator, "one"))
		patch := func(roles string) func() error {
			return func() error {
				_, err := p.PatchAccount(ctx, p.actor(admin), admin.ID, 1, []byte(`{"roles":`+roles+`}`))
				return err
			}
		}
		for name, try := range map[string]func() error{
			"suspended":       func() error { _, err := p.SuspendAccount(ctx, p.actor(admin), admin.ID, true); return err },
			"no role":         patch(`[]`),
			"null":            patch(`null`),
			"another role":    patch(`[{"role":"editor","sites":["*","shared"],"locales":["*"]}]`),
			"one site":        patch(`[{"role":"administrator","sites":["one","shared"],"locales":["*"]}]`),
			"not shared":      patch(`[{"role":"administrator","sites":["*"],"locales":["*"]}]`),
			"some languages":  patch(`[{"role":"administrator","sites":["*","shared"],"locales":["fr"]}]`),
			"in two pieces":   patch(`[{"role":"administrator","sites":["*"],"locales":["*"]},{"role":"administrator","sites":["shared"],"locales":["*"]}]`),
			"the role itself": func() error { return p.DeleteRole(ctx, p.actor(admin), identity.Administrator, 0) },
		} {
			if err := p.unchanged(try); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		second := p.person("second@portico.example", everywhere(identity.Administrator))
		if _, err := p.SuspendAccount(ctx, p.actor(second), admin.ID, true); err != nil {
			t.Errorf("with another one: %v", err)
		}
		if _, err := p.SuspendAccount(ctx, p.actor(second), second.ID, true); !fault.Is(err, fault.Conflict) {
			t.Errorf("then the other one: %v", err)
		}
	})
}

// TestNobodyGivesMore: who looks after some people gives no right that they have not, and becomes nobody who has.
func TestNobodyGivesMore(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{article: strings.Replace(articleSource(t), "name: body, kind: markdown", "name: body, readableBy: [viewer], kind: markdown", 1)})
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		people := identity.Role{Name: "people", Label: map[string]string{"en": "People"}, Grants: []identity.Grant{{
			Actions: []identity.Action{identity.Read, identity.Manage}, Types: []string{identity.Accounts}, Sites: []string{identity.Any, identity.SharedSpace},
			Locales: []string{identity.Any}, Fields: []string{identity.Any},
		}}}
		readers := identity.Role{Name: "readers", Label: map[string]string{"en": "Readers"}, Grants: identity.BuiltIn(identity.Viewer).Grants}
		for _, r := range []identity.Role{people, readers} {
			if _, err := p.CreateRole(ctx, p.actor(admin), r); err != nil {
				t.Fatal(err)
			}
		}
		hr := p.person("hr@portico.example", everywhere("people"), at(identity.Editor, "one"))
		invite := func(n int, roles ...identity.Assignment) error {
			_, err := p.InviteAccount(ctx, p.actor(hr), authoring.Profile{Email: fmt.Sprintf("new%d@portico.example", n), Name: "New", Roles: roles})
			return err
		}
		for n, roles := range [][]identity.Assignment{{}, {at(identity.Editor, "one")}, {at(identity.Translator, "one")}, {everywhere("people")}} {
			if err := invite(n, roles...); err != nil {
				t.Errorf("%v: %v", roles, err)
			}
		}
		for n, roles := range [][]identity.Assignment{
			{everywhere(identity.Administrator)}, {at(identity.Editor, "two")}, {at(identity.Viewer, "*")}, {at(identity.SiteManager, "one")}, {at(identity.Editor, "shared")},
			{at(identity.Administrator, "one")}, {at(identity.Viewer, "one"), at(identity.Reviewer, "one")}, {at(identity.Viewer, "one")}, {at(identity.Machine, "one", "two")},
		} {
			if err := p.unchanged(func() error { return invite(100+n, roles...) }); !fault.Is(err, fault.Forbidden) || !strings.HasSuffix(strings.Join(codes(err), ","), " exceeds") {
				t.Errorf("%v: %v", roles, err)
			}
		}
		role := func(name string, g identity.Grant) error {
			_, err := p.CreateRole(ctx, p.actor(hr), identity.Role{Name: name, Label: map[string]string{"en": name}, Grants: []identity.Grant{g}})
			return err
		}
		reads := identity.Grant{
			Actions: []identity.Action{identity.Read}, Types: []string{"article"}, Sites: []string{"one"}, Locales: []string{identity.Any}, Fields: []string{identity.Any},
		}
		if err := role("mine", reads); err != nil {
			t.Errorf("a role within her rights: %v", err)
		}
		reads.Types = []string{identity.Audit}
		if err := p.unchanged(func() error { return role("more", reads) }); !slices.Equal(codes(err), []string{"/grants/0 exceeds"}) {
			t.Errorf("a role beyond them: %v", err)
		}
		for name, try := range map[string]func() error{
			"their address": func() error {
				_, err := p.PatchAccount(ctx, p.actor(hr), admin.ID, admin.Version, []byte(`{"email":"mine@portico.example"}`))
				return err
			},
			"a link":     func() error { _, err := p.NewPasswordLink(ctx, p.actor(hr), admin.ID); return err },
			"suspended":  func() error { _, err := p.SuspendAccount(ctx, p.actor(hr), admin.ID, true); return err },
			"signed out": func() error { return p.EndSessions(ctx, p.actor(hr), admin.ID) },
			"more oneself": func() error {
				_, err := p.PatchAccount(ctx, p.actor(hr), hr.ID, hr.Version, []byte(`{"roles":[{"role":"administrator","sites":["*","shared"],"locales":["*"]}]}`))
				return err
			},
			"a role of others": func() error { _, err := p.SaveRole(ctx, p.actor(hr), readers, 1); return err },
		} {
			if err := p.unchanged(try); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func articleSource(t testing.TB) string {
	t.Helper()
	return string(tiny(t, nil)["content-types/article.yaml"].Data)
}

// TestAccountIDsA6: an e-mail address that comes back is another account: nothing of the one before is revived.
func TestAccountIDsA6(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		ada := p.person("ada@portico.example", at(identity.Editor, "one"))
		if _, err := p.PatchAccount(ctx, p.actor(admin), ada.ID, 1, []byte(`{"email":"old@portico.example"}`)); err != nil {
			t.Fatal(err)
		}
		if _, err := p.SuspendAccount(ctx, p.actor(admin), ada.ID, true); err != nil {
			t.Fatal(err)
		}
		link, err := p.InviteAccount(ctx, p.actor(admin), authoring.Profile{Email: "ada@portico.example", Name: "Ada"})
		if err != nil || link.Account.ID == ada.ID || len(link.Account.Assignments) != 0 {
			t.Fatalf("%+v %v", link, err)
		}
		if _, _, err := p.SignIn(ctx, "ada@portico.example", password); err == nil || p.live(ada.session) {
			t.Errorf("the password or the session of before opens the new account: %v", err)
		}
	})
}

// TestRehash: a hash of weaker settings is replaced when its password is there.
func TestRehash(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		a := p.account("ada@portico.example", identity.Viewer)
		salt := []byte("sixteen bytes it")
		weak := fmt.Sprintf("$argon2id$v=19$m=64,t=1,p=1$%s$%s", base64.RawStdEncoding.EncodeToString(salt),
			base64.RawStdEncoding.EncodeToString(argon2.IDKey([]byte(password), salt, 1, 64, 1, 32)))
		if !identity.NeedsRehash(weak) || identity.NeedsRehash(a.PasswordHash) {
			t.Fatal("which one is weak")
		}
		a.PasswordHash = weak
		if err := p.store.Update(t.Context(), func(tx authoring.Tx) error { return tx.SaveAccount(t.Context(), a) }); err != nil {
			t.Fatal(err)
		}
		p.signIn(a.Email)
		_ = p.store.View(t.Context(), func(tx authoring.Tx) error {
			got, err := tx.Account(t.Context(), a.ID)
			if err != nil || identity.NeedsRehash(got.PasswordHash) || !identity.VerifyPassword(got.PasswordHash, password) {
				t.Errorf("%+v %v", got, err)
			}
			return nil
		})
	})
}

// TestSignInRace: a password that is changed while somebody signs in with it opens nothing.
func TestSignInRace(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		ada := p.person("ada@portico.example")
		between := &interleaved{Store: p.store}
		other := authoring.New(between, newCompiler(), nil)
		other.SetClock(p.clock.Now)
		between.afterView = func() {
			if err := p.ChangePassword(context.Background(), p.actor(ada), password, password+"2"); err != nil {
				t.Error(err)
			}
		}
		if _, _, err := other.SignIn(t.Context(), ada.Email, password); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("signed in with the password of before: %v", err)
		}
		if n := len(storetest.Dump(t, p.url, p.dir)["sessions"]); n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}
