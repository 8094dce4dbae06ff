package authoring_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	core "github.com/portico-cms/portico/internal/authoring"

	"github.com/portico-cms/portico/internal/identity"
)

// openRoutes are the routes that answer whoever asks. A new one is a decision: it gets its line, and its reason, here.
var openRoutes = map[string]string{
	"GET /healthz":                    "whether the process lives",
	"GET /readyz":                     "whether it may take traffic",
	"GET /metrics":                    "counts for Prometheus; no site, person or secret is in them",
	"GET /setup":                      "the page behind the one-time link",
	"GET /password":                   "the page behind a link for a new password",
	"GET /ui/assets/:file":            "the admin UI's scripts and styles; they are in the source",
	"GET /pages/texts.js":             "their texts",
	"GET /pages/:file":                "their styles and scripts",
	"GET /api/v1/openapi.json":        "the description of the API; it is in the source",
	"GET /api/v1/openapi-3.0.json":    "the same",
	"GET /api/v1/openapi.yaml":        "the same",
	"GET /api/v1/openapi-3.0.yaml":    "the same",
	"GET /api/v1/schemas/:schema":     "parts of it",
	"POST /api/v1/setup":              "needs the one-time token",
	"POST /api/v1/sessions":           "signs in",
	"DELETE /api/v1/sessions/current": "signs out; without a session there is nothing to end",

	"POST /api/v1/password-resets":         "says the same to everybody",
	"POST /api/v1/password-resets/consume": "needs the one-time token",
}

