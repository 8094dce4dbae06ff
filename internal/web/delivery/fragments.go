package delivery

import (
	"bytes"
	"net/netip"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/valyala/fasthttp"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
)

// asked is what a page says of itself, and its turn to have a part made that is only its own.
type asked struct {
	core.PageQuery

	server *server
	c      *fiber.Ctx
	turn   netip.Prefix // of the network that has one
}

var queries = sync.Pool{New: func() any { return new(asked) }}

// pageQuery reads what a page says of itself. The texts lie in the request's memory.
func (s *server) pageQuery(c *fiber.Ctx) *asked {
	a := queries.Get().(*asked)
	a.server, a.c, a.Turn = s, c, a
	a.read(c.Context().QueryArgs())
	return a
}

// Take implements core.Turn.
func (a *asked) Take() bool {
	network := a.server.networkOf(a.c)
	if !a.server.own.enter(network) {
		return false
	}
	a.turn = network
	return true
}

func (a *asked) release() {
	if a.turn.IsValid() {
		a.server.own.leave(a.turn)
	}
	a.Reset()
	a.server, a.c, a.turn = nil, nil, netip.Prefix{}
	queries.Put(a)
}

func (a *asked) read(args *fasthttp.Args) {
	q := &a.PageQuery
	for k, v := range args.All() {
		value := utils.UnsafeString(v)
		switch string(k) {
		case "locale":
			q.Locale = value
		case "path":
			q.Path = value
		case "active":
			q.Active = value
		case "returnTo":
			q.ReturnTo = value
		case "bc":
			q.Crumbs = append(q.Crumbs, value)
		case "alt":
			q.Alternates = append(q.Alternates, value)
		case "sdk": // who asks: see client
		case "view": // looked at before: see previewAsked
		case "layout":
			q.Layout = value
		case "audience":
			q.Audience = value
		case "channel":
			q.Channel = value
		case "theme":
			q.Theme = value
		default:
			q.Warn(unknown(k))
		}
	}
}

// unknown names a parameter as a header may hold it.
func unknown(name []byte) string {
	const safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.[]"
	if len(name) == 0 || len(name) > 40 || len(bytes.Trim(name, safe)) > 0 {
		return "a parameter was ignored: there is no such"
	}
	return string(name) + ": there is no such parameter"
}

func (s *server) fragment(c *fiber.Ctx) error { return s.part(c, c.Params("part")) }

func (s *server) fragments(c *fiber.Ctx) error { return s.part(c, "") }

func (s *server) part(c *fiber.Ctx, part string) error {
	q := s.pageQuery(c)
	defer q.release()
	snapshot := s.snapshot(c)
	body, err := s.Node.Fragment(snapshot, c.Params("site"), part, &q.PageQuery)
	if err != nil {
		return err
	}
	warn(c, &q.PageQuery)
	if part == "" {
		s.share(c, snapshot)
	}
	s.used(c, snapshot, client(c))
	return s.sendPart(c, snapshot, body, q)
}

// sendPart sends a part. One that lacks what its page sent is not kept by anybody.
func (s *server) sendPart(c *fiber.Ctx, snapshot *published.Snapshot, body *core.Body, q *asked) error {
	err := s.send(c, snapshot, body)
	if q.Busy {
		set(&c.Response().Header, nameCacheControl, cacheNothing)
	}
	return err
}

func (s *server) bundle(c *fiber.Ctx) error {
	q := s.pageQuery(c)
	defer q.release()
	snapshot := s.snapshot(c)
	body, err := s.Node.Bundle(snapshot, c.Params("site"), &q.PageQuery)
	if err != nil {
		return err
	}
	warn(c, &q.PageQuery)
	s.used(c, snapshot, client(c))
	return s.send(c, snapshot, body)
}

func (s *server) menus(c *fiber.Ctx) error {
	q := s.pageQuery(c)
	defer q.release()
	snapshot := s.snapshot(c)
	body, err := s.Node.Menus(snapshot, c.Params("site"), c.Params("menu"), &q.PageQuery)
	if err != nil {
		return err
	}
	warn(c, &q.PageQuery)
	return s.send(c, snapshot, body)
}

// assembled answers nginx SSI, Apache mod_include and the ESI of proxies: always 200 and usable HTML, whatever is asked. Private
// sites are none of theirs: what they get is pasted into pages that anybody may see.
func (s *server) assembled(c *fiber.Ctx) error {
	q := s.pageQuery(c)
	defer q.release()
	q.Locale = c.Params("locale")
	if item := c.Params("item"); item != "" {
		q.Active = item
	}
	snapshot := s.Node.Snapshot()
	body, ok := s.Node.Assembled(snapshot, c.Params("site"), c.Params("part"), &q.PageQuery)
	if ok {
		warn(c, &q.PageQuery)
		s.used(c, snapshot, clientAssembler)
	}
	return s.sendPart(c, snapshot, body, q)
}
