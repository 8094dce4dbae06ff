package delivery

import (
	"bytes"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/valyala/fasthttp"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
)

// answer is what the application gave for a target: once for each encoding that was asked for, and once for those who have it.
type answer struct {
	of    uint64 // the snapshot
	body  *core.Body
	used  *atomic.Uint64 // counts the answers; nil where nobody does
	slots [8]atomic.Pointer[prepared]
}

// prepared is an answer as it leaves, but for its date.
type prepared struct {
	head []byte // all lines of the header, without the empty one
	body []byte

	again atomic.Bool              // it was asked for again
	file  atomic.Pointer[bodyFile] // of a large body that was: it goes out from there
}

// fileFrom is the size from which a body that is asked for again lies in a file of the kernel's memory: from there it goes out without
// being copied into the socket, which is most of what a large body costs. For a smaller one the second call costs more than the copy.
const fileFrom = 32 << 10

// warm notes that an answer is given again. What nobody asks for twice is not worth a file.
func (p *prepared) warm(files *bodyFiles) {
	if len(p.body) >= fileFrom && !p.again.Load() && p.again.CompareAndSwap(false, true) {
		p.file.Store(files.of(p.body))
	}
}

// slot gives the place of an encoding; matched where the caller has the body.
func (a *answer) slot(e core.Encoding, matched bool) *atomic.Pointer[prepared] {
	i := int(e) * 2
	if matched {
		i++
	}
	return &a.slots[i]
}

// keep notes what is being answered, for the next who asks the same: anybody, so nothing that was opened with a key, that names
// what is wrong with the request, that depends on Accept or on the time, or that is not to be kept at all.
func (f *Front) keep(c *fiber.Ctx, snapshot *published.Snapshot, b *core.Body) {
	ctx := c.Context()
	if f == nil || b.NoStore || b.ByAccept || b.ByTime || snapshot.Asked() || !ctx.IsGet() || f.node.Stale() ||
		len(ctx.Response.Header.Peek(headerWarning)) > 0 {
		return
	}
	from := ctx.Conn()
	if counted, ok := from.(*countedTCP); ok {
		from = counted.Conn
	}
	if _, ok := from.(*conn); !ok {
		return
	}
	target := ctx.Request.Header.RequestURI()
	a, ok := f.answers.GetIfPresent(utils.UnsafeString(target))
	if !ok || a.of != snapshot.ID || a.body != b {
		a = &answer{of: snapshot.ID, body: b}
		a.used, _ = ctx.UserValue(usageValue).(*atomic.Uint64)
		f.answers.Set(string(target), a)
		return // many are asked for once: it is written out for the second who asks
	}
	status := ctx.Response.StatusCode()
	slot := a.slot(core.Negotiate(ctx.Request.Header.Peek(fiber.HeaderAcceptEncoding)), status == fiber.StatusNotModified)
	if slot.Load() != nil || status != fiber.StatusOK && status != fiber.StatusNotModified {
		return
	}
	slot.Store(prepare(&ctx.Response))
}

// prepare writes a response as the application's server would, without its date.
func prepare(r *fasthttp.Response) *prepared {
	p := &prepared{}
	if r.StatusCode() == fiber.StatusOK {
		p.body = r.Body() // a body's own bytes, which never change
	}
	var h fasthttp.ResponseHeader
	r.Header.CopyTo(&h)
	if p.body != nil {
		h.SetContentLength(len(p.body))
	}
	for line := range bytes.Lines(h.Header()) {
		if !bytes.HasPrefix(line, []byte("Date:")) && len(line) > len("\r\n") {
			p.head = append(p.head, line...)
		}
	}
	return p
}
