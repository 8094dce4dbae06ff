package problem

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
)

// logTo makes a logger that writes into a buffer.
func logTo() (*slog.Logger, *bytes.Buffer) {
	var out bytes.Buffer
	return slog.New(slog.NewTextHandler(&out, nil)), &out
}

// serve answers one request with an app whose only handler does what it is told.
func serve(t *testing.T, logger *slog.Logger, method, target string, handler fiber.Handler) response {
	t.Helper()
	app := fiber.New(fiber.Config{ErrorHandler: ErrorHandler(logger)})
	app.Use(Recover(logger))
	app.Get("/v1/sites/:site/menus/:menu", handler)
	app.Post("/v1/sites/:site", handler)
	return ask(t, app, httptest.NewRequest(method, target, nil))
}

// response is one that has been read to its end.
type response struct {
	status int
	header http.Header
	body   string
}

func ask(t *testing.T, app *fiber.App, req *http.Request) response {
	t.Helper()
	res, err := app.Test(req, 5000)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	src, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response{res.StatusCode, res.Header, string(src)}
}

func fails(err error) fiber.Handler { return func(*fiber.Ctx) error { return err } }

type busy struct{ error }

func (busy) RetryAfter() time.Duration { return 1500 * time.Millisecond }

func TestCodes(t *testing.T) {
	logger, out := logTo()
	for name, c := range map[string]struct {
		err    error
		status int
		code   string
		detail string
	}{
		"invalid":          {fault.New(fault.Invalid, "no such parameter"), 400, "invalid", "no such parameter"},
		"unauthenticated":  {fault.New(fault.Unauthenticated, "sign in"), 401, "unauthenticated", "sign in"},
		"forbidden":        {fault.New(fault.Forbidden, "no"), 403, "forbidden", "no"},
		"not found":        {fault.New(fault.NotFound, "site x is private"), 404, "not_found", "There is nothing here, or not for you."},
		"conflict":         {fault.New(fault.Conflict, "c"), 409, "conflict", "c"},
		"gone":             {fault.New(fault.Gone, "g"), 410, "gone", "g"},
		"stale":            {fault.New(fault.Stale, "s"), 412, "stale", "s"},
		"unprocessable":    {fault.New(fault.Unprocessable, "u"), 422, "unprocessable", "u"},
		"no If-Match":      {fault.New(fault.PreconditionReq, ""), 428, "if_match_needed", "A write needs If-Match with the ETag of what was read."},
		"too many":         {fault.New(fault.TooMany, "t"), 429, "too_many", "t"},
		"unavailable":      {fault.New(fault.Unavailable, "u").With(errors.New("s3cret")), 503, "unavailable", "u"},
		"internal":         {fault.New(fault.Internal, "s3cret"), 500, "internal", ""},
		"of no known code": {fault.New("else", "s3cret"), 500, "internal", ""},
		"wrapped":          {fmt.Errorf("store.Save(s3cret): %w", fault.New(fault.Conflict, "c").With(errors.New("s3cret"))), 409, "conflict", "c"},
		"problems":         {fault.Problems{{Code: "x", Message: "m"}}, 422, "unprocessable", "Some values are wrong."},
		"of fiber":         {fiber.NewError(400, "s3cret"), 400, "invalid", "The request cannot be understood."},
		"teapot":           {fiber.NewError(418, "s3cret"), 418, "invalid", "The request cannot be understood."},
		"broken":           {fiber.NewError(502, "s3cret"), 400, "invalid", "The request cannot be understood."},
		"fiber's own":      {fiber.NewError(501, "s3cret"), 500, "internal", ""},
		"success as error": {fiber.NewError(200, "s3cret"), 500, "internal", ""},
		"unknown":          {errors.New("pq: password s3cret"), 500, "internal", ""},
	} {
		res := serve(t, logger, "GET", "/v1/sites/a/menus/b?token=s3cret", fails(c.err))
		src := res.body
		var body Body
		if err := json.Unmarshal([]byte(src), &body); err != nil {
			t.Fatalf("%s: %v in %s", name, err, src)
		}
		if res.status != c.status || body.Status != c.status || body.Code != c.code || body.Title != http.StatusText(c.status) || body.Type != "about:blank" {
			t.Errorf("%s: %d %s", name, res.status, src)
		}
		if c.detail != "" && body.Detail != c.detail {
			t.Errorf("%s: detail %q", name, body.Detail)
		}
		if h := res.header; h.Get("Content-Type") != ContentType || h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", name, h)
		}
		if strings.Contains(src, "s3cret") {
			t.Errorf("%s says too much: %s", name, src)
		}
		if c.status >= 500 && (body.ID == "" || !strings.Contains(out.String(), "id="+body.ID)) {
			t.Errorf("%s: id %q is not in the log", name, body.ID)
		}
		if wait := res.header.Get("Retry-After"); (c.status == 503 || c.status == 429) != (wait != "") {
			t.Errorf("%s: Retry-After %q", name, wait)
		}
	}
	if !strings.Contains(out.String(), "pq: password s3cret") || !strings.Contains(out.String(), "route=/v1/sites/:site/menus/:menu") {
		t.Errorf("the log lacks the cause or the route: %s", out)
	}
}

