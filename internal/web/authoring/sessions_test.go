package authoring_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/identity"
)

func (s *server) signIn(body string, header map[string]string) answer {
	s.t.Helper()
	return s.do(request{http.MethodPost, "/api/v1/sessions", body, header})
}

// TestFirstHour is the way of the first administrator, by HTTP.
func TestFirstHour(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		token, err := s.core.NewSetupLink(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		setup := func(email, password string) answer {
			return s.do(request{http.MethodPost, "/api/v1/setup", `{"token":"` + token + `","email":"` + email + `","name":"Ada","password":"` + password + `"}`, nil})
		}
		weak := setup("ada", "short")
		p := weak.problem(t)
		if weak.status != 422 || len(p.Errors) != 2 || p.Errors[0].Pointer != "/email" || p.Errors[1].Pointer != "/password" {
			t.Errorf("%d %s", weak.status, weak.body)
		}
		good := setup("ada@portico.example", password)
		if good.status != 201 || strings.Contains(good.body, "assword") {
			t.Fatalf("%d %s", good.status, good.body)
		}
		cookie := strings.Split(good.header.Get("Set-Cookie"), ";")[0]
		if me := s.do(request{http.MethodGet, "/api/v1/me", "", with("Cookie", cookie)}); me.status != 200 || !strings.Contains(me.body, `"role":"administrator"`) {
			t.Errorf("%d %s", me.status, me.body)
		}
		if again := setup("eve@portico.example", password); again.status != 403 {
			t.Errorf("the link was used twice: %d", again.status)
		}
		out := s.do(request{http.MethodDelete, "/api/v1/sessions/current", "", with("Cookie", cookie)})
		if set := out.header.Get("Set-Cookie"); out.status != 204 || !strings.Contains(set, "Max-Age=0") {
			t.Errorf("%d, %q", out.status, set)
		}
		if me := s.do(request{http.MethodGet, "/api/v1/me", "", with("Cookie", cookie)}); me.status != 401 {
			t.Errorf("still signed in: %d", me.status)
		}
	})
}

var id = regexp.MustCompile(`"id":"[A-Z2-7]{26}"`)

// TestSignInQ7: who is there cannot be found out from the answer.
func TestSignInQ7(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		s.as(identity.Editor)
		var first string
		for _, body := range []string{
			`{"email":"editor@portico.example","password":"wrong wrong"}`, `{"email":"nobody@portico.example","password":"` + password + `"}`,
			`{"email":"no address","password":"x"}`, `{"email":"","password":""}`,
		} {
			got := s.signIn(body, nil)
			if got.status != 401 || got.header.Get("Set-Cookie") != "" {
				t.Errorf("%s: %d %v", body, got.status, got.header)
			}
			text := id.ReplaceAllString(got.body, "")
			if first == "" {
				first = text
			}
			if text != first || text == got.body {
				t.Errorf("%s is answered with %s, and another with %s", body, text, first)
			}
		}
	})
}

// TestCookie: scripts do not see it, other sites' pages do not send it, and it stays on https where the plane is.
func TestCookie(t *testing.T) {
	for url, secure := range map[string]bool{"": false, "http://admin.example": false, "https://admin.example": true} {
		s := start(t, "", url)
		s.load()
		s.as(identity.Viewer)
		got := s.signIn(`{"email":"viewer@portico.example","password":"`+password+`"}`, nil)
		cookies := (&http.Response{Header: got.header}).Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d %v", got.status, got.header)
		}
		c := cookies[0]
		if c.Name != "portico_session" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge <= 0 || c.Secure != secure {
			t.Errorf("%s: %s", url, got.header.Get("Set-Cookie"))
		}
	}
}

