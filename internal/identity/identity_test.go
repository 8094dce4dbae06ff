package identity

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

var now = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

// cheap makes hashing fast for tests that are not about its cost.
func cheap(t *testing.T) {
	t.Helper()
	before := current
	current = cost{memory: 64, time: 1, threads: 1}
	t.Cleanup(func() { current = before })
}

func pointers(err error) []string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil
	}
	var ptrs []string
	for _, p := range f.Problems {
		ptrs = append(ptrs, p.Pointer)
	}
	return ptrs
}

func TestNewAccount(t *testing.T) {
	cheap(t)
	a, err := NewAccount(" Ada@Example.COM ", " Ada Löwe ", "correct horse", []Assignment{Everywhere(Administrator)}, now)
	if err != nil {
		t.Fatal(err)
	}
	if a.Email != "ada@example.com" || a.Name != "Ada Löwe" || a.Suspended() || !a.CreatedAt.Equal(now) || len(a.ID) != 36 || a.ID[14] != '7' {
		t.Errorf("%+v", a)
	}
	if !VerifyPassword(a.PasswordHash, "correct horse") || strings.Contains(a.PasswordHash, "correct") {
		t.Errorf("hash %q", a.PasswordHash)
	}
	_, err = NewAccount("ada", "\x07", "short", nil, now)
	if got := pointers(err); !fault.Is(err, fault.Unprocessable) || !slices.Equal(got, []string{"/email", "/name", "/password"}) {
		t.Errorf("%v %v", got, err)
	}
	if strings.Contains(err.Error(), "short") {
		t.Error("the message repeats the password")
	}
}

func TestNames(t *testing.T) {
	for name, ok := range map[string]bool{
		"A": true, "Zoë d'Arc": true, "محمد": true, strings.Repeat("é", 100): true,
		"": false, " \t": false, strings.Repeat("é", 101): false, "a\nb": false, "a\u202eb": false, "a\xff": false,
	} {
		var ps fault.Problems
		if checkName(strings.TrimSpace(name), &ps); ok != (len(ps) == 0) {
			t.Errorf("%q: %v", name, ps)
		}
	}
}

