package delivery

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/web/problem"
)

// fail answers an error, of a handler or of fiber itself, in the way that its caller can bear.
func (s *server) fail(c *fiber.Ctx, err error) error {
	path := c.Path()
	switch {
	case assemblerPath(path):
		problem.Describe(c, s.Logger, err) // for the log; its headers are those of an error
		for _, name := range []string{fiber.HeaderRetryAfter, fiber.HeaderAllow} {
			c.Response().Header.Del(name)
		}
		c.Response().ResetBody()
		c.Status(fiber.StatusOK)
		return s.send(c, s.Node.Snapshot(), core.Skeleton(partOf(path)))
	case unread(c):
		// What could not be read as far as its address may have come from an assembler too: an empty body harms no page.
		c.Status(problem.Describe(c, s.Logger, err).Status)
		c.Response().ResetBody()
		c.Response().Header.Del(fiber.HeaderContentType)
		return nil
	}
	return s.problem(c, err)
}

// assemblerPath says whether an error must not reach the caller as such, because it would be pasted into a page.
func assemblerPath(path string) bool { return strings.HasPrefix(path, "/i/") || path == "/i" }

// partOf gives the part of /i/{site}/{part}/…, however much of it is there.
func partOf(path string) string {
	segments := strings.SplitN(path, "/", 5)
	if len(segments) < 4 {
		return ""
	}
	return segments[3]
}

// unread says that fasthttp refused a request before its address was known: its headers are too many or no HTTP at all.
func unread(c *fiber.Ctx) bool { return c.Path() == "/" && len(c.Route().Handlers) == 0 }
