package authoring_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/web/authoring"
)

// TestProxyAddressS2: behind a proxy that is trusted, limits and audit go by who asked it, and what else stands in the header is not
// believed.
func TestProxyAddressS2(t *testing.T) {
	s := start(t, "", "", func(o *authoring.Options) { o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	s.load()
	s.as(identity.Viewer)
	wrong := `{"email":"viewer@portico.example","password":"wrong wrong"}`
	for n := range 10 { // what somebody puts before the address that the proxy writes makes no other bucket
		if got := s.signIn(wrong, with("X-Forwarded-For", fmt.Sprintf("198.51.100.%d, 203.0.113.7", n))); got.status != http.StatusUnauthorized {
			t.Errorf("attempt %d: %d", n+1, got.status)
		}
	}
	if got := s.signIn(wrong, with("X-Forwarded-For", "1.2.3.4, 203.0.113.7")); got.status != http.StatusTooManyRequests {
		t.Errorf("the eleventh of one address: %d", got.status)
	}
	right := `{"email":"viewer@portico.example","password":"` + password + `"}`
	if got := s.signIn(right, with("X-Forwarded-For", "203.0.113.8")); got.status != http.StatusCreated {
		t.Errorf("from another address: %d", got.status)
	}
	var addresses []string
	lines, err := s.core.AuditTrail(t.Context(), core.System("test"), core.AuditFilter{Action: "session.refused"})
	for _, l := range lines {
		addresses = append(addresses, l.Address)
	}
	if slices.Sort(addresses); err != nil || len(addresses) != 10 || len(slices.Compact(addresses)) != 1 || addresses[0] != "203.0.113.7" {
		t.Errorf("the audit has %q, %v", addresses, err)
	}
	lines, err = s.core.AuditTrail(t.Context(), core.System("test"), core.AuditFilter{Action: "session.create", Newest: true})
	if err != nil || lines[0].Address != "203.0.113.8" {
		t.Errorf("%+v %v", lines[0], err)
	}
}

// TestOneGuesserLocksNobodyOutS2: whoever guesses at one account does not keep others of the same network from signing in.
func TestOneGuesserLocksNobodyOutS2(t *testing.T) {
	s := start(t, "", "")
	s.load()
	s.as(identity.Viewer)
	s.as(identity.Editor)
	for range 40 {
		s.signIn(`{"email":"viewer@portico.example","password":"`+strings.Repeat("x", 900)+`"}`, nil)
	}
	if got := s.signIn(`{"email":"editor@portico.example","password":"`+password+`"}`, nil); got.status != http.StatusCreated {
		t.Errorf("a colleague: %d %s", got.status, got.body)
	}
}

// TestLargeTranslations: an answer of a translator may be as large as the texts of a thousand entries are.
func TestLargeTranslations(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	csv := s.call(editor, http.MethodPost, "/api/v1/translations/export", `{"type":"article","source":"en","target":"de","format":"csv"}`, "", 200, nil).body
	send := func(body string) answer {
		return s.do(request{http.MethodPost, "/api/v1/translations/import", body, with("Cookie", editor, "Content-Type", "text/csv")})
	}
	head, rest, _ := strings.Cut(csv, "\n")
	filler := strings.Repeat(rest, 3<<20/len(rest))
	if got := send(head + "\n" + filler); got.status != http.StatusOK && got.status != http.StatusUnprocessableEntity || strings.Contains(got.body, "too_large") {
		t.Errorf("3 MB: %d %.300s", got.status, got.body)
	}
	if got := send(head + "\n" + rest); got.status != http.StatusOK {
		t.Errorf("%d %.300s", got.status, got.body)
	}
	req, err := http.NewRequest(http.MethodPost, s.url+"/api/v1/translations/import", strings.NewReader(strings.Repeat("x", 65<<20)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Cookie", editor)
	req.Header.Set("Content-Type", "text/csv")
	if res, err := client.Do(req); err == nil { // else the connection was closed on the rest of it, as it may be
		_ = res.Body.Close()
		if res.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("65 MB: %d", res.StatusCode)
		}
	}
	if got := s.do(request{http.MethodPost, "/api/v1/translations/import", rest, with("Content-Type", "text/csv")}); got.status != http.StatusUnauthorized {
		t.Errorf("anonymous: %d", got.status)
	}
}

// TestLongHeaders: cookies of a company's other applications on the same domain keep nobody out, nor does a long question; what is far
// beyond is refused as a problem.
func TestLongHeaders(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	for size, want := range map[int]int{24 << 10: http.StatusOK, 40 << 10: http.StatusRequestHeaderFieldsTooLarge} {
		for name, r := range map[string]request{
			"cookies":  {http.MethodGet, "/api/v1/me", "", with("Cookie", "other="+strings.Repeat("x", size)+"; "+editor)},
			"question": {http.MethodGet, "/api/v1/me?q=" + strings.Repeat("x", size), "", with("Cookie", editor)},
		} {
			if got := s.do(r); got.status != want || want != http.StatusOK && got.problem(t).Code != "too_large" {
				t.Errorf("%s of %d bytes: %d %.200s", name, size, got.status, got.body)
			}
		}
	}
}
