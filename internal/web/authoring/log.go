package authoring

import (
	"bufio"
	"cmp"
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/gzip"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// A node that has everything is kept waiting, so that it learns of a publication at once. Meanwhile it gets a sign of life each
// second, and so do we: a node that has gone, or whose key was revoked, is not waited with for longer.
const (
	logWait      = 25 * time.Second // where Options say nothing else of streams; far below the server's write timeout
	logEvery     = time.Second
	maxFollowers = 500
)

// LogQuery is a place in the log. Embedded, so exported for huma.
type LogQuery struct {
	Identity   string `query:"identity" maxLength:"100" doc:"Of the log that was read"`
	Generation int64  `query:"generation" minimum:"0" doc:"Where it was when it was read last"`
	Epoch      string `query:"epoch" maxLength:"100" doc:"Of that generation"`
	At         int64  `query:"at" minimum:"0" doc:"In the middle of a copy: generation of the last record"`
	Kind       string `query:"kind" maxLength:"100" doc:"In the middle of a copy: kind of the last record"`
	Key        string `query:"key" maxLength:"1000" doc:"In the middle of a copy: key of the last record"`
}

func (q *LogQuery) place() published.Place {
	p := published.Place{Position: published.Position{Identity: q.Identity, Generation: q.Generation, Epoch: q.Epoch}}
	if q.Kind != "" {
		p.After = &published.Mark{Generation: q.At, Kind: published.Kind(q.Kind), Key: q.Key}
	}
	return p
}

// registerLog offers the publication log to delivery nodes that have no database.
func (a *api) registerLog() {
	var open atomic.Int64
	type input struct {
		LogQuery

		Wait           int    `query:"wait" minimum:"0" maximum:"25" doc:"Seconds to wait for a publication where there is none after the place"`
		AcceptEncoding string `header:"Accept-Encoding"`
	}
	handle(a, huma.Operation{
		OperationID: "read-log", Method: http.MethodGet, Path: "/api/v1/log", Summary: "Read the publication log",
		Description: "For delivery nodes: one page of records after a place, which its last line names. Without a place, or with one of " +
			"another history, it begins from nothing. Needs a key with one grant, to read @log.",
		Tags: []string{"Log"}, Security: signedIn,
		Errors:    []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests},
		Responses: answers(&huma.Schema{Type: huma.TypeString}, published.MediaLog),
	}, func(ctx context.Context, in *input) (*huma.StreamResponse, error) {
		if err := a.Authoring.MayFollow(actorOf(ctx)); err != nil {
			return nil, err
		}
		f := &followed{api: a, place: in.place(), again: againOf(ctx), zipped: strings.Contains(in.AcceptEncoding, "gzip")}
		f.wait = min(time.Duration(in.Wait)*time.Second, cmp.Or(a.StreamLife, logWait))
		if open.Add(1) > maxFollowers {
			open.Add(-1)
			return nil, fault.New(fault.TooMany, "too many nodes follow already: try again later")
		}
		f.wake, f.stop = a.Log.Watch() // before the page, so that nothing is published in between
		if err := f.read(ctx); err != nil {
			f.stop()
			open.Add(-1)
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			c := humafiber.Unwrap(hc)
			c.Set(fiber.HeaderContentType, published.MediaLog)
			c.Set("X-Accel-Buffering", "no")
			if f.zipped {
				c.Set(fiber.HeaderContentEncoding, "gzip")
			}
			if c.Context().IsHead() {
				f.stop()
				open.Add(-1)
				return
			}
			c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
				defer open.Add(-1)
				defer f.stop()
				if err := fault.Guard(func() error { f.run(w); return nil }); err != nil { // no middleware is above
					a.Logger.Error("a stream of the log ended", "err", err)
				}
			})
		}}, nil
	})
}

// followed is one answer to a node.
type followed struct {
	*api

	place  published.Place
	page   *published.Page
	again  func(context.Context) (core.Actor, error)
	wake   <-chan struct{}
	stop   func()
	wait   time.Duration
	zipped bool
}

func (f *followed) read(ctx context.Context) (err error) {
	f.page, err = f.Log.Page(ctx, f.place)
	return err
}

// news says whether the page has anything that the node has not.
func (f *followed) news() bool {
	return f.page.Whole || f.page.Head != f.place.Position || f.place.After != nil
}

// run writes the page, once there is something in it. An answer that ends before its page says that the node must ask again.
func (f *followed) run(w *bufio.Writer) {
	var out io.Writer = w
	flush := w.Flush
	if f.zipped {
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		defer func() { _ = w.Flush() }()
		defer z.Close()
		out, flush = z, func() error {
			if err := z.Flush(); err != nil {
				return err
			}
			return w.Flush()
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), f.wait+workTimeout)
	defer cancel()
	if !f.waitForNews(ctx, out, flush) {
		return
	}
	if published.WritePage(out, f.page) == nil {
		_ = flush()
	}
}

// waitForNews looks for news until there are some or the time is over; false where there is nothing to be told any more.
func (f *followed) waitForNews(ctx context.Context, out io.Writer, flush func() error) bool {
	over, ticker := time.After(f.wait), time.NewTicker(logEvery)
	defer ticker.Stop()
	for !f.news() && f.wait > 0 {
		if _, err := io.WriteString(out, "\n"); err != nil || flush() != nil {
			return false
		}
		select {
		case <-over:
			return true
		case <-f.wake:
		case <-ticker.C:
		}
		if actor, err := f.again(ctx); err != nil || f.Authoring.MayFollow(actor) != nil || f.read(ctx) != nil {
			return false
		}
	}
	return true
}
