package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

// headerIdempotency names a POST that its sender may send again, and that must be carried out once.
const headerIdempotency = "Idempotency-Key"

// shownOnce is the metadata of operations whose answers hold a secret: they are not kept.
const shownOnce = "shownOnce"

var idempotencyForm = regexp.MustCompile(`^[\x21-\x7e]{1,200}$`)

// reading are the POSTs that change nothing: there is nothing to carry out once.
var reading = []string{"explain-accesses", "explain-own-accesses", "export-translations", "query-entries", "render-markdown", "try-menus"}

// honoursIdempotency says whether an operation takes an Idempotency-Key.
func honoursIdempotency(op *huma.Operation) bool {
	own, _ := op.Metadata[streamed].(bool)
	return op.Method == http.MethodPost && len(op.Security) > 0 && !own && !slices.Contains(reading, op.OperationID)
}

// idempotencyParam documents the header, which the middleware reads.
func idempotencyParam() *huma.Param {
	most := 200
	return &huma.Param{
		Name: headerIdempotency, In: "header",
		Description: "Any text of your own, a UUID for instance: the request is carried out once, however often it is sent with it within a " +
			"day, and its answer is given again.",
		Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &most, Pattern: idempotencyForm.String()},
	}
}

// keptHeaders are those of an answer that are sent again with it.
var keptHeaders = []string{fiber.HeaderETag, fiber.HeaderLocation, fiber.HeaderContentType, "Portico-Sequence", "Portico-Generation"}

// once carries out a POST with an Idempotency-Key one time, and gives its answer again to whoever repeats it.
func (a *api) once(ctx huma.Context, next func(huma.Context)) {
	c := humafiber.Unwrap(ctx)
	given := c.Request().Header.PeekAll(headerIdempotency)
	actor := actorOf(ctx.Context())
	if own, _ := ctx.Operation().Metadata[streamed].(bool); own { // its body is not there yet; doing it again changes nothing
		next(ctx)
		return
	}
	if len(given) == 0 || ctx.Method() != http.MethodPost || actor.ID == "" {
		next(ctx)
		return
	}
	if len(given) > 1 || !idempotencyForm.Match(given[0]) { // an empty one too: its sender thinks that it says something
		a.answer(ctx, fault.New(fault.Invalid, "Idempotency-Key must stand once, with 1 to 200 printable ASCII characters without spaces"))
		return
	}
	attempt := &core.Attempt{Key: string(given[0]), Request: requestHash(c, spoolOf(ctx.Context()))}
	answer, err := a.Authoring.Replay(ctx.Context(), actor, attempt)
	switch {
	case err == nil:
		a.replay(c, answer)
		return
	case !fault.Is(err, fault.NotFound):
		a.answer(ctx, err)
		return
	}
	next(huma.WithContext(ctx, core.WithAttempt(ctx.Context(), attempt)))
	if attempt.Claimed() {
		a.keep(c, ctx, actor, attempt)
	}
}

func (a *api) replay(c *fiber.Ctx, answer *core.Answer) {
	for name, value := range answer.Headers {
		c.Set(name, value)
	}
	c.Set("Idempotent-Replayed", "true")
	c.Status(answer.Status).Response().SetBody(answer.Body)
}

// keep remembers the answer. Where that fails the request is still done, and whoever repeats it is told so.
func (a *api) keep(c *fiber.Ctx, ctx huma.Context, actor core.Actor, attempt *core.Attempt) {
	answer := &core.Answer{Attempt: *attempt, Status: c.Response().StatusCode(), Headers: map[string]string{}}
	if secret, _ := ctx.Operation().Metadata[shownOnce].(bool); secret {
		return
	}
	for _, name := range keptHeaders {
		if v := c.GetRespHeader(name); v != "" {
			answer.Headers[name] = v
		}
	}
	answer.Body = append(answer.Body, c.Response().Body()...)
	if err := a.Authoring.KeepAnswer(context.WithoutCancel(ctx.Context()), actor, answer); err != nil {
		a.Logger.Warn("an answer cannot be kept for its Idempotency-Key", "err", err)
	}
}

func requestHash(c *fiber.Ctx, s *spool) string {
	h := sha256.New()
	var body []byte
	if s != nil {
		body = []byte(s.hash)
	} else {
		body = c.Body()
	}
	for _, part := range [][]byte{[]byte(c.Method()), c.Request().RequestURI(), body} {
		h.Write(part)
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}
