package delivery

import (
	"strings"
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
		case "sdk": // who asks; for statistics
		case "layout", "audience", "channel", "theme":
			dropUnlessDefault(q, string(k), value)
		default:
			q.Warnings = append(q.Warnings, "a parameter that is not known was ignored")
		}
	}
	return q
}

// dropUnlessDefault takes the parameters that this release has one value for, and names any other.
func dropUnlessDefault(q *core.PageQuery, name, value string) {
	defaults := map[string]string{"layout": "full", "audience": "anonymous", "channel": "stable", "theme": "auto"}
	if value != defaults[name] {
		q.Warnings = append(q.Warnings, name+": only "+defaults[name]+" is served")
	}
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
	snapshot := s.Node.Snapshot()
	body, err := s.Node.Fragment(snapshot, c.Params("site"), part, q)
	if err != nil {
		return err
	}
	warn(c, q)
	return s.send(c, snapshot, body)
}

func (s *server) bundle(c *fiber.Ctx) error {
	q := pageQuery(c.Context().QueryArgs())
	defer release(q)
	snapshot := s.Node.Snapshot()
	body, err := s.Node.Bundle(snapshot, c.Params("site"), q)
	if err != nil {
		return err
	}
	warn(c, q)
	return s.send(c, snapshot, body)
}

func (s *server) menus(c *fiber.Ctx) error {
	q := pageQuery(c.Context().QueryArgs())
	defer release(q)
	snapshot := s.Node.Snapshot()
	body, err := s.Node.Menus(snapshot, c.Params("site"), c.Params("menu"), q)
	if err != nil {
		return err
	}
	warn(c, q)
	return s.send(c, snapshot, body)
}

// assembled answers nginx SSI, Apache mod_include and the ESI of proxies: always 200 and usable HTML, whatever is asked.
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
	}
	return s.send(c, snapshot, body)
}

// assemblerPath says whether an error must not reach the caller as such, because it would be pasted into a page.
func assemblerPath(path string) bool { return strings.HasPrefix(path, "/i/") || path == "/i" }