func TestRetryAfterOfTheCause(t *testing.T) {
	logger, _ := logTo()
	res := serve(t, logger, "GET", "/v1/sites/a/menus/b", fails(fault.New(fault.Unavailable, "x").With(busy{errors.New("full")})))
	if got := res.header.Get("Retry-After"); got != "2" {
		t.Errorf("%q", got)
	}
}

func TestItems(t *testing.T) {
	logger, _ := logTo()
	src := serve(t, logger, "POST", "/v1/sites/a%20b", fails(&fault.Error{Code: fault.Unprocessable, Message: "the site is refused", Problems: fault.Problems{
		{Pointer: "/locales/0", Code: "bad_locale", Message: "<no> tag"},
		{Pointer: "locale", Code: "unknown", Message: "not offered"},
		{File: "sites/a.yaml", Line: 3, Pointer: "/key", Code: "bad_key", Message: "no"},
	}})).body
	var body Body
	if err := json.Unmarshal([]byte(src), &body); err != nil {
		t.Fatal(err)
	}
	body.ID = ""
	want := Body{Type: "about:blank", Title: "Unprocessable Entity", Status: 422, Detail: "the site is refused", Instance: "/v1/sites/a%20b", Code: "unprocessable",
		Errors: []Item{
			{Pointer: "/locales/0", Code: "bad_locale", Message: "<no> tag"}, {Parameter: "locale", Code: "unknown", Message: "not offered"},
			{Code: "bad_key", Message: "sites/a.yaml:3: no"},
		}}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if strings.Contains(src, "<") {
		t.Errorf("a browser that sniffs could see markup: %s", src)
	}
}

// TestL3NotFoundIsNoOracle: what is missing, what is hidden and what has no route cannot be told apart.
func TestL3NotFoundIsNoOracle(t *testing.T) {
	logger, out := logTo()
	missing := serve(t, logger, "GET", "/v1/sites/missing/menus/main", fails(fault.New(fault.NotFound, "there is no site %q", "missing"))).body
	for name, src := range map[string]string{
		"hidden":   serve(t, logger, "GET", "/v1/sites/hidden/menus/main?x=1", fails(fmt.Errorf("x: %w", fault.New(fault.NotFound, "hidden from you").With(io.EOF)))).body,
		"no route": serve(t, logger, "GET", "/wp-login.php", nil).body,
		"fiber's":  serve(t, logger, "GET", "/v1/sites/a/menus/b", fails(fiber.ErrNotFound)).body,
	} {
		if src != missing {
			t.Errorf("%s:\n%s\n%s", name, src, missing)
		}
	}
	if out.Len() > 0 {
		t.Errorf("404s fill the log: %s", out)
	}
	open := serve(t, logger, "GET", "/v1/sites/a/menus/b", fails(&fault.Error{Code: fault.NotFound, Problems: fault.Problems{{Code: "unknown_menu", Message: "menus: main"}}}))
	if !strings.Contains(open.body, "menus: main") {
		t.Errorf("problems that are named on purpose are not shown: %s", open.body)
	}
}

