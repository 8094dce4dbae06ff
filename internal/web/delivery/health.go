package delivery

import (
	"github.com/gofiber/fiber/v2"
)

// healthz says that the process answers: a restart would help nothing else.
func (s *server) healthz(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, cacheNothing)
	return c.JSON(fiber.Map{"status": "ok"})
}

// readyz says whether traffic should come here: once there is something to serve, and for as long as there is. A silent log is
// told, and no reason to stop: the pages of every site depend on this answer. Nodes of one generation have one checksum.
func (s *server) readyz(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, cacheNothing)
	served := s.Node.Served()
	answer := fiber.Map{
		"status": "ready", "generation": served.Generation, "checksum": served.Checksum, "log": "never answered",
	}
	if age, ok := s.Node.Age(); ok {
		answer["log"] = "follows"
		answer["logAgeSeconds"] = int64(age.Seconds())
	}
	if s.Node.Stale() {
		answer["status"] = "stale"
	}
	if !s.Node.Ready() {
		answer["status"] = "nothing published yet"
		c.Status(fiber.StatusServiceUnavailable)
	}
	return c.JSON(answer)
}
