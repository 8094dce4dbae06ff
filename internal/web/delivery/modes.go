package delivery

import (
	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// The ways to the shared parts besides fragments and bundles: the loader, the static export, and the policy that they need.

// share lets scripts of any page read an answer that anybody may have. It is never said with credentials.
func (s *server) share(c *fiber.Ctx, snapshot *published.Snapshot) {
	if !snapshot.Closed(c.Params("site")) {
		c.Response().Header.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	}
}

// loader answers /e/{site}.js, the loader of today, and /e/{site}@{generation}.js, which never changes.
func (s *server) loader(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	body, site, pinned, err := s.Node.Loader(snapshot, c.Params("file"))
	if fault.Is(err, fault.Gone) {
		defer func() { c.Set(fiber.HeaderLink, "</e/"+site+`.js>; rel="successor-version"`) }() // problems have none of their own
		return s.problem(c, err)
	}
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set(fiber.HeaderAccessControlAllowOrigin, "*") // a page that names its hash fetches it so
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if !pinned {
		return s.send(c, snapshot, body)
	}
	set(h, nameCacheControl, cacheImmutable)
	set(h, nameVary, fiber.HeaderAcceptEncoding)
	s.writeBody(c, snapshot, body)
	return nil
}

func (s *server) export(c *fiber.Ctx) error {
	snapshot := s.snapshot(c)
	body, err := s.Node.Export(snapshot, c.Params("site"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="portico-`+c.Params("site")+`.zip"`) // it is the key of a site
	return s.send(c, snapshot, body)
}

func (s *server) csp(c *fiber.Ctx) error {
	snapshot := s.snapshot(c)
	body, err := s.Node.CSP(snapshot, c.Params("site"))
	if err != nil {
		return err
	}
	return s.send(c, snapshot, body)
}
