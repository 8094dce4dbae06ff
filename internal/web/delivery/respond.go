package delivery

import (
	"context"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Headers of the delivery contract.
const (
	headerGeneration    = "Portico-Generation"
	headerMinGeneration = "Portico-Min-Generation"
	headerStatus        = "Portico-Status"
	headerWarning       = "Portico-Warning"
	headerSurrogateKey  = "Surrogate-Key"

	cachePublic    = "public, max-age=30, stale-while-revalidate=600, stale-if-error=604800"
	cacheImmutable = "public, max-age=31536000, immutable"
	cacheNothing   = "no-store"
)

// send writes a prepared body with the headers of the contract, or 304 where the caller has it. It allocates nothing.
func (s *server) send(c *fiber.Ctx, snapshot *published.Snapshot, b *core.Body) error {
	h := &c.Response().Header
	cacheControl := cachePublic
	if b.NoStore {
		cacheControl = cacheNothing
	}
	h.Set(fiber.HeaderCacheControl, cacheControl)
	h.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	h.Set(headerGeneration, snapshot.Number)
	status := "fresh"
	switch {
	case b.NoStore:
		status = "fallback"
	case s.Node.Stale():
		status = "stale"
	}
	h.Set(headerStatus, status)
	if b.SurrogateKey != "" {
		h.Set(headerSurrogateKey, b.SurrogateKey)
	}
	if b.Link != "" {
		h.Set(fiber.HeaderLink, b.Link)
	}
	if b.NoIndex {
		h.Set("X-Robots-Tag", "noindex")
	}
	return writeBody(c, b)
}

// writeBody negotiates the encoding and answers a conditional request.
func writeBody(c *fiber.Ctx, b *core.Body) error {
	h := &c.Response().Header
	h.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	encoded := b.In(core.Negotiate(c.Request().Header.Peek(fiber.HeaderAcceptEncoding)))
	if !b.NoStore {
		h.Set(fiber.HeaderETag, encoded.ETag)
		if b.Matches(c.Request().Header.Peek(fiber.HeaderIfNoneMatch)) {
			c.Response().SetStatusCode(fiber.StatusNotModified)
			return nil
		}
	}
	h.SetContentType(b.ContentType)
	if encoded.Encoding != core.Identity {
		h.Set(fiber.HeaderContentEncoding, encoded.Encoding.String())
	}
	c.Response().SetBodyRaw(encoded.Bytes) // the bytes are never changed
	return nil
}

// warn names what was dropped from the query.
func warn(c *fiber.Ctx, q *core.PageQuery) {
	if len(q.Warnings) > 0 {
		c.Response().Header.Set(headerWarning, strings.Join(q.Warnings, "; "))
	}
}

// waitForGeneration holds a request until this node has what the caller has just written.
func (s *server) waitForGeneration(c *fiber.Ctx) error {
	wanted, err := strconv.ParseInt(c.Get(headerMinGeneration), 10, 64)
	if err != nil || wanted < 0 {
		return fault.New(fault.Invalid, "%s must be a number", headerMinGeneration)
	}
	ctx, cancel := context.WithTimeout(c.Context(), waitForLatest)
	defer cancel()
	if !s.Node.WaitFor(ctx, wanted) {
		return fault.New(fault.Unavailable, "this node is at generation %d and has not seen %d yet", s.Node.Snapshot().Generation, wanted)
	}
	return nil
}