// routes gives every route of the application, HEAD aside.
func (s *server) routes() (out []string) {
	for _, r := range s.app.GetRoutes(true) {
		if name := r.Method + " " + r.Path; r.Method != http.MethodHead && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// fill puts values into the parameters of a route, or of a policy's path.
func (s *server) fill(route string) string {
	view, session := "none", ""
	if strings.Contains(route, ":view") {
		view = s.teamView()
	}
	if strings.Contains(route, "/:session") {
		session = s.anotherSession()
	}
	subject, waits := s.subject(), s.waiting()
	return strings.NewReplacer(":account", subject.account, ":key", subject.key, ":role", subject.role, ":session", session, ":view", view,
		":siteKey", s.siteKey, ":comment", s.comment, ":job", s.job, ":release", waits.release, ":preview", waits.preview, ":draft", waits.draft,
		":medium", waits.medium, ":entry", s.entryID("first"), ":file", "pages.css", ":schema", "x.json", ":", "",
	).Replace(route)
}

// teamView gives the id of a view that somebody made for everybody.
func (s *server) teamView() string {
	s.t.Helper()
	ctx, id := context.Background(), "01920000-0000-7000-8000-00000000000a"
	err := s.store.View(ctx, func(tx core.Tx) error { _, err := tx.View(ctx, id); return err })
	if err == nil {
		return id
	}
	err = s.store.Update(ctx, func(tx core.Tx) error {
		if old, err := tx.AccountByEmail(ctx, "views@portico.example"); err == nil {
			return tx.SaveView(ctx, &identity.SavedView{ID: id, Owner: old.ID, Team: true, Name: "Team", Query: []byte("{}"), UpdatedAt: time.Now().UTC()})
		}
		owner, err := identity.NewAccount("views@portico.example", "Somebody", password, nil, time.Now().UTC())
		if err == nil {
			err = tx.SaveAccount(ctx, owner)
		}
		if err != nil {
			return err
		}
		return tx.SaveView(ctx, &identity.SavedView{ID: id, Owner: owner.ID, Team: true, Name: "Team", Query: []byte("{}"), UpdatedAt: time.Now().UTC()})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// fillBody puts the id of an article into a policy's body.
func (s *server) fillBody(body string) string {
	return strings.ReplaceAll(body, ":entry", s.entryID("first"))
}

// siteKeyID makes a delivery key of site one; its id stands for :siteKey in addresses.
func (s *server) siteKeyID() {
	s.t.Helper()
	_, k, _, err := s.core.CreateSiteKey(context.Background(), core.System("test"), "one", "test", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.siteKey = k.ID
}

// subject is what routes about people act on.
type subject struct{ account, key, role string }

func (s *server) subject() *subject {
	s.t.Helper()
	if s.about != nil {
		return s.about
	}
	role := identity.Role{Name: "helper", Label: map[string]string{"en": "Helper"}}
	account, err := identity.NewAccount("subject@portico.example", "Subject", password, []identity.Assignment{identity.Everywhere(identity.Viewer)}, time.Now().UTC())
	if err != nil {
		s.t.Fatal(err)
	}
	_, key, err := identity.NewKey(account.ID, "A key", identity.BuiltIn(identity.Viewer).Grants, time.Now().Add(time.Hour), time.Now().UTC())
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.store.Update(context.Background(), func(tx core.Tx) error {
		_, err := tx.SaveRole(context.Background(), &role, 0)
		return errors.Join(err, tx.SaveAccount(context.Background(), account), tx.SaveKey(context.Background(), key))
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.about = &subject{account.ID, key.ID, role.Name}
	return s.about
}

// anotherSession gives the id of a new session of the administrator, if there is one.
func (s *server) anotherSession() string {
	s.t.Helper()
	token, _, err := s.core.SignIn(context.Background(), "administrator@portico.example", password)
	if err != nil {
		return "none"
	}
	hash, err := identity.HashToken(token)
	if err != nil {
		s.t.Fatal(err)
	}
	return (&identity.Session{Hash: hash}).ID()
}

// entryID gives the id of an article of the tiny group.
func (s *server) entryID(key string) (id string) {
	s.t.Helper()
	err := s.store.View(context.Background(), func(tx core.Tx) error {
		e, err := tx.EntryByKey(context.Background(), "shared", "article", key)
		if err == nil {
			id = e.Draft.ID
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// TestEveryRouteD1: a route is open because it is on the list, or it asks for a session; nothing is open by accident.
func TestEveryRouteD1(t *testing.T) {
	s := start(t, "", "")
	s.load()
	routes := s.routes()
	for name := range openRoutes {
		if !slices.Contains(routes, name) {
			t.Errorf("%s is on the list of open routes and does not exist", name)
		}
	}
	closed := 0
	for _, name := range routes {
		if openRoutes[name] != "" {
			continue
		}
		closed++
		method, path, _ := strings.Cut(name, " ")
		for what, cookie := range map[string]string{"nothing": "", "nonsense": "portico_session=x", "an unknown session": "portico_session=" + strings.Repeat("A", 43)} {
			got := s.do(request{method, s.fill(path), `{"`, with("Cookie", cookie, "If-Match", `"1"`)})
			if got.status != http.StatusUnauthorized || got.problem(t).Code != "unauthenticated" {
				t.Errorf("%s with %s: %d %s", name, what, got.status, got.body)
			}
		}
	}
	if closed < 7 {
		t.Errorf("only %d closed routes were found", closed)
	}
}

// TestMethods: HEAD is asked wherever GET may be; another method is told which there are.
func TestMethods(t *testing.T) {
	s := start(t, "", "")
	s.load()
	admin := s.as(identity.Administrator)
	for _, name := range s.routes() {
		method, path, _ := strings.Cut(name, " ")
		if method != http.MethodGet || strings.Contains(path, ":schema") || strings.HasPrefix(path, "/ui/") { // web/adminui tests its own
			continue
		}
		if p, ok := policies[name]; ok {
			path = p.path
		}
		get := s.do(request{method, s.fill(path), "", with("Cookie", admin)})
		head := s.do(request{http.MethodHead, s.fill(path), "", with("Cookie", admin)})
		if get.status != http.StatusOK || head.status != get.status || head.body != "" || head.header.Get("Content-Type") != get.header.Get("Content-Type") {
			t.Errorf("%s: GET %d, HEAD %d %q", path, get.status, head.status, head.body)
		}
		for _, other := range []string{http.MethodTrace, "QUERY"} {
			got := s.do(request{other, s.fill(path), "", with("Cookie", admin)})
			if got.status != http.StatusMethodNotAllowed || got.problem(t).Code != "method_not_allowed" || !strings.Contains(got.header.Get("Allow"), "GET") {
				t.Errorf("%s %s: %d, Allow %q", other, path, got.status, got.header.Get("Allow"))
			}
		}
	}
	if got := s.do(request{http.MethodGet, "/api/v1/nothing", "", nil}); got.status != http.StatusNotFound || got.problem(t).Code != "not_found" {
		t.Errorf("an unknown address: %d", got.status)
	}
}

// TestOpenAPI: every operation has its name, summary, security and errors, and every reference leads somewhere.
func TestOpenAPI(t *testing.T) {
	s := start(t, "", "")
	got := s.do(request{http.MethodGet, "/api/v1/openapi.json", "", nil})
	var doc struct {
		OpenAPI    string
		Info       struct{ Title, Version string }
		Components struct {
			Schemas         map[string]any
			SecuritySchemes map[string]any
		}
		Paths map[string]map[string]struct {
			OperationID string
			Summary     string
			Tags        []string
			Security    *[]map[string][]string
			Parameters  []struct{ Name, In string }
			RequestBody *struct{ Content map[string]any }
			Responses   map[string]struct {
				Description string
				Content     map[string]struct{ Schema map[string]any }
			}
		}
	}
	if err := json.Unmarshal([]byte(got.body), &doc); err != nil || got.status != http.StatusOK {
		t.Fatalf("%d %v", got.status, err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || doc.Info.Title == "" || doc.Info.Version == "" {
		t.Errorf("%s %+v", doc.OpenAPI, doc.Info)
	}
	var described []string
	ids := map[string]bool{}
	for path, operations := range doc.Paths {
		for method, op := range operations {
			route := strings.ToUpper(method) + " " + strings.NewReplacer("{", ":", "}", "").Replace(path)
			described = append(described, route)
			if op.OperationID == "" || ids[op.OperationID] || op.Summary == "" || len(op.Tags) == 0 {
				t.Errorf("%s: id %q, summary %q, tags %q", route, op.OperationID, op.Summary, op.Tags)
			}
			ids[op.OperationID] = true
			if op.Security == nil || (len(*op.Security) == 0) != (openRoutes[route] != "") {
				t.Errorf("%s: security %v", route, op.Security)
			}
			want := []string{"503"}
			if openRoutes[route] == "" {
				want = append(want, "401")
			}
			if method == "patch" {
				want = append(want, "400", "403", "404", "409", "412", "413", "415", "422", "428")
			}
			for _, code := range want {
				said := op.Responses[code].Content["application/problem+json"].Schema
				if code == "412" { // a problem with what there is now: TestIfMatchEverywhere
					if said["properties"] == nil {
						t.Errorf("%s: no error document for 412", route)
					}
				} else if said["$ref"] != "#/components/schemas/ProblemBody" {
					t.Errorf("%s: no error document for %s", route, code)
				}
			}
			for _, param := range strings.Split(path, "/") {
				name := strings.Trim(param, "{}")
				if strings.HasPrefix(param, "{") && !slices.ContainsFunc(op.Parameters, func(p struct{ Name, In string }) bool { return p.Name == name && p.In == "path" }) {
					t.Errorf("%s: parameter %s is not described", route, name)
				}
			}
			if (method == "patch") != (op.RequestBody != nil && op.RequestBody.Content["application/merge-patch+json"] != nil) {
				t.Errorf("%s: request body %+v", route, op.RequestBody)
			}
		}
	}
	var served []string
	for _, route := range s.routes() {
		if strings.Contains(route, "/api/v1/") && !strings.Contains(route, "/api/v1/openapi") && !strings.Contains(route, "schemas") {
			served = append(served, route)
		}
	}
	sort.Strings(described)
	if diff := cmp.Diff(served, described); diff != "" {
		t.Errorf("what is served and what is described: %s", diff)
	}
	for _, part := range strings.Split(got.body, `"$ref":"#/components/schemas/`)[1:] {
		if name, _, _ := strings.Cut(part, `"`); doc.Components.Schemas[name] == nil {
			t.Errorf("a reference leads to %s, which is not there", name)
		}
	}
	if doc.Components.SecuritySchemes["session"] == nil || doc.Components.SecuritySchemes["key"] == nil {
		t.Error("the security scheme is not described")
	}
	for _, secret := range []string{"passwordHash", "PasswordHash", "Authoring", "core."} {
		if strings.Contains(got.body, secret) {
			t.Errorf("the description holds %s", secret)
		}
	}
}
