package delivery

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

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

// query answers the same as entries, for a query in JSON. It takes no parameters and no encoded body: a small one could become a
// large one.
func (s *server) query(c *fiber.Ctx) error {
	switch {
	case len(c.Context().URI().QueryString()) > 0:
		return fiber.NewError(fiber.StatusBadRequest, "a query in JSON has no parameters")
	case c.Get(fiber.HeaderContentEncoding) != "":
		return fiber.ErrUnsupportedMediaType
	case len(c.Request().Body()) > query.MaxBytes:
		return fiber.ErrRequestEntityTooLarge
	}
	return s.content(c, func(ctx context.Context, snapshot *published.Snapshot) (*core.Body, error) {
		return s.Node.Query(ctx, snapshot, c.Params("site"), c.Request().Body())
	})
}

func (s *server) search(c *fiber.Ctx) error {
	params, err := queryParams(c)
	if err != nil {
		return err
	}
	return s.content(c, func(ctx context.Context, snapshot *published.Snapshot) (*core.Body, error) {
		s.share(c, snapshot) // the header of any site suggests words
		return s.Node.Search(ctx, snapshot, c.Params("site"), params)
	})
}

// content answers from the index on disk, and says how long that took. Only here: what is in memory takes as long as to tell.
func (s *server) content(c *fiber.Ctx, read func(context.Context, *published.Snapshot) (*core.Body, error)) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), queryLimit)
	defer cancel()
	begin, snapshot := time.Now(), s.snapshot(c)
	body, err := read(core.WithGate(ctx, s.gateOf(c, snapshot)), snapshot)
	if err != nil {
		return err
	}
	ms := float64(time.Since(begin)) / float64(time.Millisecond)
	switch {
	case audienceNamed(c): // also where it opened nothing: who asks the same with a key gets another answer
		s.sendOnce(c, snapshot, body)
		set(&c.Response().Header, nameCacheControl, cachePrivate)
	case c.Method() == fiber.MethodPost || body.NoStore:
		s.sendOnce(c, snapshot, body)
	default:
		err = s.send(c, snapshot, body)
	}
	c.Set("Server-Timing", "content;dur="+strconv.FormatFloat(ms, 'f', 2, 64)) // last: the front keeps what was sent before
	return err
}

// audienceParam names the audience of the visitor for whom a site asks.
const audienceParam = "audience"

// audienceNamed says whether a request's address names an audience.
func audienceNamed(c *fiber.Ctx) bool { return c.Context().QueryArgs().Has(audienceParam) }

// audienceOf gives the audience that a request's address names, where it is not read with other parameters of the query language.
func audienceOf(c *fiber.Ctx) (string, error) {
	name := c.Query(audienceParam)
	if audienceNamed(c) && !query.IsAudience(name) {
		return "", fault.New(fault.Invalid, "audience is one name of a group of visitors: 1 to 40 of a-z, 0-9 and -, beginning with a letter")
	}
	return name, nil
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
