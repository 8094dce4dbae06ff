// Package authoring is the HTTP side of the authoring plane: the management API under /api/v1 and the pages for people. No
// visitor's request comes here.
package authoring

import (
	"context"
	"crypto/rand"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"path"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/web/problem"
)

// Options of the authoring listener.
type Options struct {
	Authoring   *core.Authoring
	Logger      *slog.Logger
	URL         string                      // of this listener as browsers see it: the only origin that may write
	DeliveryURL string                      // of the delivery plane; "" where this process does not run it
	Version     string                      // of the binary
	Ping        func(context.Context) error // of the database, for /readyz
	StreamLife  time.Duration               // of one stream of events; 0 is 50 seconds
	Log         published.Log               // what delivery nodes follow through this listener

	// Finish gives the parts of a site as a page would show them, from records that are not published.
	Finish func(records []published.Record, site, path string) (*published.Finished, error)

	Markdown func(src string) string // renders a text as sites show it, and safely

	UI fs.FS // the bundled admin UI; nil is none

	Metrics http.Handler // what /metrics answers; nil is no /metrics

	TrustedProxies []netip.Prefix // whose X-Forwarded-For says who asks

	TempDir         string        // where transfers are spooled; "" is that of the system
	TransferTimeout time.Duration // of an import or export of entries; 0 is ten minutes
}

const (
	bodyLimit    = 1 << 20
	readBuffer   = 32 << 10 // of a request's line and headers: questions, and the cookies of everything else on the host's domain
	readTimeout  = 15 * time.Second
	writeTimeout = 60 * time.Second
	idleTimeout  = 120 * time.Second
	workTimeout  = 30 * time.Second // of one request's work
)

// New makes the authoring plane's application.
func New(o Options) *fiber.App {
	app := fiber.New(fiber.Config{
		AppName:               "portico authoring",
		DisableStartupMessage: true,
		Immutable:             true, // what a request brought may be kept
		ErrorHandler:          problem.ErrorHandler(o.Logger),
		ReadBufferSize:        readBuffer,
		BodyLimit:             bodyLimit,
		ReadTimeout:           readTimeout,
		WriteTimeout:          writeTimeout,
		IdleTimeout:           idleTimeout,
		StreamRequestBody:     true, // see wholeBody

		DisablePreParseMultipartForm: true, // it would write files before anybody is asked
	})
	app.Server().HeaderReceived = o.patient
	problem.Methods(app)
	app.Use(headAsGet, problem.Recover(o.Logger), numbered, headers, wholeBody, o.deadline, plainBody, textBody, o.sameOrigin)
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.JSON(fiber.Map{"status": "ok"}) })
	app.Get("/readyz", o.readyz)
	if o.Metrics != nil {
		app.Get("/metrics", adaptor.HTTPHandler(o.Metrics))
	}
	registerPages(app, o)
	ui := o.adminUI()
	ui.Register(app)
	register(humafiber.New(app, apiConfig(o.Logger)), o)
	app.Use(ui.Page)
	return app
}

func apiConfig(logger *slog.Logger) huma.Config {
	config := huma.DefaultConfig("Portico management API", "1.0.0")
	config.OpenAPIPath = "/api/v1/openapi"
	config.SchemasPath = "/api/v1/schemas"
	config.Servers = []*huma.Server{{URL: "/", Description: "The authoring listener that serves this document"}}
	config.DocsPath = "" // its page would load scripts from elsewhere
	config.Tags = tags()
	config.Info.Description = "What editors and machines use. Sites read from the delivery API, which is another listener."
	config.OpenAPI.ExternalDocs = &huma.ExternalDocs{
		URL: modelPath, Description: "The same with the schemas of the content types in force, for who has signed in",
	}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		sessionScheme: {Type: "apiKey", In: "cookie", Name: sessionCookie, Description: "The session of somebody who signed in."},
		keyScheme: {Type: "http", Scheme: "bearer",
			Description: "A key of a machine: portico_ and 43 characters. Never together with a session."},
	}
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[problem.Body]())
	config.Transformers = []huma.Transformer{ownErrors(logger)}
	config.CreateHooks = nil // no $schema property in answers
	return config
}

// schemaName names a type of the domain with its package, as MenuItem and SiteLocale, so that no two of them meet.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	pkg := path.Base(t.PkgPath())
	if t.Name() == "" || pkg == "authoring" || strings.HasPrefix(strings.ToLower(name), pkg) {
		return name
	}
	return strings.ToUpper(pkg[:1]) + pkg[1:] + name
}

// headers are those of every answer of this plane.
func headers(c *fiber.Ctx) error {
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Next()
}

// headerRequestID names a request, in the audit and in the logs of whoever sent it.
const headerRequestID = "X-Request-ID"

var requestIDForm = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)

// numbered gives every request an id: the caller's, where it has a decent one.
func numbered(c *fiber.Ctx) error {
	id := c.Get(headerRequestID)
	if !requestIDForm.MatchString(id) {
		id = rand.Text()
	}
	c.Set(headerRequestID, id)
	return c.Next()
}

func requestID(c *fiber.Ctx) string { return c.GetRespHeader(headerRequestID) }

// headAsGet lets HEAD be asked wherever GET may be, as RFC 9110 wants it; huma registers GET alone. The server leaves the body out.
func headAsGet(c *fiber.Ctx) error {
	if c.Method() != fiber.MethodHead {
		return c.Next()
	}
	c.Method(fiber.MethodGet)
	return c.RestartRouting()
}

// plainBody refuses compressed bodies. Fiber would unpack them, without a limit: a megabyte becomes a gigabyte.
func plainBody(c *fiber.Ctx) error {
	if len(c.Request().Header.PeekAll(fiber.HeaderContentEncoding)) > 0 {
		return fiber.ErrUnsupportedMediaType
	}
	return c.Next()
}

func (o Options) readyz(c *fiber.Ctx) error {
	if err := o.Ping(c.UserContext()); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"status": "ready"})
}
