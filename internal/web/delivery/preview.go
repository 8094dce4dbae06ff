package delivery

import (
	"bytes"
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/valyala/fasthttp"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/weburl"
)

const (
	previewPrefix = "ppv_"
	previewCookie = "Portico-Preview"
	previewParam  = "view"
	previewPath   = "/v1/preview"
	previewLimit  = 8 * time.Second // of an answer, with what is compiled for it
)

// handler answers a request: of the node, or of a preview.
type handler func(*server, *fiber.Ctx) error

// shown answers what stands on every page, as it is published or, for who has a preview token, as it will be.
func (s *server) shown(h handler) fiber.Handler { return s.orPreview(h, false) }

// listed is shown for answers that are read from the index.
func (s *server) listed(h handler) fiber.Handler { return s.orPreview(h, true) }

func (s *server) orPreview(h handler, content bool) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if previewAsked(c.Context()) {
			return s.previewed(c, h, content)
		}
		return h(s, c)
	}
}

// previewAsked says whether a request wants to see what is not published: by the parameter view, or by a preview token that it brings.
// Whatever answers a request from what is prepared asks this first. It allocates nothing.
func previewAsked(c *fasthttp.RequestCtx) bool {
	if args := c.QueryArgs(); args.Has(previewParam) {
		return string(args.Peek(previewParam)) != query.ViewPublished
	}
	h := &c.Request.Header
	return len(bearerOf(h)) > 0 || len(h.Cookie(previewCookie)) > 0
}

// bearerOf gives the preview token of the header Authorization, if that has one.
func bearerOf(h *fasthttp.RequestHeader) []byte {
	header := h.Peek(fiber.HeaderAuthorization)
	if len(header) <= len(bearer) || !strings.EqualFold(utils.UnsafeString(header[:len(bearer)]), bearer) {
		return nil
	}
	token := bytes.TrimSpace(header[len(bearer):])
	if !bytes.HasPrefix(token, []byte(previewPrefix)) {
		return nil
	}
	return token
}

// previewed answers for who has a token. What it says is for them alone: no cache keeps it, and no search engine.
func (s *server) previewed(c *fiber.Ctx, h handler, content bool) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), previewLimit)
	defer cancel()
	c.SetUserContext(ctx)
	if s.Previews == nil {
		return s.refusePreview(c, core.ErrNoDrafts)
	}
	header := &c.Request().Header
	token := bearerOf(header)
	if token == nil {
		token = header.Cookie(previewCookie)
	}
	view := string(c.Context().QueryArgs().Peek(previewParam))
	p, done, err := s.Previews.Open(ctx, string(token), siteAsked(c), view, content)
	if err != nil {
		return s.refusePreview(c, err)
	}
	defer done()
	header.Del(fiber.HeaderIfNoneMatch) // what somebody has of the published site is not what is shown here
	if err := h(s.of(p), c); err != nil {
		return err
	}
	private(c)
	return nil
}

// siteAsked gives the site of a request: of its path, or of its query where the path has none.
func siteAsked(c *fiber.Ctx) string { return utils.CopyString(c.Params("site", c.Query("site"))) }

// refusePreview answers for who may not see a preview. Of a site that they may not see at all they are told that there is none
// (SECURITY L3).
func (s *server) refusePreview(c *fiber.Ctx, err error) error {
	if fault.Is(err, fault.Forbidden) {
		if len(c.Request().Header.Cookie(previewCookie)) > 0 {
			s.setPreviewCookie(c, "", time.Unix(0, 0)) // or the browser would be refused everything until it ends
		}
		if _, missing := s.Node.Site(s.snapshot(c), siteAsked(c)); missing != nil {
			return missing
		}
	}
	return err
}

// of gives a server of what a preview shows, with the same limits.
func (s *server) of(p *core.Preview) *server {
	o := s.Options
	o.Node, o.Front = p.Node, nil // the front keeps answers for everybody
	return &server{
		Options: o, problem: s.problem, preview: p, listeners: s.listeners, slots: s.slots, own: s.own, rates: s.rates, usage: s.usage,
	}
}

// private takes from an answer what lets others keep it. Errors say that no cache keeps them by themselves.
func private(c *fiber.Ctx) {
	h := &c.Response().Header
	set(h, nameCacheControl, cachePrivate)
	set(h, nameRobots, "noindex")
	for _, name := range []string{"Surrogate-Key", fiber.HeaderETag} {
		h.Del(name)
	}
}

// enterPreview takes a token back and gives a cookie for it: so a browser sees the preview, and no address has a token in it. The token
// comes as a bearer, or in a form, whose field next names the page to go on to.
func (s *server) enterPreview(c *fiber.Ctx) error {
	if s.Previews == nil {
		return core.ErrNoDrafts
	}
	next := c.FormValue("next")
	if next != "" && weburl.Path(next) != nil {
		return fiber.NewError(fiber.StatusBadRequest, "next must be a path of this listener")
	}
	token := string(bearerOf(&c.Request().Header))
	if token == "" {
		token = utils.CopyString(c.FormValue("token"))
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), previewLimit)
	defer cancel()
	fresh, expires, err := s.Previews.Exchange(ctx, token)
	if err != nil {
		return err
	}
	private(c)
	s.setPreviewCookie(c, fresh, expires)
	if next == "" {
		return c.SendStatus(fiber.StatusNoContent)
	}
	return c.Redirect(next, fiber.StatusSeeOther)
}

// leavePreview takes the cookie away. The token lives on until it is revoked or ends.
func (s *server) leavePreview(c *fiber.Ctx) error {
	private(c)
	s.setPreviewCookie(c, "", time.Unix(0, 0))
	return c.SendStatus(fiber.StatusNoContent)
}

// setPreviewCookie sets the cookie for the browser's own visits of the site. Where the page is in a frame, as beside a form of the admin
// UI, whose site may be another one, the cookie is sent there too, and there alone: browsers keep it apart for each site around the frame.
func (s *server) setPreviewCookie(c *fiber.Ctx, value string, expires time.Time) {
	cookie := fasthttp.AcquireCookie()
	defer fasthttp.ReleaseCookie(cookie)
	cookie.SetKey(previewCookie)
	cookie.SetValue(value)
	cookie.SetPath("/")
	cookie.SetExpire(expires)
	cookie.SetHTTPOnly(true)
	cookie.SetSameSite(fasthttp.CookieSameSiteLaxMode)
	if strings.HasPrefix(s.Node.Origin, "https:") {
		cookie.SetSecure(true)
		if c.Get("Sec-Fetch-Dest") == "iframe" {
			cookie.SetSameSite(fasthttp.CookieSameSiteNoneMode)
			cookie.SetPartitioned(true)
		}
	}
	c.Response().Header.SetCookie(cookie)
}
