package delivery

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
)

func (s *server) sites(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	return s.send(c, snapshot, s.Node.Sites(snapshot))
}

func (s *server) site(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	body, err := s.Node.Site(snapshot, c.Params("site"))
	if err != nil {
		return err
	}
	return s.send(c, snapshot, body)
}

func (s *server) generation(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	if _, err := s.Node.Site(snapshot, c.Params("site")); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, cacheNothing)
	return c.JSON(fiber.Map{"generation": snapshot.Generation})
}

func (s *server) tokens(format string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		snapshot := s.Node.Snapshot()
		body, err := s.Node.Tokens(snapshot, c.Params("site"), format)
		if err != nil {
			return err
		}
		return s.send(c, snapshot, body)
	}
}

// asset serves a script, style or font, named by its content: it may be kept for ever, by anybody.
func (s *server) asset(c *fiber.Ctx) error {
	body, err := s.Node.Asset(s.Node.Snapshot(), c.Params("sha"), c.Params("file"))
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set(fiber.HeaderCacheControl, cacheImmutable)
	h.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	h.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return writeBody(c, body)
}

func (s *server) entries(c *fiber.Ctx) error {
	params, err := queryParams(c)
	if err != nil {
		return err
	}
	snapshot := s.Node.Snapshot()
	body, err := s.Node.Entries(c.Context(), snapshot, c.Params("site"), c.Params("type"), params)
	if err != nil {
		return err
	}
	return s.send(c, snapshot, body)
}

func (s *server) entry(c *fiber.Ctx) error {
	params, err := queryParams(c)
	if err != nil {
		return err
	}
	id, err := url.PathUnescape(c.Params("id")) // slugs may be Arabic
	if err != nil {
		return fiber.ErrBadRequest
	}
	snapshot := s.Node.Snapshot()
	body, err := s.Node.Entry(c.Context(), snapshot, c.Params("site"), c.Params("type"), id, params)
	if err != nil {
		return err
	}
	return s.send(c, snapshot, body)
}

// queryParams copies the query's parameters, in their order.
func queryParams(c *fiber.Ctx) ([]core.Param, error) {
	var params []core.Param
	for k, v := range c.Context().QueryArgs().All() {
		if len(params) == 64 {
			return nil, fiber.NewError(fiber.StatusBadRequest, "more than 64 parameters")
		}
		params = append(params, core.Param{Name: string(k), Value: string(v)})
	}
	return params, nil
}
