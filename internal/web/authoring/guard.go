package authoring

import (
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/fault"
)

// sameOrigin refuses writes that another site's page makes with a visitor's cookie (CSRF). Browsers say where a request comes
// from; a client that says nothing is no browser, and has no cookie that somebody else could use.
func (o Options) sameOrigin(c *fiber.Ctx) error {
	switch c.Method() {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return c.Next()
	}
	if site := c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return fault.New(fault.Forbidden, "this request comes from another site")
	}
	if origin := c.Get(fiber.HeaderOrigin); origin != "" && !o.own(c, origin) {
		return fault.New(fault.Forbidden, "this request comes from another site")
	}
	return c.Next()
}

// own says whether an origin is ours: the configured one, or the address that was asked. The latter is for a listener on plain
// http that has several names; forwarding headers have no say, because anybody can send them.
func (o Options) own(c *fiber.Ctx, origin string) bool {
	return origin == o.URL || strings.HasPrefix(o.URL, "http://") && origin == "http://"+string(c.Request().Host())
}
