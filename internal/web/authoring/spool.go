package authoring

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/fault"
)

// spooledBody is the metadata of operations whose body is put into a file as it comes, before they begin: it says how large it may be
// (int64, bytes; 0: as large as a medium).
const spooledBody = "spooledBody"

// uploads is how many such bodies come at once; others wait.
const uploads = 8

// spool is a body in a file, with its hash: so a request that is sent again is known, as others are.
type spool struct {
	file *os.File
	size int64
	hash string
}

// bytes gives the body. Error: what the file says.
func (s *spool) bytes() ([]byte, error) {
	if s == nil {
		return nil, fault.New(fault.Internal, "the body was not spooled")
	}
	out := make([]byte, s.size)
	_, err := s.file.ReadAt(out, 0)
	if errors.Is(err, io.EOF) { // of an empty file
		err = nil
	}
	return out, err
}

func spoolOf(ctx context.Context) *spool {
	s, _ := ctx.Value(keySpool).(*spool)
	return s
}

// spooled reads the body of such an operation. Who is not signed in was refused before.
func (a *api) spooled(ctx huma.Context, next func(huma.Context)) {
	limit, own := ctx.Operation().Metadata[spooledBody].(int64)
	if !own {
		next(ctx)
		return
	}
	if limit == 0 {
		limit = a.Authoring.MediaLimit()
	}
	select {
	case a.uploads <- struct{}{}:
		defer func() { <-a.uploads }()
	case <-ctx.Context().Done():
		a.answer(ctx, fault.New(fault.TooMany, "other uploads are under way; try again later"))
		return
	}
	s, err := a.spoolBody(humafiber.Unwrap(ctx), limit)
	if err != nil {
		a.answer(ctx, err)
		return
	}
	defer unspool(s.file)
	next(huma.WithValue(ctx, keySpool, s))
}

func (a *api) spoolBody(c *fiber.Ctx, limit int64) (*spool, error) {
	tooLarge := fiber.NewError(http.StatusRequestEntityTooLarge, fmt.Sprintf("a file has %d bytes at most", limit))
	body := c.Context().RequestBodyStream()
	if body == nil {
		body = bytes.NewReader(c.Body())
	}
	if int64(c.Request().Header.ContentLength()) > limit { // it says so itself: none of it is kept
		_, _ = io.CopyN(io.Discard, body, rest) // so that its sender gets to read the answer
		return nil, tooLarge
	}
	file, err := a.spool()
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(body, limit+1))
	switch {
	case err != nil:
		err = fault.New(fault.Invalid, "the body ended before its end").With(err)
	case n > limit:
		_, _ = io.CopyN(io.Discard, body, rest)
		err = tooLarge
	default:
		return &spool{file, n, hex.EncodeToString(sum.Sum(nil))}, nil
	}
	unspool(file)
	return nil, err
}
