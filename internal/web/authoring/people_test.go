package authoring_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/identity"
)

// get reads a value of a JSON body by its path, "data.0.id".
func (a answer) get(t testing.TB, path string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("%d %.200s: %v", a.status, a.body, err)
	}
	for _, name := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[name]
		case []any:
			i := 0
			if _, err := fmt.Sscan(name, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

const readsArticles = `{"actions":["read","update"],"types":["article","faq"],"sites":["*","shared"],"locales":["*"],"fields":["*"]}`

// newKey makes a key of whoever has the cookie.
func (s *server) newKey(cookie, grants string) string {
	s.t.Helper()
	expires := time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339)
	got := s.do(request{http.MethodPost, "/api/v1/keys", `{"name":"CI","grants":[` + grants + `],"expiresAt":"` + expires + `"}`, with("Cookie", cookie)})
	if got.status != http.StatusCreated {
		s.t.Fatalf("%d %s", got.status, got.body)
	}
	return text(got.get(s.t, "secret"))
}

// TestKeys: a key is a second way in, beside the session and never together with it, and no way to people.
func TestKeys(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		key := "Bearer " + s.newKey(editor, readsArticles)
		if me := s.do(request{http.MethodGet, "/api/v1/me", "", with("Authorization", key)}); me.status != 200 || me.get(t, "email") != "editor@portico.example" || text(me.get(t, "key")) == "" {
			t.Errorf("%d %s", me.status, me.body)
		}
		entry := s.fill("/api/v1/entries/:entry")
		for name, tt := range map[string]struct {
			r    request
			want int
		}{
			"reads":                    {request{http.MethodGet, entry, "", with("Authorization", key)}, 200},
			"in small letters":         {request{http.MethodGet, entry, "", with("Authorization", strings.Replace(key, "Bearer", "bearer", 1))}, 200},
			"writes, no browser":       {request{http.MethodPatch, entry, `{"locales":{"en":{"title":"By a key"}}}`, with("Authorization", key, "If-Match", `"1"`)}, 200},
			"from another site's page": {request{http.MethodPatch, entry, `{}`, with("Authorization", key, "If-Match", `"1"`, "Origin", "https://evil.example")}, 403},
			"does not publish":         {request{http.MethodPost, entry + "/publish", `{}`, with("Authorization", key, "If-Match", `"2"`)}, 403},
			"reads no sites":           {request{http.MethodGet, "/api/v1/sites", "", with("Authorization", key)}, 403},
			"with a session":           {request{http.MethodGet, entry, "", with("Authorization", key, "Cookie", editor)}, 400},
			"with a wrong session":     {request{http.MethodGet, entry, "", with("Authorization", key, "Cookie", "portico_session=x")}, 400},
			"another scheme":           {request{http.MethodGet, entry, "", with("Authorization", "Basic "+key[7:])}, 401},
			"no scheme":                {request{http.MethodGet, entry, "", with("Authorization", key[7:])}, 401},
			"another key":              {request{http.MethodGet, entry, "", with("Authorization", "Bearer portico_"+strings.Repeat("A", 43))}, 401},
			"a key in the session":     {request{http.MethodGet, entry, "", with("Cookie", "portico_session="+key[7:])}, 401},
			"a session as a key":       {request{http.MethodGet, entry, "", with("Authorization", "Bearer "+strings.TrimPrefix(editor, "portico_session="))}, 401},
			"a key in the address":     {request{http.MethodGet, entry + "?access_token=" + key[7:], "", nil}, 401},
			"makes no key":             {request{http.MethodPost, "/api/v1/keys", `{"name":"x","grants":[` + readsArticles + `],"expiresAt":"2027-01-01T00:00:00Z"}`, with("Authorization", key)}, 403},
			"has no sessions":          {request{http.MethodGet, "/api/v1/me/sessions", "", with("Authorization", key)}, 403},
			"asks what it may":         {request{http.MethodGet, "/api/v1/me/access?action=publish&type=article", "", with("Authorization", key)}, 200},
		} {
			if got := s.do(tt.r); got.status != tt.want {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
		}
		line := s.do(request{http.MethodGet, "/api/v1/audit?action=entry.save&page[size]=1", "", with("Cookie", s.as(identity.Administrator))})
		if text(line.get(t, "data.0.via")) == "" || text(line.get(t, "data.0.address")) == "" || text(line.get(t, "data.0.requestId")) == "" {
			t.Errorf("the audit does not say by which key, and from where: %s", line.body)
		}
	})
}