// TestX2PanicsDoNotEndTheProcess throws in a handler and asks again.
func TestX2PanicsDoNotEndTheProcess(t *testing.T) {
	logger, out := logTo()
	app := fiber.New(fiber.Config{ErrorHandler: ErrorHandler(logger)})
	app.Use(Recover(logger))
	app.Get("/panic", func(c *fiber.Ctx) error {
		c.Set("ETag", `"x"`)
		c.Set("Surrogate-Key", "site:x")
		c.Cookie(&fiber.Cookie{Name: "session", Value: "s3cret"})
		_ = c.SendString("half a page")
		_ = strings.Split(c.Path(), "/")[5]
		return nil
	})
	app.Get("/fault", func(*fiber.Ctx) error { panic(fault.New(fault.NotFound, "thrown")) })
	app.Get("/fine", func(c *fiber.Ctx) error { return c.SendString("fine") })
	for _, path := range []string{"/panic", "/fault"} {
		res := ask(t, app, httptest.NewRequest(http.MethodGet, path, nil))
		var body Body
		if err := json.Unmarshal([]byte(res.body), &body); err != nil || res.status != http.StatusInternalServerError || body.ID == "" || !strings.Contains(out.String(), "id="+body.ID) {
			t.Errorf("%s: %d %s %v", path, res.status, res.body, err)
		}
		for _, name := range []string{"ETag", "Surrogate-Key", "Set-Cookie"} {
			if v := res.header.Get(name); v != "" {
				t.Errorf("%s: %s: %s", path, name, v)
			}
		}
	}
	if !strings.Contains(out.String(), "index out of range") || !strings.Contains(out.String(), "problem_test.go") {
		t.Errorf("the log lacks the panic or its stack: %s", out)
	}
	if res := ask(t, app, httptest.NewRequest(http.MethodGet, "/fine", nil)); res.body != "fine" {
		t.Errorf("afterwards: %s", res.body)
	}
}

func TestHeadHasNoBody(t *testing.T) {
	logger, _ := logTo()
	res := serve(t, logger, "HEAD", "/v1/sites/a/menus/b", fails(fault.New(fault.Conflict, "c")))
	if res.status != http.StatusConflict || res.body != "" || res.header.Get("Content-Type") != ContentType {
		t.Errorf("%d %q %v", res.status, res.body, res.header)
	}
}

func TestTransport(t *testing.T) {
	logger, _ := logTo()
	res := serve(t, logger, "DELETE", "/v1/sites/a/menus/b", fails(nil))
	if res.status != http.StatusMethodNotAllowed || !strings.Contains(res.body, `"method_not_allowed"`) || !strings.Contains(res.header.Get("Allow"), "GET") {
		t.Errorf("%d %s %v", res.status, res.body, res.header)
	}
	app := fiber.New(fiber.Config{ErrorHandler: ErrorHandler(logger), BodyLimit: 10, DisableStartupMessage: true})
	app.Post("/", fails(nil))
	listener, err := net.Listen("tcp", "127.0.0.1:0") // app.Test does not answer what fasthttp refuses
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = app.Listener(listener) }()
	defer func() { _ = app.Shutdown() }()
	for body, status := range map[string]int{strings.Repeat("x", 100): 413, "x": 200} {
		res, err := http.Post("http://"+listener.Addr().String()+"/", "text/plain", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != status || (status == 413 && res.Header.Get("Content-Type") != ContentType) {
			t.Errorf("%d bytes: %d %v", len(body), res.StatusCode, res.Header)
		}
	}
}

func TestInstance(t *testing.T) {
	for path, want := range map[string]string{"/a/b": "/a/b", "/a%2Fb": "/a%2Fb", "/ü<": "/%C3%BC%3C", "a": "", "/%zz": "", "/" + strings.Repeat("a", 400): ""} {
		if got := instance(path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}
