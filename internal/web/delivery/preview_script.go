package delivery

import (
	_ "embed"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
)

//go:embed preview.js
var previewSource []byte

// previewBody is the script of pages that editors look at beside a form.
var previewBody = core.NewBody("text/javascript; charset=utf-8", previewSource)

// previewScript answers it to whoever asks: it knows nothing, and tells what is clicked only to the origin that the page names.
func (s *server) previewScript(c *fiber.Ctx) error {
	h := &c.Response().Header
	h.Set(fiber.HeaderAccessControlAllowOrigin, "*") // a page that names its hash fetches it so
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	set(h, nameCacheControl, "no-cache") // the ETag decides: a new binary may have another one
	set(h, nameVary, fiber.HeaderAcceptEncoding)
	s.writeBody(c, s.Node.Snapshot(), previewBody)
	return nil
}
