package delivery

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/packages"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/web/problem"
	"github.com/portico-cms/portico/internal/weburl"
)

type object = map[string]any

// endpoint is a line of the delivery API's description.
type endpoint struct {
	path, method, summary, media string
	params                       []object // of the query string
	answer                       string   // schema of what it answers in JSON; see answers
}

const (
	mediaJSON = "application/json"
	mediaHTML = "text/html"

	mediaGraph = "application/graphql-response+json"
)

// endpoints lists everything that the delivery listener answers to sites. A route that is missing here fails a test.
func endpoints() []endpoint {
	page := pageParams()
	list := []endpoint{
		{"/v1/sites", "get", "The public sites", mediaJSON, nil, "SiteList"},
		{"/v1/sites/{site}", "get", "A site's public facts", mediaJSON, nil, "Site"},
		{"/v1/sites/{site}/generation", "get", "The generation that is served", mediaJSON, nil, "Generation"},
		{"/v1/sites/{site}/bundle", "get", "All that a site needs for one locale", mediaJSON, page, "Bundle"},
		{"/v1/sites/{site}/fragments", "get", "Every part of the shared UI, finished", mediaJSON, page, "Fragments"},
		{"/v1/sites/{site}/fragments/{part}", "get", "One part of the shared UI as HTML", mediaHTML, page, ""},
		{"/v1/sites/{site}/menus", "get", "The menu trees", mediaJSON, page, "Menus"},
		{"/v1/sites/{site}/menus/{menu}", "get", "One menu tree", mediaJSON, page, "Menu"},
		{"/v1/sites/{site}/entries/{type}", "get", "Entries of a content type", mediaJSON, queryDescription(query.InList), "EntryList"},
		{"/v1/sites/{site}/entries/{type}/{id}", "get", "One entry by id or slug", mediaJSON, queryDescription(query.InEntry), "EntryAnswer"},
		{"/v1/sites/{site}/query", "post", "Entries of a content type, for a query in JSON with and, or, not", mediaJSON, nil, "EntryList"},
		{"/v1/sites/{site}/search", "get", "Full text over searchable fields", mediaJSON, queryDescription(query.InSearch), "SearchList"},
		{"/v1/sites/{site}/graphql", "get", "A question in GraphQL, or the hash of one", mediaGraph, graphParams(), "GraphQLAnswer"},
		{"/v1/sites/{site}/graphql", "post", "A question in GraphQL", mediaGraph, []object{audienceDescription()}, "GraphQLAnswer"},
		{
			"/v1/sites/{site}/graphql/schema", "get", "The schema in GraphQL's language, where it is shown", "text/plain",
			[]object{audienceDescription()}, "",
		},
		{"/v1/events", "get", "Changes as server-sent events, of one site or of all public ones", "text/event-stream", []object{
			parameter("site", "query", "Key of the site to listen to; none is every public site", object{"type": "string"}),
			parameter("Last-Event-ID", "header", "Generation that is known: what it missed comes first", object{"type": "integer", "minimum": 0}),
		}, ""},
		{previewPath, "post", "Take a preview token back for a cookie: a browser sees drafts from then on", mediaJSON, nil, ""},
		{previewPath, "delete", "Take the preview cookie away", mediaJSON, nil, ""},
		{previewPath + ".js", "get", "The script of pages that editors look at: a click leads to its field", "text/javascript", nil, ""},
		{"/v1/openapi.json", "get", "This document", mediaJSON, nil, ""},
		{"/i/{site}/{part}/{locale}", "get", "A part for server-side includes: always 200", mediaHTML, nil, ""},
		{"/i/{site}/{part}/{locale}/{item}", "get", "The same, with the current menu item", mediaHTML, nil, ""},
		{"/v1/sites/{site}/csp", "get", "What the shared parts need of a page's Content-Security-Policy", mediaJSON, nil, "Policy"},
		{"/v1/sites/{site}/export.zip", "get", "All parts, locales and layouts, to bake into a build", "application/zip", nil, ""},
		{"/e/{file}", "get", "The loader: {site}.js is today's, {site}@{generation}.js never changes", "text/javascript", nil, ""},
		{"/a/{sha}/{file}", "get", "A style sheet, script or font, for ever", "application/octet-stream", nil, ""},
		{"/styleguide", "get", "The style guide of the components, for people", mediaHTML, guideParams(), ""},
		{"/styleguide/assets/{file}", "get", "What the style guide's own page loads", "text/css", nil, ""},
		{"/media/{id}/original/{file}", "get", "A medium, or a part of it; a wrong name leads on", "application/octet-stream", nil, ""},
		{"/metrics", "get", "Numbers of this node, for Prometheus", "text/plain", nil, ""},
		{"/healthz", "get", "Whether the process lives", mediaJSON, nil, "Health"},
		{"/readyz", "get", "Whether there is something to serve", mediaJSON, nil, "Readiness"},
	}
	return append(list, packageEndpoints()...)
}

