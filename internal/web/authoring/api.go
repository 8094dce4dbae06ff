package authoring

import (
	"context"
	"log/slog"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/web/address"
	"github.com/portico-cms/portico/internal/web/problem"
)

// The ways to say who asks.
const (
	sessionScheme = "session"
	keyScheme     = "key"
)

// api registers operations so that each has its security and its errors go through the one mapper.
type api struct {
	huma.API
	Options
	limits *limiter
	reads  reads

	transfers chan struct{}
	uploads   chan struct{}
}

type contextKey int

const (
	keyFiber contextKey = iota
	keyActor
	keyAgain
	keySpool
)

func register(h huma.API, o Options) {
	a := &api{h, o, newLimiter(), reads{}, make(chan struct{}, transfers), make(chan struct{}, uploads)}
	h.UseMiddleware(a.limited, a.identify, a.mediaType, a.spooled, a.once, bodyAsStream)
	a.registerSetup()
	a.registerSessions()
	a.registerResets()
	a.registerOwnAccount()
	a.registerAccounts()
	a.registerAccess()
	a.registerRoles()
	a.registerKeys()
	a.registerAudit()
	a.registerAuditActivity()
	a.registerSites()
	a.registerSiteWrites()
	a.registerSiteKeys()
	a.registerSiteVisits()
	a.registerCaches()
	a.registerSettings()
	a.registerMenus()
	a.registerMenuTrial()
	a.registerTransfers() // before /entries/{id}
	a.registerMenuEdits()
	a.registerMenuHistory()
	a.registerEntries()
	a.registerEntryLists()
	a.registerViews()
	a.registerContentTypes()
	a.registerModelDocument()
	a.registerMarkdown()
	a.registerPresence()
	a.registerEvents()
	a.registerLog()
	a.registerEntryHistory()
	a.registerTrees()
	a.registerInheritance()
	a.registerUses()
	a.registerDiff()
	a.registerTranslations()
	a.registerReviews()
	a.registerComments()
	a.registerColleagues()
	a.registerSchedules()
	a.registerJobs()
	a.registerReleases()
	a.registerPreviews()
	a.registerPreviewFrame()
	a.registerDesign()
	a.registerMedia()
	a.describe()
}

// identify finds out who is asking, for operations that are not open to everybody.
func (a *api) identify(ctx huma.Context, next func(huma.Context)) {
	c := humafiber.Unwrap(ctx)
	from := core.Origin{
		RequestID: requestID(c), Address: address.Of(c, a.TrustedProxies).String(), Agent: c.Get(fiber.HeaderUserAgent),
		Language: pageLanguage(c),
	}
	ctx = huma.WithContext(huma.WithValue(ctx, keyFiber, c), core.WithOrigin(context.WithValue(ctx.Context(), keyFiber, c), from))
	if len(ctx.Operation().Security) == 0 {
		next(ctx)
		return
	}
	again := a.credentials(c)
	actor, err := again(ctx.Context())
	if err != nil {
		a.answer(ctx, err)
		return
	}
	actor.RequestID, actor.Address = from.RequestID, from.Address
	next(huma.WithValue(huma.WithValue(ctx, keyActor, actor), keyAgain, again))
}

// credentials gives the way to find out who asks, by the session or by the key that came along; also later, for what lasts longer
// than the request. Both at once is refused: whose rights count would be a guess.
func (a *api) credentials(c *fiber.Ctx) func(context.Context) (core.Actor, error) {
	session, keys := c.Cookies(sessionCookie), c.Request().Header.PeekAll(fiber.HeaderAuthorization)
	if len(keys) > 1 || (len(keys) == 1 && session != "") {
		return refuse(fault.New(fault.Invalid, "send a session or one key, not both"))
	}
	if len(keys) == 0 {
		return func(ctx context.Context) (core.Actor, error) {
			actor, _, err := a.Authoring.Identify(ctx, session)
			return actor, err
		}
	}
	scheme, secret, _ := strings.Cut(string(keys[0]), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return refuse(fault.New(fault.Unauthenticated, "send a key as Authorization: Bearer portico_…"))
	}
	return func(ctx context.Context) (core.Actor, error) {
		return a.Authoring.IdentifyKey(ctx, strings.TrimSpace(secret))
	}
}

func refuse(err error) func(context.Context) (core.Actor, error) {
	return func(context.Context) (core.Actor, error) { return core.Actor{}, err }
}

