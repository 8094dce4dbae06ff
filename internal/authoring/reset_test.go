package authoring_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// postbox collects what is mailed; the mail server has a test of its own.
type postbox struct {
	mu   sync.Mutex
	sent []authoring.LinkMail
	err  error
}

func (b *postbox) SendLink(_ context.Context, m authoring.LinkMail) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.sent = append(b.sent, m)
	}
	return b.err
}

// ask asks for new passwords and waits until all of that is answered.
func (p *plane) ask(emails ...string) {
	p.t.Helper()
	for _, email := range emails {
		p.AskReset(authoring.WithOrigin(p.t.Context(), authoring.Origin{Language: "fr", Address: "192.0.2.9"}), email)
	}
	ctx, cancel := context.WithCancel(p.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.AnswerResets(ctx)
	}()
	for p.Asked() > 0 {
		time.Sleep(time.Millisecond)
	}
	p.AskReset(p.t.Context(), "") // taken only after the one before was answered
	for p.Asked() > 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	<-done
}

// TestResetQ7: whoever asks learns nothing, and only an account that may sign in gets a mail, to its own address.
func TestResetQ7(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		box := &postbox{}
		p.ConnectMail(box, "https://admin.example")
		ada := p.person("ada@portico.example", everywhere(identity.Viewer))
		p.suspend(p.account("sam@portico.example", identity.Editor))
		before := storetest.Dump(t, p.url, p.dir)
		p.ask("nobody@portico.example", "sam@portico.example", "no address", "", "ada@portico.example\r\nBcc: eve@evil.example", strings.Repeat("a", 1000), "' OR 1=1 --")
		if len(box.sent) != 0 || len(storetest.Dump(t, p.url, p.dir)["reset_tokens"]) != 0 || len(before["audit"]) != len(storetest.Dump(t, p.url, p.dir)["audit"]) {
			t.Fatalf("mailed: %+v", box.sent)
		}
		p.ask(" ADA@portico.example")
		if len(box.sent) != 1 || box.sent[0].Email != ada.Email || box.sent[0].Language != "fr" || box.sent[0].Invitation || !strings.HasPrefix(box.sent[0].Link, "https://admin.example/password#") {
			t.Fatalf("mailed: %+v", box.sent)
		}
		p.ask(ada.Email, ada.Email, ada.Email, ada.Email)
		if len(box.sent) != identity.MaxResets {
			t.Errorf("%d mails: somebody's mailbox is flooded", len(box.sent))
		}
		if !p.live(ada.session) {
			t.Error("asking signs out")
		}
	})
}

// TestResetS5: a token is stored as its hash, holds for half an hour, works once, and takes all others with it.
func TestResetS5(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		box := &postbox{}
		p.ConnectMail(box, "https://admin.example")
		ada := p.person("ada@portico.example", everywhere(identity.Viewer))
		token := func(i int) string {
			_, token, _ := strings.Cut(box.sent[i].Link, "#")
			return token
		}
		p.ask(ada.Email)
		p.clock.pass(identity.ResetLifetime)
		for name, bad := range map[string]string{"too old": token(0), "none": "", "nonsense": "x", "well-formed": strings.Repeat("A", 43), "a session": ada.session} {
			if err := p.unchanged(func() error { return p.ResetPassword(t.Context(), bad, password+"2") }); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		p.ask(ada.Email, ada.Email)
		ada.session = p.signIn(ada.Email)
		if err := p.ResetPassword(t.Context(), token(1), password+"2"); err != nil || p.live(ada.session) {
			t.Errorf("reset: %v", err)
		}
		for _, used := range []string{token(1), token(2)} {
			if err := p.ResetPassword(t.Context(), used, password+"3"); !fault.Is(err, fault.Forbidden) {
				t.Errorf("used again: %v", err)
			}
		}
		if _, _, err := p.SignIn(t.Context(), ada.Email, password+"2"); err != nil {
			t.Errorf("the new password: %v", err)
		}
		p.ask(ada.Email)
		last := token(len(box.sent) - 1)
		var wg sync.WaitGroup
		won := make(chan struct{}, 8)
		for range cap(won) {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if p.ResetPassword(context.Background(), last, password+"4") == nil {
					won <- struct{}{}
				}
			}()
		}
		wg.Wait()
		if len(won) != 1 {
			t.Errorf("%d have used one link", len(won))
		}
		p.ask(ada.Email)
		p.suspend(ada.Account)
		if err := p.ResetPassword(t.Context(), token(len(box.sent)-1), password); !fault.Is(err, fault.Forbidden) {
			t.Errorf("suspended: %v", err)
		}
	})
}

