package delivery

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
)

func (s *server) sites(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	return s.send(c, snapshot, s.Node.Sites(snapshot))
}

func (s *server) site(c *fiber.Ctx) error {
	snapshot := s.snapshot(c)
	body, err := s.Node.Site(snapshot, c.Params("site"))
	if err != nil {
		return err
	}
	return s.send(c, snapshot, body)
}

func (s *server) generation(c *fiber.Ctx) error {
	snapshot := s.snapshot(c)
	if _, err := s.Node.Site(snapshot, c.Params("site")); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, cacheNothing)
	if snapshot.Closed(c.Params("site")) {
		c.Set(fiber.HeaderCacheControl, cachePrivate)
	}
	return c.JSON(fiber.Map{"generation": snapshot.Generation})
}

func (s *server) tokens(format string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		snapshot := s.snapshot(c)
		body, err := s.Node.Tokens(snapshot, c.Params("site"), format)
		if err != nil {
			return err
		}
		return s.send(c, snapshot, body)
	}
}

// asset serves a script, style or font, named by its content: it may be kept for ever, by anybody.
func (s *server) asset(c *fiber.Ctx) error {
	body, err := s.Node.Asset(s.Node.Snapshot(), c.Params("sha"), c.Params("file"))
	if err != nil {
		return err
	}
	h := &c.Response().Header
	set(h, nameCacheControl, cacheImmutable)
	set(h, nameVary, fiber.HeaderAcceptEncoding)
	h.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return writeBody(c, body)
}

func (s *server) entries(c *fiber.Ctx) error {
	params, err := queryParams(c)
	if err != nil {
		return err
	}
	return s.content(c, func(ctx context.Context, snapshot *published.Snapshot) (*core.Body, error) {
		return s.Node.Entries(ctx, snapshot, c.Params("site"), c.Params("type"), params)
	})
}

func (s *server) entry(c *fiber.Ctx) error {
	params, err := queryParams(c)
	if err != nil {
		return err
	}
	id, err := url.PathUnescape(c.Params("id")) // slugs may be Arabic
	if err != nil {
		return fiber.ErrBadRequest
	}
	return s.content(c, func(ctx context.Context, snapshot *published.Snapshot) (*core.Body, error) {
		return s.Node.Entry(ctx, snapshot, c.Params("site"), c.Params("type"), id, params)
	})
}

// content answers from the index on disk, and says how long that took. Only here: what is in memory takes as long as to tell.
func (s *server) content(c *fiber.Ctx, read func(context.Context, *published.Snapshot) (*core.Body, error)) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), queryLimit)
	defer cancel()
	begin, snapshot := time.Now(), s.snapshot(c)
	body, err := read(ctx, snapshot)
	if err != nil {
		return err
	}
	ms := float64(time.Since(begin)) / float64(time.Millisecond)
	c.Set("Server-Timing", "content;dur="+strconv.FormatFloat(ms, 'f', 2, 64))
	return s.send(c, snapshot, body)
}

// queryParams copies the query's parameters, in their order.
func queryParams(c *fiber.Ctx) ([]core.Param, error) {
	var params []core.Param
	for k, v := range c.Context().QueryArgs().All() {
		if len(params) == 64 {
			return nil, fiber.NewError(fiber.StatusBadRequest, "more than 64 parameters")
		}
		params = append(params, core.Param{Name: string(k), Value: string(v)})
	}
	return params, nil
}
