package authoring

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/query"
)

// object is a JSON object that is passed on as it is.
type object json.RawMessage

// MarshalJSON gives it as it is; nothing is an empty object.
func (o object) MarshalJSON() ([]byte, error) {
	if len(o) == 0 {
		return []byte("{}"), nil
	}
	return o, nil
}

// Schema implements huma.SchemaProvider.
func (object) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeObject} }

// listedEntry is a draft in a list.
type listedEntry struct {
	ID          string     `json:"id"`
	Type        string     `json:"type"`
	Space       string     `json:"space"`
	Key         string     `json:"key"`
	Version     int64      `json:"version"`
	UpdatedAt   time.Time  `json:"updatedAt"`
	PublishedAt *time.Time `json:"publishedAt,omitempty" doc:"In the locale of the list"`
	Fields      object     `json:"fields" doc:"As the list's locale shows them, with other locales standing in"`
	Fallback    object     `json:"fallback" doc:"Field → the locale its value came from, where that is another"`
	Meta        object     `json:"meta" doc:"status in the list's locale, states, locales, live, createdBy, updatedBy, assignee, trashed…"`
}

func listed(d *query.Doc) listedEntry {
	e := listedEntry{
		ID: d.ID, Type: d.Type, Space: d.Space, Key: d.Key, Version: d.Version, UpdatedAt: d.UpdatedAt,
		Fields: object(d.Fields), Fallback: object(d.Fallback), Meta: object(d.Meta),
	}
	if d.PublishedAt.Year() > 1 {
		e.PublishedAt = &d.PublishedAt
	}
	return e
}

type entryPage struct {
	Data   []listedEntry                 `json:"data"`
	Page   pageBody                      `json:"page"`
	Facets map[string][]query.FacetValue `json:"facets,omitempty"`
	Meta   listMeta                      `json:"meta"`
}

type listMeta struct {
	Locale     string   `json:"locale"`
	View       string   `json:"view"`
	Sequence   int64    `json:"sequence" doc:"Of the newest write that the list has seen"`
	Unresolved []string `json:"unresolved,omitempty" doc:"References that lead to nothing, or to nothing for you"`
}

func listPage(p *core.EntryPage) entryPage {
	out := entryPage{
		Data: []listedEntry{}, Page: pageBody{Size: p.Query.Size, Next: p.Next, Prev: p.Prev},
		Meta: listMeta{Locale: p.Locale, View: "draft", Sequence: p.Sequence, Unresolved: p.Unresolved},
	}
	if p.Query.Count {
		out.Page.Total = &p.Total
	}
	for _, d := range p.Docs {
		out.Data = append(out.Data, listed(d))
	}
	for _, f := range p.Facets {
		if out.Facets == nil {
			out.Facets = map[string][]query.FacetValue{}
		}
		out.Facets[f.Name] = f.Values
	}
	return out
}

type listOutput struct {
	Sequence int64 `header:"Portico-Sequence" doc:"Of the newest write that the list has seen"`
	Body     entryPage
}

const listHelp = "The query language of delivery (filter[path][op], q, sort, fields, include, facets, count, page[size], page[after], " +
	"locale) over drafts, with type (required) and space (with commas between several) beside it. Besides fields there are status, space, " +
	"locales, live, states (locale:status), createdBy, updatedBy, assignee, createdAt, scheduledAt, trashed and trashedAt. What is in the " +
	"trash or archived is left out unless a condition is about it."

// LeastHeader names a write that a list must have seen. Embedded, so exported for huma.
type LeastHeader struct {
	Least int64 `header:"Portico-Min-Sequence" minimum:"0" doc:"Wait until the list has seen this write"`
}