func TestNormalizeEmail(t *testing.T) {
	for in, want := range map[string]string{
		"a@b.example": "a@b.example", "\tA.B+c@X-Y.Example\n": "a.b+c@x-y.example", "root@localhost": "root@localhost", "o'neil@x.ie": "o'neil@x.ie",
		strings.Repeat("a", 242) + "@example.com": strings.Repeat("a", 242) + "@example.com",
		strings.Repeat("a", 243) + "@example.com": "",
		"": "", "a": "", "@b.example": "", "a@": "", "a@b@c": "", "a@b..c": "", "a@.b": "", "a b@c": "", "a@b c": "", "a\x00@b": "",
		"<a@b.example>": "", "A <a@b.example>": "", "a@b.example,c@d.example": "", "é@b.example": "", "a@\u212a.example": "", "a@[127.0.0.1]": "",
	} {
		got, err := NormalizeEmail(in)
		if got != want || (want == "") != fault.Is(err, fault.Unprocessable) {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

func TestS7PasswordLengths(t *testing.T) {
	cheap(t)
	for _, c := range []struct {
		password string
		ok       bool
	}{
		{"1234567", false}, {"12345678", true}, {"ßßßßßßßß", true}, {strings.Repeat("é", 200), true}, {strings.Repeat("a", 201), false},
		{strings.Repeat("a", 10<<20), false}, {"12345678\xff", false},
	} {
		hash, err := HashPassword(c.password)
		if c.ok != (err == nil) {
			t.Errorf("%.20q: %v", c.password, err)
		}
		if c.ok && !VerifyPassword(hash, c.password) {
			t.Errorf("%.20q does not verify", c.password)
		}
	}
	start := time.Now()
	if VerifyPassword("", strings.Repeat("a", 10<<20)) || time.Since(start) > time.Second {
		t.Error("ten megabytes are hashed")
	}
}

func TestVerifyPassword(t *testing.T) {
	cheap(t)
	hash, _ := HashPassword("caf\u00e9 au lait")
	again, _ := HashPassword("caf\u00e9 au lait")
	if hash == again {
		t.Error("two hashes of one password are equal: no salt")
	}
	if !VerifyPassword(hash, "cafe\u0301 au lait") {
		t.Error("the same password, typed on another system, is refused")
	}
	for _, wrong := range []string{"", "cafe au lait", "café au lait ", "CAFÉ AU LAIT"} {
		if VerifyPassword(hash, wrong) {
			t.Errorf("%q is taken", wrong)
		}
	}
	if !regexp.MustCompile(`^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`).MatchString(hash) {
		t.Errorf("not a PHC string: %s", hash)
	}
}

func TestBrokenHashesAreRefused(t *testing.T) {
	cheap(t)
	good, _ := HashPassword("password")
	for _, h := range []string{
		"", "password", good + "$", strings.TrimPrefix(good, "$"), strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=64", "m=999999999", 1), strings.Replace(good, "t=1", "t=0", 1), strings.Replace(good, "p=1", "p=300", 1),
		strings.Replace(good, "m=64", "m=-1", 1), "$argon2id$v=19$m=64,t=1,p=1$$",
	} {
		if VerifyPassword(h, "password") || VerifyPassword(h, "") || !NeedsRehash(h) {
			t.Errorf("%q is taken", h)
		}
	}
	if NeedsRehash(good) {
		t.Error("a fresh hash needs another")
	}
	current.time = 2
	if !NeedsRehash(good) || !VerifyPassword(good, "password") {
		t.Error("a hash of other settings must verify and be made anew")
	}
}

// TestQ7UnknownEmailTakesAsLong compares medians with the real cost: an account that is not there must not answer faster.
// The bound is wide, because machines are busy; without the dummy the ratio is in the thousands.
func TestQ7UnknownEmailTakesAsLong(t *testing.T) {
	hash, err := HashPassword("a real password")
	if err != nil {
		t.Fatal(err)
	}
	VerifyPassword("", "warm up")
	median := func(hash string) time.Duration {
		var times []time.Duration
		for range 7 {
			start := time.Now()
			VerifyPassword(hash, "a wrong password")
			times = append(times, time.Since(start))
		}
		slices.Sort(times)
		return times[3]
	}
	known, unknown := median(hash), median("")
	t.Logf("known %v, unknown %v", known, unknown)
	if unknown < known/4 || known < unknown/4 {
		t.Errorf("known %v, unknown %v", known, unknown)
	}
}

func TestSession(t *testing.T) {
	token, s := NewSession("id", now)
	other, _ := NewSession("id", now)
	hash, err := HashToken(token)
	if err != nil || hash != s.Hash || token == other || len(token) != 43 || len(hash) != 64 || strings.Contains(string(s.Hash), token) {
		t.Fatalf("%q %q %v", token, hash, err)
	}
	for after, live := range map[time.Duration]bool{0: true, SessionIdle - 1: true, SessionIdle: false, SessionLifetime: false} {
		if s.Live(now.Add(after)) != live {
			t.Errorf("idle for %v: want %t", after, live)
		}
	}
	writes := 0
	at := now
	for ; s.Live(at); at = at.Add(10 * time.Second) {
		if s.Touch(at) {
			writes++
		}
	}
	if at.Sub(now) != SessionLifetime || writes != 719 {
		t.Errorf("a busy session ended after %v with %d writes", at.Sub(now), writes)
	}
}

func TestHashTokenRefusesNonsense(t *testing.T) {
	token, _ := NewSetupToken(now)
	for _, s := range []string{"", "x", token + "A", token[1:], token + "=", "\n" + token, token[:42] + "\n", token[:42] + "!", strings.Repeat("A", 1<<20)} {
		if h, err := HashToken(s); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%.60q: %q, %v", s, h, err)
		}
	}
}

func TestSetupToken(t *testing.T) {
	token, s := NewSetupToken(now)
	if hash, err := HashToken(token); err != nil || hash != s.Hash {
		t.Errorf("%q, %v", hash, err)
	}
	if !s.Live(now.Add(SetupLifetime-1)) || s.Live(now.Add(SetupLifetime)) {
		t.Error("it must live for 24 hours")
	}
}