// TestOtherSitesS6: a page of another site gets nothing written with a visitor's cookie, and nothing to read either.
func TestOtherSitesS6(t *testing.T) {
	s := start(t, "", "https://admin.example")
	s.load()
	admin := s.as(identity.Administrator)
	writes := []request{
		{http.MethodPatch, item, `{}`, nil}, {http.MethodPost, publish, "", nil}, {http.MethodPost, "/api/v1/sessions", `{"email":"a@b.example","password":"x"}`, nil},
		{http.MethodDelete, "/api/v1/sessions/current", "", nil}, {http.MethodPost, "/api/v1/setup", `{}`, nil},
	}
	for name, tt := range map[string]struct {
		header  []string
		refused bool
	}{
		"another site":                {[]string{"Sec-Fetch-Site", "cross-site"}, true},
		"a sister site":               {[]string{"Sec-Fetch-Site", "same-site"}, true},
		"typed by the user":           {[]string{"Sec-Fetch-Site", "none"}, true}, // nobody types a POST
		"its own page":                {[]string{"Sec-Fetch-Site", "same-origin", "Origin", "https://admin.example"}, false},
		"another origin":              {[]string{"Origin", "https://evil.example"}, true},
		"no origin":                   {[]string{"Origin", "null"}, true},
		"looks like it":               {[]string{"Origin", "https://admin.example.evil.example"}, true},
		"the same by http":            {[]string{"Origin", "http://admin.example"}, true},
		"another port":                {[]string{"Origin", "https://admin.example:8443"}, true},
		"says so":                     {[]string{"Sec-Fetch-Site", "same-origin", "Origin", "https://evil.example"}, true},
		"contradicts itself":          {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://admin.example"}, true},
		"an origin without the other": {[]string{"Origin", "https://admin.example"}, false},
		"a forged proxy header":       {[]string{"Origin", "https://evil.example", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https"}, true},
		"no browser":                  {nil, false},
	} {
		for _, r := range writes {
			r.header = with(append(slices.Clone(tt.header), "Cookie", admin, "If-Match", `"99"`)...)
			if r.path == "/api/v1/sessions" || strings.HasSuffix(r.path, "setup") || strings.HasSuffix(r.path, "current") {
				if !tt.refused {
					continue // they are let through elsewhere, and this would use up the limit
				}
			}
			got := s.do(r)
			if (got.status == http.StatusForbidden) != tt.refused {
				t.Errorf("%s: %s %s: %d %s", name, r.method, r.path, got.status, got.body)
			}
			if tt.refused {
				got.problem(t)
			}
		}
	}
	for _, method := range []string{http.MethodGet, http.MethodOptions, http.MethodPatch} {
		got := s.do(request{method, siteOne, "", with("Cookie", admin, "Origin", "https://evil.example", "Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "if-match")})
		for name := range got.header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s answers %s: %s", method, name, got.header.Get(name))
			}
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s is %q", method, name, got.header.Get(name))
			}
		}
		if !strings.Contains(got.header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s: %q", method, got.header.Get("Cache-Control"))
		}
	}
}

// TestRateLimitS2: however the attempts are dressed up, they are counted together.
func TestRateLimitS2(t *testing.T) {
	for path, limit := range map[string]int{"/api/v1/sessions": 120, "/api/v1/setup": 10} {
		s := start(t, "", "")
		s.load()
		body := `{"email":"x"` // no JSON: refused before a password is hashed, and counted all the same
		dress := []request{
			{path: path}, {path: path + "/"}, {path: strings.ToUpper(path)}, {path: strings.Replace(path, "/api", "/Api", 1) + "?a=b"}, {path: path, body: body + ` `},
			{path: path, header: with("X-Forwarded-For", "203.0.113.7")}, {path: path, header: with("X-Real-Ip", "203.0.113.8", "Forwarded", "for=203.0.113.9")},
			{path: path, header: with("Client-Ip", "203.0.113.1", "True-Client-Ip", "203.0.113.2", "Cf-Connecting-Ip", "203.0.113.3")}, {path: path, header: with("User-Agent", "other")},
		}
		try := func(n int) answer {
			r := dress[n%len(dress)]
			r.method = http.MethodPost
			if r.body == "" {
				r.body = body
			}
			return s.do(r)
		}
		for n := range limit {
			if got := try(n); got.status != http.StatusBadRequest {
				t.Errorf("%s, attempt %d as %+v: %d", path, n+1, dress[n%len(dress)], got.status)
			}
		}
		for n := range dress {
			got := try(n)
			if p := got.problem(t); got.status != http.StatusTooManyRequests || p.Code != "too_many" || !regexp.MustCompile(`^[1-9]\d?$`).MatchString(got.header.Get("Retry-After")) {
				t.Errorf("%s as %+v: %d, Retry-After %q", path, dress[n], got.status, got.header.Get("Retry-After"))
			}
		}
		for _, odd := range []string{"/" + path, strings.Replace(path, "/v1/", "/v1//", 1), strings.Replace(path, "/v1/", "/./v1/", 1), strings.Replace(path, "s", "%73", 1), path + "%2f", path + ";a"} {
			if got := s.do(request{http.MethodPost, odd, body, nil}); got.status != http.StatusTooManyRequests && got.status != http.StatusNotFound && got.status != http.StatusMethodNotAllowed {
				t.Errorf("%s: %d", odd, got.status)
			}
		}
		if got := s.do(request{http.MethodGet, "/api/v1/me", "", nil}); got.status != http.StatusUnauthorized {
			t.Errorf("another route is limited too: %d", got.status)
		}
	}
}

// TestErrorsKeepSecretsL1: what was sent is not said again, neither in an answer nor in the log.
func TestErrorsKeepSecretsL1(t *testing.T) {
	s := start(t, "", "")
	s.load()
	s.as(identity.Viewer)
	const secret = "Tr0ub4dor-and-3"
	for _, r := range []request{
		{http.MethodPost, "/api/v1/sessions", `{"email":"viewer@portico.example","password":"` + secret + `"}`, nil},
		{http.MethodPost, "/api/v1/sessions", `{"email":"viewer@portico.example","password":"` + strings.Repeat(secret, 100) + `"}`, nil},
		{http.MethodPost, "/api/v1/sessions", `{"email":"viewer@portico.example","password":["` + secret + `"]}`, nil},
		{http.MethodPost, "/api/v1/sessions", `{"email":"viewer@portico.example","pasword":"` + secret + `"}`, nil},
		{http.MethodPost, "/api/v1/sessions", `{"email":"viewer@portico.example","password":"` + secret, nil},
		{http.MethodPost, "/api/v1/sessions", `"` + secret + `"`, nil},
		{http.MethodPost, "/api/v1/sessions", secret, with("Content-Type", "text/plain")},
		{http.MethodPost, "/api/v1/setup", `{"token":"` + secret + `","email":"x","name":"x","password":"` + secret + `"}`, nil},
		{http.MethodPost, "/api/v1/setup", `{"token":{"` + secret + `":1},"email":"x","name":"x","password":"` + secret + `"}`, nil},
		{http.MethodGet, "/api/v1/me?password=" + secret, "", with("Cookie", "portico_session="+secret)},
		{http.MethodGet, "/api/v1/nothing?password=" + secret, "", with("Authorization", "Bearer "+secret)},
	} {
		got := s.do(r)
		if got.status < 400 || got.status >= 500 {
			t.Errorf("%s: %d", r.body, got.status)
		}
		got.problem(t)
		if strings.Contains(got.body, secret) {
			t.Errorf("%s is answered with %s", r.body, got.body)
		}
		for _, of := range []string{".go", "huma", "fiber", "sqlite", "SELECT", "7.8.9"} { // L4
			if strings.Contains(got.body, of) || strings.Contains(strings.Join(got.header["Server"], ""), of) {
				t.Errorf("%s tells of %s: %s", r.body, of, got.body)
			}
		}
	}
	if strings.Contains(s.log.String(), secret) {
		t.Errorf("the log holds it:\n%s", s.log)
	}
}