// TestPeople is what an administrator does in the course of a week, by HTTP.
func TestPeople(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := with("Cookie", s.as(identity.Administrator))
		do := func(method, path, body string, header map[string]string, want int) answer {
			t.Helper()
			got := s.do(request{method, path, body, header})
			if got.status != want {
				t.Errorf("%s %s: %d %s", method, path, got.status, got.body)
			}
			return got
		}
		made := do(http.MethodPost, "/api/v1/roles", `{"name":"press","label":{"en":"Press"},"grants":[`+readsArticles+`]}`, admin, 201)
		if made.header.Get("ETag") != `"1"` || made.header.Get("Location") != "/api/v1/roles/press" {
			t.Errorf("%v", made.header)
		}
		invited := do(http.MethodPost, "/api/v1/accounts", `{"email":"ada@portico.example","name":"Ada","roles":[{"role":"press","sites":["one"],"locales":["*"]}]}`, admin, 201)
		link := text(invited.get(t, "link"))
		base, token, _ := strings.Cut(link, "#")
		if base != s.url+"/password" || fmt.Sprint(invited.get(t, "account.invited")) != "true" || fmt.Sprint(invited.get(t, "mailed")) != "false" {
			t.Fatalf("%s", invited.body)
		}
		do(http.MethodPost, "/api/v1/accounts", `{"email":"Ada@portico.example","name":"Ada","roles":[]}`, admin, 409)
		do(http.MethodPost, "/api/v1/accounts", `{"email":"eve@portico.example","name":"Eve","roles":[],"isAdmin":true}`, admin, 422)
		do(http.MethodPost, "/api/v1/password-resets/consume", `{"token":"`+token+`","password":"`+password+`"}`, nil, 204)
		do(http.MethodPost, "/api/v1/password-resets/consume", `{"token":"`+token+`","password":"`+password+`"}`, nil, 403)
		session := s.signIn(`{"email":"ada@portico.example","password":"`+password+`"}`, nil)
		ada := with("Cookie", strings.Split(session.header.Get("Set-Cookie"), ";")[0])
		account := "/api/v1/accounts/" + text(invited.get(t, "account.id"))

		why := do(http.MethodGet, account+"/access?action=update&type=article&site=two", "", admin, 200)
		if fmt.Sprint(why.get(t, "allowed")) != "false" || text(why.get(t, "reason")) != "no role held allows update of article in two" {
			t.Errorf("%s", why.body)
		}
		batch := do(http.MethodPost, "/api/v1/me/access", `{"questions":[{"action":"update","type":"article","site":"one"},{"action":"manage","type":"@accounts"}]}`, ada, 200)
		if fmt.Sprint(batch.get(t, "data.0.allowed")) != "true" || fmt.Sprint(batch.get(t, "data.1.allowed")) != "false" || batch.get(t, "data.0.roles.0") != "press" {
			t.Errorf("%s", batch.body)
		}
		bad := do(http.MethodGet, "/api/v1/me/access?action=fly&type=article", "", ada, 422)
		if p := bad.problem(t); len(p.Errors) != 1 || p.Errors[0].Parameter != "action" {
			t.Errorf("%s", bad.body)
		}

		do(http.MethodDelete, "/api/v1/roles/press", "", with("Cookie", admin["Cookie"], "If-Match", `"1"`), 409)
		do(http.MethodDelete, "/api/v1/roles/press", "", admin, 428)
		etag := do(http.MethodGet, account, "", admin, 200).header.Get("ETag")
		do(http.MethodPatch, account, `{"roles":[{"role":"viewer","sites":["one"],"locales":["fr"]}]}`, with("Cookie", admin["Cookie"], "If-Match", etag), 200)
		do(http.MethodGet, "/api/v1/me", "", ada, 401)
		do(http.MethodDelete, "/api/v1/roles/press", "", with("Cookie", admin["Cookie"], "If-Match", `"1"`), 204)
		do(http.MethodPost, account+"/suspend", "", admin, 200)
		do(http.MethodGet, "/api/v1/accounts?q=ADA&page[size]=1", "", admin, 200)
		list := do(http.MethodGet, "/api/v1/accounts?page[size]=1", "", admin, 200)
		next := do(http.MethodGet, "/api/v1/accounts?page[size]=1&page[after]="+url.QueryEscape(text(list.get(t, "page.next"))), "", admin, 200)
		if list.get(t, "data.0.email") != "administrator@portico.example" || next.get(t, "data.0.email") != "ada@portico.example" || next.get(t, "page.next") != nil {
			t.Errorf("%s\n%s", list.body, next.body)
		}
		for _, path := range []string{"/api/v1/accounts?page[size]=101", "/api/v1/accounts?role=%25", "/api/v1/audit?since=yesterday", "/api/v1/audit?page[after]=-1"} {
			do(http.MethodGet, path, "", admin, 422)
		}
		do(http.MethodGet, "/api/v1/accounts?q=%00", "", admin, 422)
	})
}