// packageEndpoints are those of design tokens: a site's in each form, and the packages.
func packageEndpoints() (out []endpoint) {
	theme := []object{parameter("theme", "query", "One of the themes; without it all of them in CSS and JSON, and the default one elsewhere",
		object{"type": "string"}),
		parameter("channel", "query", "stable, where the version that the site is pinned to is withdrawn", object{"type": "string"})}
	for _, form := range core.TokenForms() {
		media, _, _ := strings.Cut(form.Type, ";")
		summary := "The design tokens of the site's brand as " + form.Ext
		out = append(out, endpoint{"/v1/sites/{site}/tokens." + form.Ext, "get", summary, media, theme, tokenAnswers[form.Ext]})
	}
	for _, m := range packages.Managers() {
		summary := "Packages of design tokens, as " + m.Name + " asks for them"
		out = append(out, endpoint{"/" + m.Name + "/{path}", "get", summary, "*/*", nil, ""})
	}
	return out
}

func pageParams() (out []object) {
	for _, name := range []string{
		"locale", "path", "active", "bc", "alt", "layout", "audience", "returnTo", "channel", "theme", "sdk", previewParam,
	} {
		out = append(out, parameter(name, "query", "", object{"type": "string"}))
	}
	return out
}

// queryDescription describes the parameters of a content query from the table that the parser has.
func queryDescription(where query.Place) (out []object) {
	for _, p := range query.Parameters() {
		if p.In&where == 0 {
			continue
		}
		if p.Name == "filter" {
			deep := parameter(p.Name, "query", p.Help, object{"type": "object", "additionalProperties": true})
			deep["style"], deep["explode"] = "deepObject", true
			out = append(out, deep)
			continue
		}
		out = append(out, parameter(p.Name, "query", p.Help, queryValue(p.Name)))
	}
	return out
}

// queryValue describes one value of a content query.
func queryValue(name string) object {
	if name == "page[size]" {
		return object{"type": "integer", "minimum": 1, "maximum": query.MaxPage, "default": query.DefaultPage}
	}
	form := query.Parameter{Name: name}.Form()
	out := object{"type": "string"}
	switch {
	case form.Words != nil:
		out["enum"] = form.Words
	case form.Pattern != "":
		out["pattern"] = form.Pattern
	default:
		out["minLength"] = 1
	}
	if form.Most > 0 {
		out["maxLength"] = form.Most
	}
	return out
}

func graphParams() []object {
	return []object{
		parameter("query", "query", "the question", aText),
		parameter("operationName", "query", "which of several operations is meant", aText),
		jsonParameter("variables", "by name", object{"type": []string{"object", "null"}}),
		jsonParameter("extensions", "persistedQuery stands for a question that was asked before", extensions()),
		audienceDescription(),
	}
}

