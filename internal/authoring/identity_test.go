package authoring_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

var ada = authoring.NewAccount{Email: "Ada@Portico.example ", Name: "Ada", Password: password}

func (p *plane) link() string {
	p.t.Helper()
	token, err := p.NewSetupLink(p.t.Context())
	if err != nil || token == "" {
		p.t.Fatalf("no link: %v", err)
	}
	return token
}

func TestSetup(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		token, other := p.link(), p.link()
		weak := ada
		weak.Password, weak.Email = "short", "nobody"
		err := p.unchanged(func() error { _, _, err := p.Setup(t.Context(), token, weak); return err })
		if !fault.Is(err, fault.Unprocessable) || !strings.Contains(err.Error(), "/password") || !strings.Contains(err.Error(), "/email") {
			t.Errorf("a weak password: %v", err)
		}
		session, account, err := p.Setup(t.Context(), token, ada)
		if err != nil || !identity.IsAdministrator(account.Assignments) || account.Email != "ada@portico.example" {
			t.Fatalf("%+v %v", account, err)
		}
		if actor, _, err := p.Identify(t.Context(), session); err != nil || actor.ID != account.ID || !slices.Equal(actor.Access.RolesAt("shared"), []string{identity.Administrator}) {
			t.Errorf("signed in as %+v, %v", actor, err)
		}
		eve := authoring.NewAccount{Email: "eve@portico.example", Name: "Eve", Password: password}
		for name, used := range map[string]string{"the same": token, "another node's": other, "nonsense": "x", "none": "", "well-formed": strings.Repeat("A", 43)} {
			err := p.unchanged(func() error { _, _, err := p.Setup(t.Context(), used, eve); return err })
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if token, err := p.NewSetupLink(t.Context()); token != "" || err != nil {
			t.Errorf("a link %q where there is an account, %v", token, err)
		}
	})
}

func TestSetupLinkExpires(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		token := p.link()
		p.clock.pass(identity.SetupLifetime)
		if err := p.unchanged(func() error { _, _, err := p.Setup(t.Context(), token, ada); return err }); !fault.Is(err, fault.Forbidden) {
			t.Errorf("got %v", err)
		}
		if _, _, err := p.Setup(t.Context(), p.link(), ada); err != nil {
			t.Errorf("a new link: %v", err)
		}
	})
}

// TestSetupAtOnce: whoever tries at the same time, with one link or each with their own, there is one first administrator.
func TestSetupAtOnce(t *testing.T) {
	for _, links := range []int{1, 4} {
		onEach(t, func(t *testing.T, p *plane) {
			tokens := make([]string, links)
			for i := range tokens {
				tokens[i] = p.link()
			}
			var wg sync.WaitGroup
			results := make(chan error, 8)
			for n := range cap(results) {
				wg.Add(1)
				go func() {
					defer wg.Done()
					who := ada
					who.Email = string(rune('a'+n)) + "@portico.example"
					_, _, err := p.Setup(context.Background(), tokens[n%links], who)
					results <- err
				}()
			}
			wg.Wait()
			close(results)
			won := 0
			for err := range results {
				switch {
				case err == nil:
					won++
				case !fault.Is(err, fault.Forbidden):
					t.Errorf("with %d links: %v", links, err)
				}
			}
			if n := len(storetest.Dump(t, p.url, p.dir)["accounts"]); won != 1 || n != 1 {
				t.Errorf("with %d links %d have won and there are %d accounts", links, won, n)
			}
		})
	}
}

// TestSignInQ7: a wrong password, an unknown address, nonsense and a suspended account are answered alike.
func TestSignInQ7(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.account("ada@portico.example", identity.Editor)
		p.suspend(p.account("sam@portico.example", identity.Editor))
		for name, tt := range map[string]struct{ email, password string }{
			"wrong password":  {"ada@portico.example", "correct horse"},
			"no password":     {"ada@portico.example", ""},
			"long password":   {"ada@portico.example", strings.Repeat("x", 2000)},
			"unknown":         {"eve@portico.example", password},
			"no address":      {"'; DROP TABLE accounts; --", password},
			"empty":           {"", ""},
			"suspended":       {"sam@portico.example", password},
			"suspended wrong": {"sam@portico.example", "wrong"},
		} {
			err := p.unchanged(func() error { _, _, err := p.SignIn(t.Context(), tt.email, tt.password); return err },
				"audit", "installation", "sqlite_sequence") // each has its line, there
			if !fault.Is(err, fault.Unauthenticated) || err.Error() != "e-mail or password is wrong" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, _, err := p.SignIn(t.Context(), " ADA@portico.example", password); err != nil {
			t.Errorf("the right one: %v", err)
		}
	})
}

func (p *plane) suspend(a *identity.Account) {
	p.t.Helper()
	now := p.clock.Now()
	a.SuspendedAt = &now
	if err := p.store.Update(p.t.Context(), func(tx authoring.Tx) error { return tx.SaveAccount(p.t.Context(), a) }); err != nil {
		p.t.Fatal(err)
	}
}

