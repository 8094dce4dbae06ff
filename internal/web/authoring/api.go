package authoring

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/web/problem"
)

const sessionScheme = "session"

// api registers operations so that each has its security and its errors go through the one mapper.
type api struct {
	huma.API
	Options
}

type contextKey int

const (
	keyFiber contextKey = iota
	keyActor
)

func register(h huma.API, o Options) {
	a := &api{h, o}
	h.UseMiddleware(a.identify)
	a.registerSetup()
	a.registerSessions()
	a.registerSites()
	a.registerMenus()
}

// identify finds out who is asking, for operations that are not open to everybody.
func (a *api) identify(ctx huma.Context, next func(huma.Context)) {
	c := humafiber.Unwrap(ctx)
	ctx = huma.WithValue(ctx, keyFiber, c)
	if len(ctx.Operation().Security) == 0 {
		next(ctx)
		return
	}
	actor, _, err := a.Authoring.Identify(ctx.Context(), c.Cookies(sessionCookie))
	if err != nil {
		a.answer(ctx, err)
		return
	}
	next(huma.WithValue(ctx, keyActor, actor))
}

// answer writes an error of the middleware.
func (a *api) answer(ctx huma.Context, err error) {
	e := a.problem(humafiber.Unwrap(ctx), err)
	ctx.SetHeader(fiber.HeaderContentType, problem.ContentType)
	ctx.SetStatus(e.GetStatus())
	if err := a.Marshal(ctx.BodyWriter(), "application/json", e); err != nil {
		a.Logger.Error("an answer cannot be written", "err", err)
	}
}

func actorOf(ctx context.Context) core.Actor {
	actor, _ := ctx.Value(keyActor).(core.Actor) // the zero Actor may do nothing
	return actor
}

// apiError is a problem document as huma writes it.
type apiError struct{ problem.Body }

// Error gives the detail.
func (e *apiError) Error() string { return e.Detail }

// GetStatus implements huma.StatusError.
func (e *apiError) GetStatus() int { return e.Status }

// ContentType implements huma.ContentTypeFilter.
func (e *apiError) ContentType(string) string { return problem.ContentType }

func (a *api) problem(c *fiber.Ctx, err error) *apiError {
	return &apiError{problem.Describe(c, a.Logger, err)}
}

func init() {
	// huma's own refusals (a body that does not fit its schema) become the same documents. The values that did not fit are
	// left out: a password may be among them.
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		body := problem.Body{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: message, Code: string(fault.Invalid)}
		if status == http.StatusUnprocessableEntity {
			body.Code = string(fault.Unprocessable)
		}
		for _, err := range errs {
			var detail *huma.ErrorDetail
			if errors.As(err, &detail) {
				body.Errors = append(body.Errors, problem.Item{Pointer: pointer(detail.Location), Code: "invalid", Message: detail.Message})
			}
		}
		return &apiError{body}
	}
}

// handle registers an operation whose use case returns coded faults.
func handle[I, O any](a *api, op huma.Operation, f func(context.Context, *I) (*O, error)) {
	op.MaxBodyBytes = bodyLimit
	huma.Register(a.API, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := f(ctx, in)
		if err != nil {
			c, ok := ctx.Value(keyFiber).(*fiber.Ctx)
			if !ok {
				return nil, err
			}
			return nil, a.problem(c, err)
		}
		return out, nil
	})
}