// mediaType refuses a body of a type that the operation does not document. JSON goes for a merge patch, since most clients say so;
// what a form of another site can send does not.
func (a *api) mediaType(ctx huma.Context, next func(huma.Context)) {
	body := ctx.Operation().RequestBody
	given := ctx.Header(fiber.HeaderContentType)
	media, _, err := mime.ParseMediaType(given)
	if body != nil && given != "" && (err != nil || (body.Content[media] == nil && media != fiber.MIMEApplicationJSON)) {
		a.answer(ctx, fiber.ErrUnsupportedMediaType)
		return
	}
	next(ctx)
}

// hasBody says whether an input of huma's takes a body.
func hasBody(t reflect.Type) bool {
	_, body := t.FieldByName("Body")
	_, raw := t.FieldByName("RawBody")
	return body || raw
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

// againOf gives the way to ask once more who is asking, for what lasts longer than a request.
func againOf(ctx context.Context) func(context.Context) (core.Actor, error) {
	if again, ok := ctx.Value(keyAgain).(func(context.Context) (core.Actor, error)); ok {
		return again
	}
	return func(context.Context) (core.Actor, error) {
		return core.Actor{}, fault.New(fault.Unauthenticated, "sign in first")
	}
}

// apiError is a problem document as huma writes it.
type apiError struct {
	problem.Body

	Current any `json:"current,omitempty"` // with 412: what was to be written, as it is now
}

// Error gives the detail.
func (e *apiError) Error() string { return e.Detail }

// GetStatus implements huma.StatusError.
func (e *apiError) GetStatus() int { return e.Status }

// ContentType implements huma.ContentTypeFilter.
func (e *apiError) ContentType(string) string { return problem.ContentType }

func (a *api) problem(c *fiber.Ctx, err error) *apiError {
	return &apiError{Body: problem.Describe(c, a.Logger, err)}
}

// ownErrors turns huma's own refusals (a body that does not fit its schema) into the same documents. The values that did not fit
// are left out: a password may be among them. It is a transformer of this API, because the function that huma lets one replace
// is a variable of its package, which every API of a process shares.
func ownErrors(logger *slog.Logger) huma.Transformer {
	return func(ctx huma.Context, _ string, v any) (any, error) {
		refusal, ok := v.(*huma.ErrorModel)
		if !ok {
			return v, nil
		}
		err := error(fiber.NewError(refusal.Status))
		code, listed := fault.Invalid, refusal.Status == http.StatusBadRequest
		if refusal.Status == http.StatusUnprocessableEntity {
			code, listed = fault.Unprocessable, true
		}
		if listed {
			f := fault.New(code, "%s", refusal.Detail)
			for _, d := range refusal.Errors {
				f.Problems.Add(fault.Problem{Pointer: pointer(d.Location), Code: "invalid", Message: ownWords(d.Message)})
			}
			err = f
		}
		return &apiError{Body: problem.Describe(humafiber.Unwrap(ctx), logger, err)}, nil
	}
}

// ownWords leaves out what the JSON decoder says of Go's types (SECURITY L4).
func ownWords(message string) string {
	if strings.HasPrefix(message, "json: ") {
		return "a value of the body cannot be read: a number may be out of range"
	}
	return message
}

// handle registers an operation whose use case returns coded faults.
func handle[I, O any](a *api, op huma.Operation, f func(context.Context, *I) (*O, error)) {
	op.MaxBodyBytes = bodyLimit
	op.Errors = append(op.Errors, http.StatusServiceUnavailable)
	if op.Method != http.MethodGet {
		op.Errors = append(op.Errors, http.StatusForbidden) // a request of another site's page
	}
	if hasBody(reflect.TypeFor[I]()) {
		op.Errors = append(op.Errors, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	slices.Sort(op.Errors)
	op.Errors = slices.Compact(op.Errors)
	if r, ok := readOf(op, f); ok {
		a.reads[op.Path] = r
	}
	huma.Register(a.API, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := f(ctx, in)
		if err != nil {
			c, ok := ctx.Value(keyFiber).(*fiber.Ctx)
			if !ok {
				return nil, err
			}
			e := a.problem(c, err)
			if fault.Is(err, fault.Stale) {
				a.tellCurrent(ctx, c, op.Path, e)
			}
			return nil, e
		}
		return out, nil
	})
}