// TestSessions: a session ends by signing out, by idling, and after a day's work; one that is used goes on.
func TestSessions(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.account("ada@portico.example", identity.Viewer)
		signIn := func() string {
			t.Helper()
			token, _, err := p.SignIn(t.Context(), "ada@portico.example", password)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		live := func(token string) bool {
			t.Helper()
			_, _, err := p.Identify(t.Context(), token)
			if err != nil && !fault.Is(err, fault.Unauthenticated) {
				t.Error(err)
			}
			return err == nil
		}
		one, two := signIn(), signIn()
		if err := p.SignOut(t.Context(), one); err != nil {
			t.Error(err)
		}
		if live(one) || !live(two) {
			t.Error("signing out ends that session and no other")
		}
		if err := errors.Join(p.SignOut(t.Context(), one), p.SignOut(t.Context(), "nonsense"), p.SignOut(t.Context(), "")); err != nil {
			t.Errorf("signing out twice: %v", err)
		}

		p.clock.pass(identity.SessionIdle - time.Second)
		if !live(two) {
			t.Error("a second before it has idled too long")
		}
		p.clock.pass(identity.SessionIdle - time.Second)
		if !live(two) {
			t.Error("the request before was noted")
		}
		p.clock.pass(identity.SessionIdle)
		if live(two) {
			t.Error("it has idled too long")
		}

		three := signIn()
		for range int(identity.SessionLifetime / time.Hour) {
			if !live(three) {
				t.Fatal("it was in use")
			}
			p.clock.pass(time.Hour)
		}
		if live(three) {
			t.Error("its day is over")
		}
		for _, token := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("é", 43), two + "A"} {
			if live(token) {
				t.Errorf("%q is a session", token)
			}
		}
	})
}

// TestSuspensionS1: what ends an account's rights ends its sessions with the next request, and less rights count at once.
func TestSuspensionS1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		a := p.account("ada@portico.example", identity.Administrator)
		token, _, err := p.SignIn(t.Context(), a.Email, password)
		if err != nil {
			t.Fatal(err)
		}
		a.Assignments = []identity.Assignment{identity.Everywhere(identity.Viewer)}
		if err := p.store.Update(t.Context(), func(tx authoring.Tx) error { return tx.SaveAccount(t.Context(), a) }); err != nil {
			t.Fatal(err)
		}
		actor, _, err := p.Identify(t.Context(), token)
		if err != nil || !slices.Equal(actor.Access.RolesAt("shared"), []string{identity.Viewer}) {
			t.Errorf("still %s, %v", actor.Access.RolesAt("shared"), err)
		}
		if _, err := p.PublishMenu(t.Context(), actor, "shared", "main", 1); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a viewer publishes: %v", err)
		}
		p.suspend(a)
		if _, _, err := p.Identify(t.Context(), token); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a suspended account: %v", err)
		}
	})
}

// TestSignOutIsNotUndone: a request that is under way while somebody signs out does not bring the session back.
func TestSignOutIsNotUndone(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		a := p.account("ada@portico.example", identity.Viewer)
		token, _, err := p.SignIn(t.Context(), a.Email, password)
		if err != nil {
			t.Fatal(err)
		}
		p.clock.pass(5 * time.Minute) // so that the request notes itself
		between := &interleaved{Store: p.store}
		other := authoring.New(between, newCompiler(), nil)
		other.SetClock(p.clock.Now)
		between.afterView = func() { // between reading the session and noting the request
			if err := p.SignOut(context.Background(), token); err != nil {
				t.Error(err)
			}
		}
		if _, _, err := other.Identify(t.Context(), token); err != nil {
			t.Errorf("the request itself was in time: %v", err)
		}
		if _, _, err := p.Identify(t.Context(), token); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("the session is back: %v", err)
		}
	})
}

// interleaved does something after the first read of a use case.
type interleaved struct {
	authoring.Store
	afterView func()
}

func (s *interleaved) View(ctx context.Context, f func(authoring.Tx) error) error {
	err := s.Store.View(ctx, f)
	if s.afterView != nil {
		s.afterView()
		s.afterView = nil
	}
	return err
}

// TestSecretsL1: neither passwords nor tokens are anywhere in the database or in the log.
func TestSecretsL1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		link := p.link()
		session, account, err := p.Setup(t.Context(), link, ada)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := p.SignIn(t.Context(), account.Email, password)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.SignIn(t.Context(), account.Email, password+"!"); err == nil {
			t.Error("signed in with another password")
		}
		all := p.log.String()
		for _, rows := range storetest.Dump(t, p.url, p.dir) {
			all += strings.Join(rows, "\n")
		}
		for _, secret := range []string{password, link, session, again} {
			if strings.Contains(all, secret) {
				t.Errorf("%.8s… is stored or logged", secret)
			}
		}
	})
}
