package delivery

import (
	"bytes"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/valyala/fasthttp"

	core "github.com/portico-cms/portico/internal/delivery"
)

var queries = sync.Pool{New: func() any { return new(core.PageQuery) }}

// pageQuery reads what a page says of itself. The texts lie in the request's memory.
func pageQuery(args *fasthttp.Args) *core.PageQuery {
	q := queries.Get().(*core.PageQuery)
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
	return q
}

// unknown names a parameter as a header may hold it.
func unknown(name []byte) string {
	const safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.[]"
	if len(name) == 0 || len(name) > 40 || len(bytes.Trim(name, safe)) > 0 {
		return "a parameter was ignored: there is no such"
	}
	return string(name) + ": there is no such parameter"
}

func release(q *core.PageQuery) {
	q.Reset()
	queries.Put(q)
}

func (s *server) fragment(c *fiber.Ctx) error { return s.part(c, c.Params("part")) }

func (s *server) fragments(c *fiber.Ctx) error { return s.part(c, "") }

func (s *server) part(c *fiber.Ctx, part string) error {
	q := pageQuery(c.Context().QueryArgs())
	defer release(q)
	snapshot := s.snapshot(c)
	body, err := s.Node.Fragment(snapshot, c.Params("site"), part, q)
	if err != nil {
		return err
	}
	warn(c, q)
	if part == "" {
		s.share(c, snapshot)
	}
	s.used(c, snapshot, client(c))
	return s.send(c, snapshot, body)
}

func (s *server) bundle(c *fiber.Ctx) error {
	q := pageQuery(c.Context().QueryArgs())
	defer release(q)
	snapshot := s.snapshot(c)
	body, err := s.Node.Bundle(snapshot, c.Params("site"), q)
	if err != nil {
		return err
	}
	warn(c, q)
	s.used(c, snapshot, client(c))
	return s.send(c, snapshot, body)
}

func (s *server) menus(c *fiber.Ctx) error {
	q := pageQuery(c.Context().QueryArgs())
	defer release(q)
	snapshot := s.snapshot(c)
	body, err := s.Node.Menus(snapshot, c.Params("site"), c.Params("menu"), q)
	if err != nil {
		return err
	}
	warn(c, q)
	return s.send(c, snapshot, body)
}

// assembled answers nginx SSI, Apache mod_include and the ESI of proxies: always 200 and usable HTML, whatever is asked. Private
// sites are none of theirs: what they get is pasted into pages that anybody may see.
func (s *server) assembled(c *fiber.Ctx) error {
	q := pageQuery(c.Context().QueryArgs())
	defer release(q)
	q.Locale = c.Params("locale")
	if item := c.Params("item"); item != "" {
		q.Active = item
	}
	snapshot := s.Node.Snapshot()
	body, ok := s.Node.Assembled(snapshot, c.Params("site"), c.Params("part"), q)
	if ok {
		warn(c, q)
		s.used(c, snapshot, clientAssembler)
	}
	return s.send(c, snapshot, body)
}
