package authoring

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

// Streams end before the server's write timeout would cut them: a browser comes back by itself, with the number of the last event
// that it has seen. So no stream outlives a session by much, and a proxy that buffers is found out.
const (
	streamLife  = 50 * time.Second // where Options say nothing else
	streamEvery = time.Second
	maxStreams  = 500
	streamBatch = 200 // lines of the audit that one look takes
)

// presenceBody is somebody who has an entry open.
type presenceBody struct {
	Account string    `json:"account"`
	Name    string    `json:"name"`
	Client  string    `json:"client" doc:"One browser tab"`
	Locale  string    `json:"locale,omitempty"`
	Field   string    `json:"field,omitempty" doc:"Pointer of the field that has the focus"`
	SeenAt  time.Time `json:"seenAt"`
}

func presentOf(list []*core.Presence) []presenceBody {
	out := []presenceBody{}
	for _, p := range list {
		out = append(out, presenceBody{p.Account, p.Name, p.Client, p.Locale, p.Field, p.SeenAt})
	}
	return out
}

func (a *api) registerPresence() {
	type enter struct {
		EntryPath

		Body struct {
			Client string `json:"client" minLength:"1" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$" doc:"Names the browser tab"`
			Locale string `json:"locale,omitempty" maxLength:"40"`
			Field  string `json:"field,omitempty" maxLength:"300"`
		}
	}
	type present struct{ Body listOf[presenceBody] }
	handle(a, huma.Operation{
		OperationID: "enter-entry", Method: http.MethodPut, Path: "/api/v1/entries/{id}/presence", Summary: "Say that you have an entry open",
		Description: "Again every ten seconds; after thirty you are gone. The answer is everybody who is there.",
		Tags:        []string{"Presence"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *enter) (*present, error) {
		there, err := a.Authoring.Enter(ctx, actorOf(ctx), core.Presence{
			Entry: in.ID, Client: in.Body.Client, Locale: in.Body.Locale, Field: in.Body.Field,
		})
		if err != nil {
			return nil, err
		}
		return &present{listOf[presenceBody]{presentOf(there)}}, nil
	})
	type leave struct {
		EntryPath

		Client string `path:"client" maxLength:"64"`
	}
	handle(a, huma.Operation{
		OperationID: "leave-entry", Method: http.MethodDelete, Path: "/api/v1/entries/{id}/presence/{client}", Summary: "Say that you have left",
		Tags: []string{"Presence"}, Security: signedIn, Errors: []int{http.StatusUnauthorized}, DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *leave) (*struct{}, error) {
		return nil, a.Authoring.Leave(ctx, actorOf(ctx), in.ID, in.Client)
	})
}

// registerEvents offers changes as server-sent events.
func (a *api) registerEvents() {
	var open atomic.Int64
	type input struct {
		Last  string `header:"Last-Event-ID" doc:"Number of the last event that was seen"`
		Entry string `query:"entry" doc:"Id of an entry: events of who has it open come too"`
	}
	handle(a, huma.Operation{
		OperationID: "events", Method: http.MethodGet, Path: "/api/v1/events", Summary: "Listen to changes",
		Description: "Server-sent events: change {number, action, subject, site, actor, at} and presence. The stream ends after a minute; " +
			"come back with Last-Event-ID and nothing is missed. Without it, or with a number that there was not yet, it begins now.",
		Tags: []string{"Presence"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests},
		Responses: answers(&huma.Schema{Type: huma.TypeString}, "text/event-stream"),
	}, func(ctx context.Context, in *input) (*huma.StreamResponse, error) {
		from, err := strconv.ParseInt("0"+in.Last, 10, 64)
		if err != nil {
			return nil, fault.New(fault.Invalid, "Last-Event-ID is the number of an event")
		}
		s := &stream{api: a, from: from, entry: in.Entry, again: againOf(ctx)}
		if err := s.begin(ctx, actorOf(ctx)); err != nil {
			return nil, err
		}
		if open.Add(1) > maxStreams {
			open.Add(-1)
			return nil, fault.New(fault.TooMany, "too many listen already: try again later")
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			c := humafiber.Unwrap(hc)
			c.Set(fiber.HeaderContentType, "text/event-stream")
			c.Set(fiber.HeaderCacheControl, "no-store")
			c.Set("X-Accel-Buffering", "no")
			if c.Context().IsHead() {
				open.Add(-1)
				return
			}
			c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
				defer open.Add(-1)
				if err := fault.Guard(func() error { s.run(w); return nil }); err != nil { // no middleware is above
					a.Logger.Error("a stream of changes ended", "err", err)
				}
			})
		}}, nil
	})
}

// stream is one client that listens.
type stream struct {
	*api

	from    int64
	entry   string
	again   func(context.Context) (core.Actor, error)
	present string // what was told last
}

// begin checks what can be refused before the stream is open.
func (s *stream) begin(ctx context.Context, actor core.Actor) error {
	if s.entry != "" {
		if _, err := s.Authoring.Entry(ctx, actor, s.entry); err != nil {
			return err
		}
	}
	_, last, err := s.Authoring.Since(ctx, actor, 0, 0)
	if s.from == 0 || s.from > last { // beyond the end: a backup was brought back, and what comes has numbers below
		s.from = last
	}
	return err
}

func (s *stream) run(w *bufio.Writer) {
	ctx, cancel := context.WithTimeout(context.Background(), cmp.Or(s.StreamLife, streamLife))
	defer cancel()
	if _, err := fmt.Fprintf(w, "retry: 1000\nid: %d\nevent: ready\ndata: {}\n\n", s.from); err != nil || w.Flush() != nil {
		return
	}
	ticker := time.NewTicker(streamEvery)
	defer ticker.Stop()
	for s.look(ctx, w) == nil {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// look tells what is new. It asks each time who is listening: what was revoked ends within a second.
func (s *stream) look(ctx context.Context, w *bufio.Writer) error {
	actor, err := s.again(ctx)
	if fault.Is(err, fault.Unavailable) {
		_, _ = w.WriteString(": the database is away\n\n")
		return w.Flush()
	}
	if err != nil {
		return err
	}
	list, last, err := s.Authoring.Since(ctx, actor, s.from, streamBatch)
	if err != nil {
		return err
	}
	s.from = last
	for _, h := range list {
		s.write(w, h.Number, "change", map[string]any{
			"number": h.Number, "action": h.Action, "subject": h.Subject, "site": h.Site, "actor": h.Actor, "at": h.At,
		})
	}
	if err := s.lookForPeople(ctx, w, actor); err != nil {
		return err
	}
	if len(list) == 0 {
		_, _ = w.WriteString(":\n\n") // shows at once that the client has gone
	}
	return w.Flush()
}

// lookForPeople tells who has the entry open, where that has changed.
func (s *stream) lookForPeople(ctx context.Context, w *bufio.Writer, actor core.Actor) error {
	if s.entry == "" {
		return nil
	}
	there, err := s.Authoring.Present(ctx, actor, s.entry)
	if err != nil {
		return err
	}
	body := presentOf(there)
	seen := make([]presenceBody, len(body))
	for i, p := range body {
		p.SeenAt = time.Time{} // a sign of life is no news
		seen[i] = p
	}
	key, err := json.Marshal(seen)
	if err != nil || string(key) == s.present {
		return err
	}
	s.present = string(key)
	s.write(w, s.from, "presence", map[string]any{"entry": s.entry, "present": body})
	return nil
}

func (s *stream) write(w *bufio.Writer, id int64, event string, data any) {
	b, err := json.Marshal(data)
	if err != nil {
		return
	}
	_, _ = fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", id, event, b)
}