func (a *api) registerEntryLists() {
	handle(a, huma.Operation{
		OperationID: "list-entries", Method: http.MethodGet, Path: "/api/v1/entries", Summary: "List drafts", Description: listHelp,
		Tags: []string{"Entries"}, Security: signedIn, Errors: append(readErrors, http.StatusBadRequest), Parameters: listParameters(),
	}, func(ctx context.Context, in *LeastHeader) (*listOutput, error) {
		l, err := listRequest(ctx)
		if err != nil {
			return nil, err
		}
		l.Least = in.Least
		return a.list(ctx, l)
	})

	type post struct {
		LeastHeader

		Space   string `query:"space" doc:"Keys of spaces, with commas between them"`
		Skip    int    `query:"skip" minimum:"0" maximum:"1000000" doc:"Entries that are left out, to look into a long list anywhere"`
		RawBody []byte `contentType:"application/json"`
	}
	handle(a, huma.Operation{
		OperationID: "query-entries", Method: http.MethodPost, Path: "/api/v1/entries/query", Summary: "List drafts by a query in JSON",
		Description: "The same as a JSON document, with and, or and not. It changes nothing.",
		Tags:        []string{"Entries"}, Security: signedIn, Errors: readErrors, SkipValidateBody: true, // read strictly below
	}, func(ctx context.Context, in *post) (*listOutput, error) {
		q, err := query.ParseJSON(in.RawBody)
		if err != nil {
			return nil, err
		}
		return a.list(ctx, core.ListEntries{Query: q, Type: q.Type, Spaces: splitComma(in.Space), Skip: in.Skip, Least: in.Least})
	})
}

// notForDrafts are the parameters of the query language that lists of drafts do not have.
var notForDrafts = []string{"view", "format", "fallback", "audience"}

// listParameters documents what the list reads by itself.
func listParameters() (out []*huma.Param) {
	text := &huma.Schema{Type: huma.TypeString}
	for _, p := range query.Parameters() {
		if p.In&query.InList == 0 || slices.Contains(notForDrafts, p.Name) {
			continue
		}
		param := &huma.Param{Name: p.Name, In: "query", Description: p.Help, Schema: queryValue(p.Name)}
		if p.Name == "filter" {
			explode := true
			param.Style, param.Explode, param.Schema = "deepObject", &explode, &huma.Schema{Type: huma.TypeObject}
		}
		out = append(out, param)
	}
	return append(out,
		&huma.Param{Name: "type", In: "query", Required: true, Description: "A content type", Schema: text},
		&huma.Param{Name: "space", In: "query", Description: "Keys of spaces, with commas between them", Schema: text},
	)
}

// listRequest reads a query string strictly: what is not understood is told, never left out.
func listRequest(ctx context.Context) (l core.ListEntries, err error) {
	c, ok := ctx.Value(keyFiber).(*fiber.Ctx)
	if !ok {
		return l, fault.New(fault.Internal, "a request without its context")
	}
	var params []query.Param
	own := map[string][]string{}
	for key, value := range c.Context().QueryArgs().All() {
		name := string(key)
		if name == "type" || name == "space" {
			own[name] = append(own[name], string(value))
			continue
		}
		params = append(params, query.Param{Name: name, Value: string(value)})
	}
	var ps fault.Problems
	for _, name := range []string{"type", "space"} {
		if len(own[name]) > 1 {
			ps.Add(fault.Problem{Pointer: name, Code: "repeated_parameter", Message: "this parameter stands twice"})
		}
	}
	if len(own["type"]) == 0 || own["type"][0] == "" {
		ps.Add(fault.Problem{Pointer: "type", Code: "required", Message: "name the content type"})
	}
	for _, p := range params {
		if slices.Contains(notForDrafts, p.Name) {
			ps.Add(fault.Problem{Pointer: p.Name, Code: "bad_parameter", Message: "lists of drafts have no such parameter"})
		}
	}
	if len(ps) > 0 {
		return l, &fault.Error{Code: fault.Invalid, Message: "the query cannot be understood", Problems: ps}
	}
	l.Type = own["type"][0]
	if len(own["space"]) > 0 {
		l.Spaces = splitComma(own["space"][0])
	}
	l.Query, err = query.ParseParams(params, query.InList)
	return l, err
}

func (a *api) list(ctx context.Context, l core.ListEntries) (*listOutput, error) {
	l.Query.Format = query.FormatSource
	page, err := a.Authoring.List(ctx, actorOf(ctx), l)
	if err != nil {
		return nil, err
	}
	return &listOutput{Sequence: page.Sequence, Body: listPage(page)}, nil
}
