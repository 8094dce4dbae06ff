// Package delivery is the HTTP side of the delivery plane: what sites, proxies and browsers ask. Handlers load the snapshot
// once and write a body that was prepared before; a warm fragment is answered without an allocation. Nothing of a request is
// kept: fiber uses its memory again.
package delivery

import (
	"log/slog"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/packages"
	"github.com/portico-cms/portico/internal/web/problem"
)

// Options of the delivery listener.
type Options struct {
	Node     *core.Node
	Logger   *slog.Logger
	Showcase bool // serve /showcase, where people see every site's header
	Limits   Limits

	TrustedProxies []netip.Prefix       // whose X-Forwarded-For says who asks
	Metrics        *prometheus.Registry // what /metrics shows, this listener's own numbers too; nil is no /metrics
	Stopping       <-chan struct{}      // closed when the process begins to stop: change signals end at once; nil is with the application
	Previews       *core.Previews       // of the authoring plane of this process; nil where there is none
	Front          *Front               // through which it listens; nil for none

	// AdminURL gives the address of the admin UI, which shows the style guide in a frame; "" where it is not known. nil is never.
	AdminURL func() string
}

// Limits of a request. Bodies are not expected at all; headers are bounded by the read buffer.
const (
	readBuffer    = 16 << 10
	writeBuffer   = 16 << 10 // a compressed header and its HTTP headers leave in one write
	bodyLimit     = 64 << 10
	maxQuery      = 8 << 10
	readTimeout   = 10 * time.Second
	writeTimeout  = 30 * time.Second
	idleTimeout   = 75 * time.Second
	waitForLatest = 2 * time.Second
	queryLimit    = 5 * time.Second // of a content query; it takes milliseconds
)

// New makes the delivery plane's application.
func New(o Options) *fiber.App {
	s := newServer(o)
	app := fiber.New(fiber.Config{
		AppName:               "portico delivery",
		DisableStartupMessage: true,
		ErrorHandler:          s.fail,
		ReadBufferSize:        readBuffer,
		WriteBufferSize:       writeBuffer,
		BodyLimit:             bodyLimit,
		ReadTimeout:           s.Limits.ReadTimeout,
		WriteTimeout:          s.Limits.WriteTimeout,
		IdleTimeout:           s.Limits.IdleTimeout,
		StrictRouting:         true,
		CaseSensitive:         true,
		GETOnly:               false,
	})
	app.Server().KeepHijackedConns = true // see events
	app.Server().HeaderReceived = patient
	problem.Methods(app)
	app.Hooks().OnShutdown(func() error { s.listeners.end(true); return nil })
	app.Use(problem.Recover(o.Logger), s.guard)

	app.Get("/v1/sites/:site/fragments/:part", s.shown((*server).fragment))
	app.Get("/v1/sites/:site/fragments", s.shown((*server).fragments))
	app.Get("/v1/sites/:site/bundle", s.shown((*server).bundle))
	app.Get("/i/:site/:part/:locale/:item?", s.shown((*server).assembled))
	app.Get("/a/:sha/:file", s.asset)
	app.Get("/e/:file", s.loader)
	app.Get("/v1/sites/:site/csp", s.shown((*server).csp))
	app.Get("/v1/sites/:site/export.zip", s.shown((*server).export))
	app.Get(mediaPath+":id/original/:file", s.medium)
	app.Get("/v1/sites/:site/menus/:menu?", s.shown((*server).menus))
	app.Get("/v1/sites/:site/entries/:type", s.listed((*server).entries))
	app.Get("/v1/sites/:site/entries/:type/:id", s.listed((*server).entry))
	app.Post("/v1/sites/:site/query", s.listed((*server).query))
	app.Get("/v1/sites/:site/search", s.listed((*server).search))
	app.Get("/v1/sites/:site/graphql", s.graphqlGet)
	app.Post("/v1/sites/:site/graphql", s.graphqlPost)
	app.Get("/v1/sites/:site/graphql/schema", s.graphqlSchema)
	app.Get("/v1/events", s.events)
	app.Get("/v1/openapi.json", s.openapi)
	for _, form := range core.TokenForms() {
		app.Get("/v1/sites/:site/tokens."+form.Ext, s.shown(tokens(form)))
	}
	for _, manager := range packages.Managers() {
		app.Get("/"+manager.Name+"/*", s.packages(manager))
	}
	app.Get("/v1/sites/:site/generation", s.generation)
	app.Get("/v1/sites/:site", s.shown((*server).site))
	app.Get("/v1/sites", s.sites)
	app.Get("/styleguide", s.guide)
	app.Get("/styleguide/assets/:file", s.showcaseAsset)
	app.Get(previewPath+".js", s.previewScript)
	app.Post(previewPath, s.enterPreview)
	app.Delete(previewPath, s.leavePreview)
	app.Get("/healthz", s.healthz)
	app.Get("/readyz", s.readyz)
	if o.Metrics != nil {
		app.Get("/metrics", s.metrics(o.Metrics))
	}
	if o.Showcase {
		app.Get("/", func(c *fiber.Ctx) error { return c.Redirect("/showcase") })
		app.Get("/showcase", s.showcase)
		app.Get("/showcase/assets/:file", s.showcaseAsset)
		app.Get("/showcase/:site", s.listed((*server).showcaseSite))
	}
	return app
}

type server struct {
	Options
	problem   fiber.ErrorHandler
	preview   *core.Preview // nil but for one request of who has a preview token
	listeners *listeners
	slots     *slots
	own       *ownParts
	rates     *rates
	streams   *streams
	usage     *usage
	slow      *slowLog
	waiting   atomic.Int64 // requests that wait for a generation
}

func newServer(o Options) *server {
	o.Limits = o.Limits.withDefaults()
	return &server{
		Options: o, problem: problem.ErrorHandler(o.Logger), listeners: newListeners(o.Node, o.Logger, o.Limits, o.Stopping),
		slots: newSlots(o.Limits.Queries), own: newOwnParts(), rates: newRates(o.Limits.QueriesPerSecond), streams: newStreams(), usage: &usage{},
		slow: &slowLog{begin: time.Now()},
	}
}

// guard answers what needs no work: requests that are too long, and those that ask for a generation which is not here yet. Of the others it
// notes those that take long.
func (s *server) guard(c *fiber.Ctx) error {
	if len(c.Context().URI().QueryString()) > maxQuery {
		return fiber.NewError(fiber.StatusRequestURITooLong, "the query has more than 8 KB")
	}
	if len(c.Request().Header.Peek(headerMinGeneration)) > 0 {
		// An assembler pastes what it gets: the header of the publication before is better than none.
		if err := s.waitForGeneration(c); err != nil && !assemblerPath(c.Path()) {
			return err
		}
	}
	begin := time.Now()
	err := c.Next()
	if took := time.Since(begin); took > s.Limits.Slow {
		s.slow.tell(c, s.Logger, took)
	}
	return err
}
