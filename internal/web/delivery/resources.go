package delivery

import (
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
)

func (s *server) sites(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	return s.send(c, snapshot, s.Node.Sites(snapshot))
}

func (s *server) site(c *fiber.Ctx) error {
	snapshot := s.snapshot(c)
	body, err := s.Node.Site(snapshot, c.Params("site"))
	if err != nil {
		return err
	}
	return s.send(c, snapshot, body)
}

// generation is the smallest answer to whether anything is new. Any number of pages may ask: a proxy asks once a second for all of them.
func (s *server) generation(c *fiber.Ctx) error {
	snapshot := s.snapshot(c)
	if err := s.Node.Sees(snapshot, c.Params("site")); err != nil {
		return err
	}
	h := &c.Response().Header
	set(h, nameCacheControl, cacheSecond)
	if snapshot.Closed(c.Params("site")) {
		set(h, nameCacheControl, cachePrivate)
	}
	set(h, nameVary, fiber.HeaderAcceptEncoding)
	set(h, nameGeneration, snapshot.Number)
	set(h, nameStatus, s.status())
	s.writeBody(c, snapshot, s.Node.Generation(snapshot))
	return nil
}

func tokens(form core.TokenForm) handler {
	return func(s *server, c *fiber.Ctx) error {
		snapshot := s.snapshot(c)
		if err := s.Node.Available(snapshot, c.Params("site"), c.Query("channel")); err != nil {
			return err
		}
		body, err := s.Node.Tokens(snapshot, c.Params("site"), form, c.Query("theme"))
		if err != nil {
			return err
		}
		s.used(c, snapshot, client(c))
		return s.send(c, snapshot, body)
	}
}

// asset serves a script, style or font, named by its content: it may be kept for ever, by anybody. What only a preview has is kept by
// nobody.
func (s *server) asset(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	body, err := s.Node.Asset(snapshot, c.Params("sha"), c.Params("file"))
	draft := err != nil && s.Previews != nil
	if draft {
		body, err = s.Previews.Asset(c.Params("sha"), c.Params("file"))
	}
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if draft {
		s.sendOnce(c, snapshot, body)
		private(c)
		return nil
	}
	set(h, nameCacheControl, cacheImmutable)
	set(h, nameVary, fiber.HeaderAcceptEncoding)
	s.writeBody(c, snapshot, body)
	return nil
}