// extensions are those of GraphQL that mean something here.
func extensions() object {
	return object{"type": []string{"object", "null"}, "properties": object{
		"persistedQuery": object{"type": []string{"object", "null"}, "required": []string{"version", "sha256Hash"}, "properties": object{
			"version": object{"const": 1}, "sha256Hash": object{"type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
		}},
	}}
}

func audienceDescription() object {
	i := slices.IndexFunc(query.Parameters(), func(p query.Parameter) bool { return p.Name == audienceParam })
	return parameter(audienceParam, "query", query.Parameters()[i].Help, queryValue(audienceParam))
}

func parameter(name, in, help string, schema object) object {
	p := object{"name": name, "in": in, "schema": schema}
	if help != "" {
		p["description"] = help
	}
	if in == "path" {
		p["required"] = true
	}
	return p
}

// jsonParameter is a parameter that holds a document.
func jsonParameter(name, help string, schema object) object {
	return object{"name": name, "in": "query", "description": help, "content": object{mediaJSON: object{"schema": schema}}}
}

// id names the operation for programs that make clients: get-sites-site-menus-menu.
func (e *endpoint) id() string {
	words := strings.FieldsFunc(strings.TrimPrefix(e.path, "/v1"), func(r rune) bool { return strings.ContainsRune("/{}.", r) })
	return e.method + "-" + strings.Join(words, "-")
}

var pathParameter = regexp.MustCompile(`\{([a-z]+)\}`)

func (e *endpoint) operation() object {
	var params []object
	for _, m := range pathParameter.FindAllStringSubmatch(e.path, -1) {
		params = append(params, parameter(m[1], "path", "", object{"type": "string"}))
	}
	wrong := object{problem.ContentType: object{"schema": ref("Problem")}}
	if e.path == "/"+npmManager+"/{path}" {
		wrong[mediaJSON] = object{"schema": shape(object{"error": aText}, nil)} // which npm shows
	}
	failed := object{"description": "What is wrong", "content": wrong}
	op := object{
		"operationId": e.id(), "summary": e.summary,
		"responses": object{
			"200": object{"description": "The answer", "content": object{e.media: object{"schema": e.schema()}}}, "default": failed,
		},
	}
	if params = append(params, e.params...); len(params) > 0 {
		op["parameters"] = params
	}
	for status, help := range e.also() {
		content := object{e.media: object{"schema": e.schema()}}
		if e.media == mediaGraph {
			maps.Copy(content, wrong)
		}
		op["responses"].(object)[status] = object{"description": help, "content": content}
	}
	switch {
	case e.path == previewPath:
		op["responses"] = object{
			"204": object{"description": "Done"}, "303": object{"description": "Done; on to the page that next names"}, "default": failed,
		}
		if e.method == "post" {
			form := object{"schema": object{"$ref": "#/components/schemas/Preview"}}
			op["requestBody"] = object{"content": object{fiber.MIMEApplicationForm: form}}
		}
	case e.method == "post":
		schema := "Query"
		if e.media == mediaGraph {
			schema = "GraphQLRequest"
		}
		content := object{mediaJSON: object{"schema": object{"$ref": "#/components/schemas/" + schema}}}
		op["requestBody"] = object{"required": true, "content": content}
	}
	return op
}

// also gives the other statuses under which an operation answers as it does under 200, each with what it says.
func (e *endpoint) also() map[string]string {
	switch {
	case e.path == "/readyz":
		return map[string]string{"503": "There is nothing to serve yet"}
	case e.media == mediaGraph:
		return map[string]string{"400": "The question is not run"}
	}
	return nil
}

// schemas are those of the bodies that callers write, of errors, and of answers.
func schemas() object {
	text := object{"type": "string"}
	names := object{"type": "array", "minItems": 1, "items": object{"type": "string", "minLength": 1}}
	all := object{
		"Problem": object{
			"type": "object", "required": []string{"type", "title", "status", "code"},
			"properties": object{
				"type": text, "title": text, "status": object{"type": "integer"}, "detail": text, "instance": text, "code": text, "id": text,
				"errors": object{"type": "array", "items": object{"type": "object", "properties": object{
					"parameter": text, "pointer": text, "code": text, "message": text,
				}}},
			},
		},
		"Filter": object{
			"type":        "object",
			"description": `Conditions that hold together: {"path": {"op": value}}; and, or: a list of filters; not: a filter`,
			"properties": object{
				"and": object{"type": "array", "items": object{"$ref": "#/components/schemas/Filter"}},
				"or":  object{"type": "array", "items": object{"$ref": "#/components/schemas/Filter"}},
				"not": object{"$ref": "#/components/schemas/Filter"},
			},
		},
		"GraphQLRequest": object{
			"type": "object", "additionalProperties": false,
			"properties": object{
				"query": text, "operationName": object{"type": []string{"string", "null"}}, "variables": object{"type": []string{"object", "null"}},
				"extensions": extensions(),
			},
		},
		"Preview": object{
			"type": "object", "description": "The token may come as Authorization: Bearer instead",
			"properties": object{"token": text, "next": object{
				"type": "string", "description": "Path to go on to", "pattern": "^$|" + weburl.PathPattern, "maxLength": weburl.MaxLength,
			}},
		},
		"Query": object{
			"type": "object", "required": []string{"type"}, "additionalProperties": false,
			"properties": object{
				"type": queryValue("type"), "filter": ref("Filter"), "q": queryValue("q"), "sort": names, "fields": names, "include": names,
				"facets": names, "count": queryValue("count"), "format": queryValue("format"), "view": queryValue("view"),
				"locale": queryValue("locale"), audienceParam: queryValue(audienceParam),
				"fallback": object{"anyOf": []object{queryValue("fallback"), names}},
				"page": object{"type": "object", "additionalProperties": false, "properties": object{
					"size": queryValue("page[size]"), "after": queryValue("page[after]"),
				}},
			},
		},
	}
	maps.Copy(all, answers())
	return all
}

// openAPI is the description of the delivery API, made once.
var openAPI = sync.OnceValue(func() *core.Body {
	paths := object{}
	for _, e := range endpoints() {
		item, _ := paths[e.path].(object)
		item = maps.Clone(item)
		if item == nil {
			item = object{}
		}
		item[e.method] = e.operation()
		paths[e.path] = item
	}
	doc, err := json.Marshal(object{
		"openapi":  "3.1.0",
		"info":     object{"title": "Portico delivery API", "version": "1", "description": "What sites read. Nothing here writes."},
		"servers":  []object{{"url": "/"}},
		"paths":    paths,
		"security": []object{{}, {"siteKey": []string{}}},
		"components": object{"schemas": schemas(), "securitySchemes": object{"siteKey": object{
			"type": "http", "scheme": "bearer", "description": "A delivery key of the site, where it is private",
		}}},
	})
	if err != nil {
		panic(err) // it is made of constants
	}
	return core.NewBody("application/json; charset=utf-8", doc)
})

func (s *server) openapi(c *fiber.Ctx) error { return s.send(c, s.Node.Snapshot(), openAPI()) }
