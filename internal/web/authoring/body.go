package authoring

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"github.com/portico-cms/portico/internal/fault"
)

// streamed is the metadata of operations that read their body themselves, as it comes.
const streamed = "streamed"

// transferPaths are those of operations whose bodies may be large and take long, with their method. Another spelling of a path gets
// what all get.
var transferPaths = map[string]string{
	"/api/v1/entries/import": http.MethodPost, "/api/v1/entries/export": http.MethodGet, "/api/v1/media": http.MethodPost,
	"/api/v1/translations/import": http.MethodPost,
}

// transfer says whether a request is for one of them; HEAD is asked as GET is.
func transfer(method, path string) bool {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	return transferPaths[path] == method
}

// patient gives transfers more time to send and to be sent. The rest of the request is not known yet.
func (o Options) patient(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := strings.Cut(string(h.RequestURI()), "?")
	if !transfer(string(h.Method()), path) {
		return fasthttp.RequestConfig{}
	}
	return fasthttp.RequestConfig{ReadTimeout: o.transferTimeout(), WriteTimeout: o.transferTimeout()}
}

func (o Options) transferTimeout() time.Duration {
	if o.TransferTimeout > 0 {
		return o.TransferTimeout
	}
	return 10 * time.Minute
}

// deadline bounds a request's work: fiber's own context has none.
func (o Options) deadline(c *fiber.Ctx) error {
	timeout := workTimeout
	if transfer(c.Method(), c.Path()) {
		timeout = o.transferTimeout()
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), timeout)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

// rest is how much of a body that is too large is read and thrown away, so that its sender gets to read the answer.
const rest = 8 << 20

// wholeBody reads the body before anything is done with it, whatever the client says of its length, and refuses one that is too
// large. The server hands bodies over as they come, for the sake of the few operations that read theirs themselves. It stands before
// whatever may refuse a request: what is left of a body would be read as the next request of the connection.
func wholeBody(c *fiber.Ctx) error {
	stream := c.Context().RequestBodyStream()
	if stream == nil {
		return c.Next()
	}
	if c.Method() == http.MethodPost && transfer(http.MethodPost, c.Path()) {
		err := c.Next()
		if err != nil || c.Response().StatusCode() >= http.StatusBadRequest {
			c.Context().SetConnectionClose() // some of the body may not have been read
		}
		return err
	}
	if c.Request().Header.ContentLength() > bodyLimit { // it says so itself: none of it is waited for
		c.Context().SetConnectionClose()
		return fiber.ErrRequestEntityTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(stream, bodyLimit+1))
	if err != nil {
		c.Context().SetConnectionClose()
		return fiber.ErrBadRequest
	}
	if len(body) > bodyLimit {
		_, _ = io.CopyN(io.Discard, stream, rest)
		c.Context().SetConnectionClose()
		return fiber.ErrRequestEntityTooLarge
	}
	c.Request().SetBody(body)
	return c.Next()
}

// textBody refuses JSON that is not UTF-8: decoders would put other characters in the place of what is none. It comes after what is
// compressed was refused. Operations that read their body themselves look themselves.
func textBody(c *fiber.Ctx) error {
	own := c.Context().RequestBodyStream() != nil
	if !own && bytes.Contains(c.Request().Header.ContentType(), []byte("json")) && !utf8.Valid(c.Request().Body()) {
		return fault.New(fault.Invalid, "the body is no UTF-8")
	}
	return c.Next()
}

// bodyAsStream gives a body that was read already to huma, which takes it from the stream where the server has streams.
func bodyAsStream(ctx huma.Context, next func(huma.Context)) {
	c := humafiber.Unwrap(ctx)
	if c.Context().RequestBodyStream() == nil {
		body := c.Body()
		c.Request().SetBodyStream(bytes.NewReader(body), len(body))
	}
	next(ctx)
}
