package delivery

import (
	"context"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/valyala/fasthttp"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Headers of the delivery contract.
const (
	headerMinGeneration = "Portico-Min-Generation"
	headerWarning       = "Portico-Warning"

	cachePublic    = "public, max-age=30, stale-while-revalidate=600, stale-if-error=604800"
	cacheImmutable = "public, max-age=31536000, immutable"
	cacheNothing   = "no-store"
	cachePrivate   = "private, no-store"
	cacheSecond    = "public, max-age=1"
)

// The names that every response has, in the spelling that fasthttp takes without looking at it again: half of the time of a
// warm response went into that.
var (
	nameCacheControl = []byte(fiber.HeaderCacheControl)
	nameVary         = []byte(fiber.HeaderVary)
	nameETag         = []byte("Etag") // fasthttp's spelling; names have no case
	nameNoSniff      = []byte(fiber.HeaderXContentTypeOptions)
	nameLink         = []byte(fiber.HeaderLink)
	nameRobots       = []byte("X-Robots-Tag")
	nameSurrogateKey = []byte("Surrogate-Key")
	nameDeprecation  = []byte("Deprecation")
	nameSunset       = []byte("Sunset")
	nameGeneration   = []byte("Portico-Generation")
	nameStatus       = []byte("Portico-Status")
)

// set writes a header whose value is ours: it has no line breaks.
func set(h *fasthttp.ResponseHeader, name []byte, value string) {
	h.SetCanonical(name, utils.UnsafeBytes(value)) // it is copied
}

// send writes a prepared body with the headers of the contract, or 304 where the caller has it. It allocates nothing.
func (s *server) send(c *fiber.Ctx, snapshot *published.Snapshot, b *core.Body) error {
	h := &c.Response().Header
	cacheControl, status := cachePublic, "fresh"
	switch {
	case b.NoStore:
		cacheControl, status = cacheNothing, "fallback"
	case s.Node.Stale():
		status = "stale"
	}
	closed := snapshot.Asked() && snapshot.Closed(c.Params("site"))
	if closed {
		cacheControl = cachePrivate
	}
	set(h, nameCacheControl, cacheControl)
	set(h, nameVary, fiber.HeaderAcceptEncoding)
	set(h, nameGeneration, snapshot.Number)
	set(h, nameStatus, status)
	if b.SurrogateKey != "" && !closed {
		set(h, nameSurrogateKey, b.SurrogateKey)
	}
	if b.Link != "" {
		set(h, nameLink, b.Link)
	}
	if b.Deprecation != "" {
		set(h, nameDeprecation, b.Deprecation)
	}
	if b.Sunset != "" {
		set(h, nameSunset, b.Sunset)
	}
	if b.NoIndex {
		set(h, nameRobots, "noindex")
	}
	s.writeBody(c, snapshot, b)
	return nil
}

// status says whether what is served may be old.
func (s *server) status() string {
	if s.Node.Stale() {
		return "stale"
	}
	return "fresh"
}

// sendOnce writes the answer to a POST, or another that no cache keeps and nobody has already.
func (s *server) sendOnce(c *fiber.Ctx, snapshot *published.Snapshot, b *core.Body) {
	h := &c.Response().Header
	set(h, nameCacheControl, cacheNothing)
	if b.Private {
		set(h, nameCacheControl, cachePrivate)
	}
	set(h, nameVary, fiber.HeaderAcceptEncoding)
	set(h, nameGeneration, snapshot.Number)
	set(h, nameStatus, s.status())
	set(h, nameNoSniff, "nosniff")
	encoded := b.In(core.Negotiate(c.Request().Header.Peek(fiber.HeaderAcceptEncoding)))
	h.SetContentType(b.ContentType)
	if encoded.Encoding != core.Identity {
		h.SetContentEncoding(encoded.Encoding.String())
	}
	c.Response().SetBodyRaw(encoded.Bytes) // the bytes are never changed
}

// writeBody negotiates the encoding and answers a conditional request. All headers but those are there already.
func (s *server) writeBody(c *fiber.Ctx, snapshot *published.Snapshot, b *core.Body) {
	h := &c.Response().Header
	set(h, nameNoSniff, "nosniff")
	encoded := b.In(core.Negotiate(c.Request().Header.Peek(fiber.HeaderAcceptEncoding)))
	if !b.NoStore {
		set(h, nameETag, encoded.ETag)
	}
	if !b.NoStore && b.Matches(c.Request().Header.Peek(fiber.HeaderIfNoneMatch)) {
		c.Response().SetStatusCode(fiber.StatusNotModified)
	} else {
		h.SetContentType(b.ContentType)
		if encoded.Encoding != core.Identity {
			h.SetContentEncoding(encoded.Encoding.String())
		}
		c.Response().SetBodyRaw(encoded.Bytes) // the bytes are never changed
	}
	s.Front.keep(c, snapshot, b)
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
	if s.Node.Snapshot().Generation >= wanted {
		return nil
	}
	defer s.waiting.Add(-1)
	if s.waiting.Add(1) > int64(s.Limits.Waiting) {
		return fault.New(fault.Unavailable, "too many wait for a generation already").With(fault.RetryIn(waitForLatest))
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), waitForLatest) // not c.Context(): its Done races with a shutdown
	defer cancel()
	if !s.Node.WaitFor(ctx, wanted) {
		return fault.New(fault.Unavailable, "this node is at generation %d and has not seen %d yet", s.Node.Snapshot().Generation, wanted).
			With(fault.RetryIn(waitForLatest))
	}
	return nil
}
