package delivery

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/published"
)

const (
	bearer    = "Bearer "
	keyPrefix = "pds_"
	keyLength = len(keyPrefix) + 43
)

// snapshot gives what is served now, as the caller may see it: who sends a delivery key in the header Authorization sees the
// private site that it belongs to. Anything else there is passed over: sessions and keys of the management API open nothing here.
func (s *server) snapshot(c *fiber.Ctx) *published.Snapshot {
	snapshot := s.Node.Snapshot()
	if s.preview != nil {
		return snapshot
	}
	header := c.Context().Request.Header.Peek(fiber.HeaderAuthorization)
	if len(header) != len(bearer)+keyLength || !strings.EqualFold(string(header[:len(bearer)]), bearer) {
		return snapshot
	}
	token := string(header[len(bearer):])
	if !strings.HasPrefix(token, keyPrefix) {
		return snapshot
	}
	return snapshot.For(token, time.Now())
}