// TestResetS5: what is no string is refused, and no header says where a link leads.
func TestResetS5(t *testing.T) {
	s := start(t, "", "https://admin.example")
	s.load()
	admin := s.as(identity.Administrator)
	forged := with("Cookie", admin, "Host", "evil.example", "X-Forwarded-Host", "evil.example", "Forwarded", "host=evil.example", "X-Forwarded-Proto", "http")
	got := s.do(request{http.MethodPost, "/api/v1/accounts", `{"email":"ada@portico.example","name":"Ada","roles":[]}`, forged})
	if !strings.HasPrefix(text(got.get(t, "link")), "https://admin.example/password#") {
		t.Errorf("%d %s", got.status, got.body)
	}
	_, token, _ := strings.Cut(text(got.get(t, "link")), "#")
	for _, value := range []string{`["` + token + `"]`, `{"$ne":""}`, `{"token":"` + token + `"}`, `null`, `true`, `1`} {
		for _, body := range []string{`{"token":` + value + `,"password":"` + password + `"}`, `{"token":"` + token + `","password":` + value + `}`} {
			if got := s.do(request{http.MethodPost, "/api/v1/password-resets/consume", body, nil}); got.status != 422 && got.status != 429 {
				t.Errorf("%s: %d %s", body, got.status, got.body)
			}
		}
	}
	if got := s.do(request{http.MethodPost, "/api/v1/password-resets", `{"email":["ada@portico.example"]}`, nil}); got.status != 422 {
		t.Errorf("a list of addresses: %d", got.status)
	}
	other := start(t, "", "https://admin.example")
	other.load()
	for _, path := range []string{"/api/v1/password-resets/consume?token=" + token + "&password=" + password, "/api/v1/password-resets/" + token} {
		if got := other.do(request{http.MethodPost, path, "", nil}); got.status != 400 && got.status != 404 {
			t.Errorf("a token in the address: %d", got.status)
		}
	}
}

// TestResetQ7: the answer is the same for everybody, and comes before anything is looked up.
func TestResetQ7(t *testing.T) {
	s := start(t, "postgres://portico@127.0.0.1:1/none?sslmode=disable", "") // an answer from the database would be a 503
	first := ""
	for _, email := range []string{"administrator@portico.example", "nobody@portico.example", "no address", ""} {
		got := s.do(request{http.MethodPost, "/api/v1/password-resets", `{"email":"` + email + `"}`, nil})
		got.header.Del("Date")
		got.header.Del("X-Request-Id")
		all := fmt.Sprint(got.status, got.header, got.body)
		if first == "" {
			first = all
		}
		if got.status != http.StatusAccepted || all != first {
			t.Errorf("%q: %s\nand another: %s", email, all, first)
		}
	}
}

// TestAccountLimitS2: tries for one account are counted together, however its address is written and whatever else is sent.
func TestAccountLimitS2(t *testing.T) {
	s := start(t, "", "")
	s.load()
	s.as(identity.Viewer)
	dress := []string{
		`{"email":"viewer@portico.example","password":"wrong wrong"}`, `{"email":" VIEWER@portico.example ","password":"wrong wrong"}`,
		`{"email":"other@portico.example","email":"viewer@portico.example","password":"wrong wrong"}`, `{"password":"wrong wrong","email":"Viewer@Portico.Example"}`,
	}
	for n := range 10 {
		if got := s.signIn(dress[n%len(dress)], with("X-Forwarded-For", fmt.Sprintf("203.0.113.%d", n))); got.status != 401 {
			t.Errorf("attempt %d: %d", n+1, got.status)
		}
	}
	for _, body := range append(dress, `{"email":"viewer@portico.example","password":"`+password+`"}`) {
		if got := s.signIn(body, nil); got.status != 429 || got.header.Get("Retry-After") == "" {
			t.Errorf("%s: %d", body, got.status)
		}
	}
	if got := s.signIn(`{"email":"another@portico.example","password":"wrong wrong"}`, nil); got.status != 401 {
		t.Errorf("another account: %d", got.status)
	}
}

// TestAuditExport: every line, whole and in order, with its end; more than a page of them.
func TestAuditExport(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		cookie := s.as(identity.Administrator)
		s.auditLines(1200)
		got := s.do(request{http.MethodGet, "/api/v1/audit/export", "", with("Cookie", cookie)})
		if got.status != 200 || got.header.Get("Content-Type") != "application/x-ndjson" {
			t.Fatalf("%d %v", got.status, got.header)
		}
		lines, last := 0, ""
		in := bufio.NewScanner(strings.NewReader(got.body))
		in.Buffer(nil, 1<<20)
		for in.Scan() {
			last = in.Text()
			var line struct {
				Number   int
				Complete bool
			}
			if err := json.Unmarshal(in.Bytes(), &line); err != nil {
				t.Fatalf("%s: %v", last, err)
			}
			if lines++; !line.Complete && line.Number != lines {
				t.Fatalf("line %d has number %d", lines, line.Number)
			}
		}
		if want := fmt.Sprintf(`{"complete":true,"lines":%d}`, lines-1); last != want || lines < 1200 {
			t.Errorf("it ends with %s, want %s", last, want)
		}
		part := s.do(request{http.MethodGet, "/api/v1/audit/export?action=test&page[after]=1000", "", with("Cookie", cookie)})
		if strings.Contains(part.body, `"number":1000,`) || !strings.Contains(part.body, `"number":1001,`) {
			t.Errorf("%.300s", part.body)
		}
	})
}
