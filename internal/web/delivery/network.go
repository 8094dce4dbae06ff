package delivery

import (
	"net/netip"

	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/web/address"
)

// networkOf gives the network that a request came from: one IPv4 address, or a /64, which is one customer's.
func (s *server) networkOf(c *fiber.Ctx) netip.Prefix {
	return address.Network(address.Of(c, s.TrustedProxies))
}
