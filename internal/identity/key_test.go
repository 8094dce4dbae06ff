package identity

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

func TestNewKey(t *testing.T) {
	reads := []Grant{grant([]string{Any}, Read)}
	secret, k, err := NewKey("owner", " CI ", reads, now.Add(time.Hour), now)
	if err != nil || k.Name != "CI" || !strings.HasPrefix(secret, "portico_") || len(secret) != 51 || strings.Contains(string(k.Hash), secret[8:]) {
		t.Fatalf("%q %+v %v", secret, k, err)
	}
	if hash, err := HashKey(secret); err != nil || hash != k.Hash {
		t.Errorf("%s %v", hash, err)
	}
	if other := k.Renew(); other == secret {
		t.Error("the same secret again")
	}
	for name, c := range map[string]struct {
		name    string
		grants  []Grant
		expires time.Time
		want    string
	}{
		"no name":         {"", reads, now.Add(time.Hour), "/name"},
		"no grants":       {"x", nil, now.Add(time.Hour), "/grants"},
		"empty grant":     {"x", []Grant{{}}, now.Add(time.Hour), "/grants/0/types"},
		"past":            {"x", reads, now, "/expiresAt"},
		"no end":          {"x", reads, time.Time{}, "/expiresAt"},
		"too long":        {"x", reads, now.Add(KeyLifetime + time.Second), "/expiresAt"},
		"people":          {"x", []Grant{grant([]string{Accounts}, Read, Manage)}, now.Add(time.Hour), "/grants/0/types"},
		"all resources":   {"x", []Grant{grant([]string{AnyResource}, Manage)}, now.Add(time.Hour), "/grants/0/types"},
		"log and more":    {"x", []Grant{grant([]string{Log, Sites}, Read)}, now.Add(time.Hour), "/grants/0/types"},
		"log and others":  {"x", []Grant{reads[0], grant([]string{Log}, Read)}, now.Add(time.Hour), "/grants/1/types"},
		"more of the log": {"x", []Grant{grant([]string{Log}, Read, Manage)}, now.Add(time.Hour), "/grants/0/types"},
		"too many":        {"x", make([]Grant, maxGrants+1), now.Add(time.Hour), "/grants"},
		"unknown action":  {"x", []Grant{grant([]string{Any}, "fly")}, now.Add(time.Hour), "/grants/0/actions"},
	} {
		_, _, err := NewKey("owner", c.name, c.grants, c.expires, now)
		if !fault.Is(err, fault.Unprocessable) || !slices.Contains(pointers(err), c.want) {
			t.Errorf("%s: %v at %q", name, err, pointers(err))
		}
	}
	for _, bad := range []string{"", "portico_", secret[8:], "Portico_" + secret[8:], secret + "A", secret[:50], "portico_" + strings.Repeat("é", 43), strings.Repeat("portico_", 1000)} {
		if _, err := HashKey(bad); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%.60q: %v", bad, err)
		}
	}
}

func TestKeyLife(t *testing.T) {
	_, k, err := NewKey("owner", "x", []Grant{grant([]string{Any}, Read)}, now.Add(time.Hour), now)
	if err != nil {
		t.Fatal(err)
	}
	if !k.Live(now.Add(time.Hour-1)) || k.Live(now.Add(time.Hour)) {
		t.Error("it ends when it says")
	}
	if !k.Touch(now) || k.Touch(now.Add(59*time.Second)) || !k.Touch(now.Add(time.Minute)) {
		t.Error("its use is noted once a minute")
	}
	if k.RevokedAt = &now; k.Live(now) {
		t.Error("it lives on")
	}
}

func TestInvited(t *testing.T) {
	a, err := NewInvited("Ada@Portico.example", "Ada", []Assignment{Everywhere(Administrator)}, now)
	if err != nil || !a.Invited() || a.Email != "ada@portico.example" || VerifyPassword(a.PasswordHash, "") || a.ActiveAdministrator() {
		t.Fatalf("%+v %v", a, err)
	}
	if _, token := NewResetToken(a, now); !token.Live(now.Add(InviteLifetime-1)) || token.Live(now.Add(InviteLifetime)) {
		t.Error("an invitation lives for three days")
	}
	a.PasswordHash = "x"
	if _, token := NewResetToken(a, now); !token.Live(now.Add(ResetLifetime-1)) || token.Live(now.Add(ResetLifetime)) {
		t.Error("a link for a new password lives for half an hour") // SECURITY S5
	}
	if !a.ActiveAdministrator() {
		t.Error("an administrator with a password")
	}
	if err := a.SetProfile("nobody", ""); !slices.Equal(pointers(err), []string{"/email", "/name"}) || a.Name != "Ada" {
		t.Errorf("%v %+v", err, a)
	}
}

// TestLogIsNamed: the right to follow the publication log comes with no other.
func TestLogIsNamed(t *testing.T) {
	if _, _, err := NewKey("owner", "x", []Grant{grant([]string{Log}, Read)}, now.Add(time.Hour), now); err != nil {
		t.Error(err)
	}
	owner := Everything()
	for name, grants := range map[string][]Grant{"all resources": {grant([]string{AnyResource}, Read)}, "all types": {grant([]string{Any}, Read)}} {
		if Limited(grants, owner).May(Read, Target{Type: Log}) {
			t.Errorf("%s reads the log", name)
		}
	}
	if key := Limited([]Grant{grant([]string{Log}, Read)}, owner); !key.May(Read, Target{Type: Log}) || key.May(Read, Target{Type: Sites}) {
		t.Error("a key for the log")
	}
	if _, more := Limited([]Grant{grant([]string{Log}, Read)}, nil).Exceeds(Limited([]Grant{grant([]string{AnyResource}, Actions...)}, nil)); !more {
		t.Error("who has all other resources gives the log away")
	}
}