// TestWithoutMail: the log says so, and an administrator hands the link over; so too where the server does not take it.
func TestWithoutMail(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		admin := p.person("admin@portico.example", everywhere(identity.Administrator))
		p.ask("ada@portico.example")
		if !strings.Contains(p.log.String(), "mail is not configured") || strings.Contains(p.log.String(), "ada@") {
			t.Errorf("the log: %s", p.log)
		}
		box := &postbox{err: fault.New(fault.Unavailable, "the mail server is away")}
		p.ConnectMail(box, "https://admin.example")
		link, err := p.InviteAccount(t.Context(), p.actor(admin), authoring.Profile{Email: "ada@portico.example", Name: "Ada"})
		if err != nil || link.Mailed || link.Link == "" {
			t.Errorf("%+v %v", link, err)
		}
		box.err = nil
		link, err = p.NewPasswordLink(t.Context(), p.actor(admin), link.Account.ID)
		if err != nil || !link.Mailed || link.Link != "" || len(box.sent) != 1 || !box.sent[0].Invitation {
			t.Errorf("%+v %v", link, err)
		}
	})
}

// TestPeopleKeepSecretsL1: a day of people's work, and no password, key or token of it is stored, logged or audited.
func TestPeopleKeepSecretsL1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		box := &postbox{}
		ctx, admin := t.Context(), p.person("admin@portico.example", everywhere(identity.Administrator))
		link, err := p.InviteAccount(ctx, p.actor(admin), authoring.Profile{Email: "ada@portico.example", Name: "Ada", Roles: []identity.Assignment{at(identity.Editor, "one", "two")}})
		if err != nil {
			t.Fatal(err)
		}
		secrets := []string{password, password + "-two", password + "-three", p.token(link)}
		if err := p.ResetPassword(ctx, p.token(link), password); err != nil {
			t.Fatal(err)
		}
		ada := &person{link.Account, p.signIn("ada@portico.example")}
		if err := p.ChangePassword(ctx, p.actor(ada), password, password+"-two"); err != nil {
			t.Fatal(err)
		}
		secret, key := p.key(ada, articles(identity.Read))
		next, _, err := p.RotateKey(ctx, p.actor(ada), key.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.IdentifyKey(ctx, secret)
		secrets = append(secrets, ada.session, admin.session, secret[8:], next[8:])
		p.ConnectMail(box, "https://admin.example")
		p.ask("ada@portico.example", "eve@portico.example")
		_, token, _ := strings.Cut(box.sent[0].Link, "#")
		secrets = append(secrets, token)
		failures := []error{err, p.ResetPassword(ctx, token, "bad"), p.ChangePassword(ctx, p.actor(ada), password+"-three", "bad")}
		_, _, err = p.SignIn(ctx, "ada@portico.example", password+"-three")
		failures = append(failures, err)
		all := p.log.String()
		for _, err := range failures {
			if err == nil {
				t.Error("it must fail")
				continue
			}
			all += err.Error() + "\n"
		}
		for _, rows := range storetest.Dump(t, p.url, p.dir) {
			all += strings.Join(rows, "\n")
		}
		for _, secret := range secrets {
			if strings.Contains(all, secret) {
				t.Errorf("%.8s… is stored or told", secret)
			}
		}
	})
}
