package authoring_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestDatabaseAway: without its database every use case says so, with when to try again, and the process lives.
func TestDatabaseAway(t *testing.T) {
	s := start(t, "postgres://portico@127.0.0.1:1/none?sslmode=disable", "")
	cookie := "portico_session=" + strings.Repeat("A", 43)
	bodies := map[string]string{
		"POST /api/v1/setup":    `{"token":"` + strings.Repeat("A", 43) + `","email":"ada@portico.example","name":"Ada","password":"` + password + `"}`,
		"POST /api/v1/sessions": `{"email":"ada@portico.example","password":"` + password + `"}`,

		"POST /api/v1/password-resets/consume": `{"token":"` + strings.Repeat("A", 43) + `","password":"` + password + `"}`,
	}
	asked := 0
	for _, name := range s.routes() {
		method, path, _ := strings.Cut(name, " ")
		if path != "/readyz" && (!strings.HasPrefix(path, "/api/v1/") || strings.Contains(path, "openapi") || strings.Contains(path, "schemas")) {
			continue
		}
		if name == "POST /api/v1/password-resets" { // it looks nothing up before it answers
			continue
		}
		asked++
		body := bodies[name]
		if body == "" && method == http.MethodPatch {
			body = "{}"
		}
		if p, ok := policies[name]; ok {
			path, body = strings.Replace(p.path, ":entry", "01920000-0000-7000-8000-000000000001", 1), p.body
		}
		got := s.do(request{method, path, body, with("Cookie", cookie, "If-Match", `"1"`)})
		p := got.problem(t)
		wait, err := strconv.Atoi(got.header.Get("Retry-After"))
		if got.status != http.StatusServiceUnavailable || p.Code != "unavailable" || err != nil || wait < 1 {
			t.Errorf("%s: %d %s, Retry-After %q", name, got.status, got.body, got.header.Get("Retry-After"))
		}
		if strings.Contains(got.body, "127.0.0.1") || strings.Contains(got.body, "dial") {
			t.Errorf("%s tells where the database is: %s", name, got.body)
		}
		if got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", name)
		}
	}
	if asked < 12 {
		t.Errorf("only %d routes were asked", asked)
	}
	for _, path := range []string{"/healthz", "/", "/setup"} {
		if got := s.do(request{http.MethodGet, path, "", with("Cookie", cookie)}); got.status != http.StatusOK {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// TestPostgresRestarts: PostgreSQL is halted, as a crash would, and started again under load. What fails, fails with 503; what
// was acknowledged is there; and when the database is back, so is the plane, without a restart.
func TestPostgresRestarts(t *testing.T) {
	cluster, err := storetest.StartPostgres()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Stop)
	s := start(t, cluster.NewDatabase(t), "")
	s.load()
	admin := s.as(identity.Administrator)

	// rename publishes a new name of site one on top of whatever is there, and says whether that was acknowledged.
	rename := func(name string) (ok bool) {
		read := s.do(request{http.MethodGet, siteOne, "", with("Cookie", admin)})
		if read.status == http.StatusOK {
			read = s.do(request{http.MethodPatch, siteOne, `{"name": "` + name + `"}`, with("Cookie", admin, "If-Match", read.header.Get("ETag"))})
		}
		switch read.status {
		case http.StatusOK:
			return true
		case http.StatusServiceUnavailable:
			read.problem(t)
		default:
			t.Errorf("%d %s", read.status, read.body)
		}
		return false
	}
	const rounds = 3
	acknowledged, tried := 0, 0
	for range rounds {
		stop := make(chan struct{})
		failed := make(chan struct{}, 1)
		var readers sync.WaitGroup
		for range 4 { // readers
			readers.Add(1)
			go func() {
				defer readers.Done()
				for {
					select {
					case <-stop:
						return
					default:
					}
					got := s.do(request{http.MethodGet, "/api/v1/menus", "", with("Cookie", admin)})
					if got.status != http.StatusOK && got.status != http.StatusServiceUnavailable {
						t.Errorf("%d %s", got.status, got.body)
					}
				}
			}()
		}
		for range 5 {
			if tried++; rename("n" + strconv.Itoa(tried)) {
				acknowledged = tried
			}
		}
		halted := make(chan struct{})
		go func() { cluster.Halt(); close(halted) }()
		for len(failed) == 0 { // until one has failed: it is away
			if tried++; rename("n" + strconv.Itoa(tried)) {
				acknowledged = tried
			} else {
				failed <- struct{}{}
			}
		}
		<-halted
		if got := s.do(request{http.MethodGet, "/readyz", "", nil}); got.status != http.StatusServiceUnavailable {
			t.Errorf("ready without its database: %d", got.status)
		}
		if err := cluster.Start(); err != nil {
			t.Fatal(err)
		}
		for back := false; !back; { // the deadline of the test bounds it
			if tried++; rename("n" + strconv.Itoa(tried)) {
				acknowledged, back = tried, true
			}
			if t.Failed() {
				break
			}
		}
		close(stop)
		readers.Wait()
		got := s.do(request{http.MethodGet, siteOne, "", with("Cookie", admin)})
		if want := `"name":"n` + strconv.Itoa(acknowledged) + `"`; !strings.Contains(got.body, want) {
			t.Errorf("%s was acknowledged, and there is %s", want, got.body)
		}
	}
	if got := s.do(request{http.MethodGet, "/readyz", "", nil}); got.status != http.StatusOK {
		t.Errorf("not ready again: %d", got.status)
	}
}
