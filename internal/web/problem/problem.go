// Package problem is the one place where an error becomes an HTTP response: application/problem+json as RFC 9457 has it, with the
// status that belongs to the fault's code. Handlers return errors; ErrorHandler, given to fiber.Config, does the rest.
//
// What is said and what is not:
//   - The message of a fault is shown, its cause never. An error without a code is ours: 500 with an id, and the log has
//     the same id with everything that is known.
//   - Every 404 has the same bytes, whatever was asked for and whatever the fault says: neither the body nor its length
//     tells what exists and is kept from the caller. A use case that may say what is missing (everything about a public site)
//     puts it into the fault's Problems; those are shown.
//   - Errors are never cached.
package problem

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"

	"github.com/portico-cms/portico/internal/fault"
)

// ContentType of every error.
const ContentType = "application/problem+json"

// Body is an RFC 9457 problem document. Type is about:blank: the status says what kind it is, and Code which one exactly.
type Body struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail,omitempty"`
	Instance string `json:"instance,omitempty"` // the path that was asked for, without its query; not with 404
	Code     string `json:"code"`
	Errors   []Item `json:"errors,omitempty"`
	ID       string `json:"id,omitempty"` // to be found in the log; not with 404 and what is as frequent
}

// Item is one thing that is wrong: in the document (Pointer) or in the query (Parameter).
type Item struct {
	Pointer   string `json:"pointer,omitempty"`   // RFC 6901: begins with /
	Parameter string `json:"parameter,omitempty"` // name of a query parameter
	Code      string `json:"code"`
	Message   string `json:"message"`
}

// RetryAfter may be implemented by an error in the chain of a fault.Unavailable or fault.TooMany that knows when it is worth
// to try again.
type RetryAfter interface{ RetryAfter() time.Duration }

// Successor may be implemented by an error in the chain of a fault.Gone that knows what there is instead: an address.
type Successor interface{ Successor() string }

const defaultRetry = 5 * time.Second

// ErrorHandler is for fiber.Config: it answers whatever a handler or fiber itself returned with its problem document, and
// logs what the caller is not told. What a handler had written before is dropped. An endpoint that must answer something else
// (/i, which never answers an error) does so before, and calls this one for the rest.
func ErrorHandler(logger *slog.Logger) fiber.ErrorHandler {
	return func(c *fiber.Ctx, err error) error { return write(c, logger, err) }
}

// write gives an error only where the document cannot be encoded, which does not happen.
func write(c *fiber.Ctx, logger *slog.Logger, err error) error {
	body := Describe(c, logger, err)
	src, jerr := json.Marshal(body)
	if jerr != nil {
		return jerr
	}
	c.Response().ResetBody()
	return c.Status(body.Status).Send(src)
}

// Describe gives the problem document of an error, logs what the caller is not told, and sets the headers that belong to it,
// for a framework that writes the body itself. ErrorHandler does all of that.
func Describe(c *fiber.Ctx, logger *slog.Logger, err error) Body {
	k := classify(err)
	body := Body{
		Type: "about:blank", Title: http.StatusText(k.status), Status: k.status, Detail: k.detail, Code: k.code, Errors: Items(k.problems),
	}
	if k.status != http.StatusNotFound {
		body.Instance = instance(c.Path())
	}
	if k.logged {
		body.ID = logError(c, logger, k, err)
	}
	header(c, k, err)
	return body
}

// header takes out what belonged to the response that did not come about, and puts in what belongs to this one.
func header(c *fiber.Ctx, k kind, err error) {
	h := &c.Response().Header
	for _, name := range []string{fiber.HeaderETag, fiber.HeaderLastModified, fiber.HeaderContentEncoding, "Surrogate-Key", fiber.HeaderLink,
		fiber.HeaderContentDisposition, fiber.HeaderExpires, fiber.HeaderLocation} {
		h.Del(name)
	}
	if k.status >= http.StatusInternalServerError {
		h.Del(fiber.HeaderSetCookie) // nobody is signed in by a request that failed
	}
	c.Set(fiber.HeaderContentType, ContentType)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	switch k.status {
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		if len(h.Peek(fiber.HeaderRetryAfter)) == 0 {
			c.Set(fiber.HeaderRetryAfter, retryAfter(err))
		}
	case http.StatusGone:
		var next Successor
		if errors.As(err, &next) {
			c.Set(fiber.HeaderLink, "<"+next.Successor()+`>; rel="successor-version"`)
		}
	case http.StatusUnauthorized:
		if len(h.Peek(fiber.HeaderWWWAuthenticate)) == 0 {
			c.Set(fiber.HeaderWWWAuthenticate, "Bearer") // RFC 9110 wants one; browsers do not ask for a password with this
		}
	}
}

func retryAfter(err error) string {
	wait := defaultRetry
	var r RetryAfter
	if errors.As(err, &r) {
		wait = r.RetryAfter()
	}
	return strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))
}

// Items shows each problem. One with a place in a file (an import) has no pointer that a caller could follow, so the
// place stands in the message.
func Items(ps fault.Problems) []Item {
	var list []Item
	for _, p := range ps {
		item := Item{Code: p.Code, Message: p.Message}
		switch {
		case p.File != "":
			item.Message = p.String()
		case strings.HasPrefix(p.Pointer, "/"):
			item.Pointer = p.Pointer
		default:
			item.Parameter = p.Pointer
		}
		list = append(list, item)
	}
	return list
}

const maxInstance = 300

// instance gives the path as a URI reference, or nothing where it is none.
func instance(path string) string {
	u, err := url.ParseRequestURI(path)
	if err != nil || len(path) > maxInstance {
		return ""
	}
	return u.EscapedPath()
}

// logError notes what the caller is not told, and gives the id under which. A panic has been logged already. Everything that
// comes from fiber is copied: it is reused after the request.
func logError(c *fiber.Ctx, logger *slog.Logger, k kind, err error) (id string) {
	var p *panicked
	if errors.As(err, &p) {
		return p.id
	}
	level := slog.LevelInfo
	if k.status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	id = rand.Text()
	logger.LogAttrs(c.UserContext(), level, "request failed", append(place(c, id),
		slog.Int("status", k.status), slog.String("code", k.code), slog.String("error", err.Error()))...)
	return id
}

// place says which request it was, and of which trace where it names one. The route stands for the path, which may hold what is nobody's
// business. An id of "" is none.
func place(c *fiber.Ctx, id string) (attrs []slog.Attr) {
	if id != "" {
		attrs = append(attrs, slog.String("id", id))
	}
	if of := trace(c); of != "" {
		attrs = append(attrs, slog.String("trace", of))
	}
	return append(attrs, slog.String("method", utils.CopyString(c.Method())), slog.String("route", utils.CopyString(c.Route().Path)))
}
