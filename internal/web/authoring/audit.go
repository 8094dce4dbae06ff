package authoring

import (
	"bufio"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

// auditBody is a line of the audit. Its values are as far as the reader may see them.
type auditBody struct {
	Number    int64           `json:"number" doc:"Counts from 1, without gaps"`
	At        time.Time       `json:"at"`
	Actor     string          `json:"actor" doc:"Account id, or system:…"`
	Via       string          `json:"via" doc:"Id of the key that was used"`
	Action    string          `json:"action"`
	Subject   string          `json:"subject"`
	Site      string          `json:"site"`
	Detail    json.RawMessage `json:"detail"`
	Before    json.RawMessage `json:"before"`
	After     json.RawMessage `json:"after"`
	Withheld  bool            `json:"withheld" doc:"Some values are not for you"`
	RequestID string          `json:"requestId"`
	Address   string          `json:"address" doc:"Network address that the request came from"`
	Previous  string          `json:"previous" doc:"Hash of the line before"`
	Hash      string          `json:"hash" doc:"Of the whole line, as it was written"`
}

func auditBodyOf(v *core.AuditView) auditBody {
	return auditBody{
		v.Number, v.At, v.Actor, v.Via, v.Action, v.Subject, v.Site, orNull(v.Detail), orNull(v.Before), orNull(v.After), v.Withheld,
		v.RequestID, v.Address, v.Previous, v.Hash,
	}
}

// orNull gives stored JSON as it is. What is none (lines of before issue 3 may hold anything) is left out.
func orNull(src string) json.RawMessage {
	if !json.Valid([]byte(src)) {
		return json.RawMessage("null")
	}
	return json.RawMessage(src)
}

// AuditQuery filters the audit. Embedded, so exported for huma.
type AuditQuery struct {
	Actor   string    `query:"actor" maxLength:"80"`
	Action  string    `query:"action" maxLength:"80" doc:"entry.publish, session.create…"`
	Subject string    `query:"subject" maxLength:"200" doc:"entry/0192…"`
	Site    string    `query:"site" maxLength:"80"`
	Since   time.Time `query:"since"`
	Until   time.Time `query:"until" doc:"Before this"`
	After   int64     `query:"page[after]" minimum:"0" doc:"Only lines beyond this number, in the order of the list"`
}

func (q AuditQuery) filter() core.AuditFilter {
	return core.AuditFilter{
		Actor: q.Actor, Action: q.Action, Subject: q.Subject, Site: q.Site, Since: q.Since, Until: q.Until, After: q.After,
	}
}

var auditErrors = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity}

func (a *api) registerAudit() {
	type list struct {
		AuditQuery

		Size int `query:"page[size]" minimum:"1" maximum:"100" default:"50"`
	}
	type output struct{ Body pageOf[auditBody] }
	handle(a, huma.Operation{
		OperationID: "list-audit", Method: http.MethodGet, Path: "/api/v1/audit", Summary: "Who did what, the newest first",
		Tags:        []string{"Audit"},
		Description: "Of your sites. Values that were changed are shown as far as you may read them today.", Security: signedIn,
		Errors: auditErrors,
	}, func(ctx context.Context, in *list) (*output, error) {
		filter := in.filter()
		filter.Newest, filter.Limit = true, in.Size+1
		found, err := a.Authoring.AuditTrail(ctx, actorOf(ctx), filter)
		if err != nil {
			return nil, err
		}
		return &output{paged(found, in.Size, auditBodyOf, func(v *core.AuditView) string { return strconv.FormatInt(v.Number, 10) })}, nil
	})

	type stream struct {
		Body func(huma.Context)
	}
	handle(a, huma.Operation{
		OperationID: "export-audit", Method: http.MethodGet, Path: "/api/v1/audit/export", Summary: "The audit as NDJSON, the oldest first",
		Description: "One line of the audit a line. The last line is {\"complete\":true,\"lines\":n}: without it the export was cut short, and " +
			"page[after] goes on.",
		Tags: []string{"Audit"}, Security: signedIn, Errors: auditErrors,
		Responses: map[string]*huma.Response{"200": {
			Description: "The lines", Content: map[string]*huma.MediaType{mediaNDJSON: {Schema: &huma.Schema{Type: huma.TypeString}}},
		}},
	}, func(ctx context.Context, in *AuditQuery) (*stream, error) {
		e := &auditExport{core: a.Authoring, logger: a.Logger, actor: actorOf(ctx), filter: in.filter()}
		e.filter.Limit = exportPage
		first, err := e.core.AuditTrail(ctx, e.actor, e.filter) // so that a refusal is answered as one
		if err != nil {
			return nil, err
		}
		return &stream{func(ctx huma.Context) {
			ctx.SetHeader(fiber.HeaderContentType, mediaNDJSON)
			ctx.SetHeader(fiber.HeaderContentDisposition, `attachment; filename="audit.ndjson"`)
			if c := humafiber.Unwrap(ctx).Context(); !c.IsHead() { // fasthttp ends the stream of a HEAD with bytes that do not belong there
				c.SetBodyStreamWriter(func(w *bufio.Writer) {
					if err := fault.Guard(func() error { e.write(w, first); return nil }); err != nil { // no middleware is above
						e.logger.Error("an export of the audit ended", "err", err)
					}
				})
			}
		}}, nil
	})
}

const (
	mediaNDJSON = "application/x-ndjson"
	exportPage  = 500
)

// auditExport writes page after page. It runs after the request: nothing of that may be used any more.
type auditExport struct {
	core   *core.Authoring
	logger *slog.Logger
	actor  core.Actor
	filter core.AuditFilter
}

func (e *auditExport) write(w *bufio.Writer, page []*core.AuditView) {
	ctx, cancel := context.WithTimeout(context.Background(), writeTimeout)
	defer cancel()
	lines, out := 0, json.NewEncoder(w)
	for {
		for _, v := range page {
			if out.Encode(auditBodyOf(v)) != nil {
				return // whoever asked has gone
			}
			lines++
		}
		if len(page) < exportPage {
			_ = out.Encode(map[string]any{"complete": true, "lines": lines})
			return
		}
		if w.Flush() != nil {
			return
		}
		e.filter.After = page[len(page)-1].Number
		var err error
		if page, err = e.core.AuditTrail(ctx, e.actor, e.filter); err != nil {
			e.logger.Error("an export of the audit was cut short", "err", err)
			return
		}
	}
}
