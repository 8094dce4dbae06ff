package delivery

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"sync"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/web/problem"
	"github.com/portico-cms/portico/internal/weburl"
)

type object = map[string]any

// pageParams are those of a page that shows the shared parts. What is not known is left out, and named in Portico-Warning.
func pageParams() (out []object) {
	for _, p := range [][2]string{
		{"locale", "Language of the page; without it the site's default one"},
		{"path", "Path of the page: finds the current item of the menu and the breadcrumbs"},
		{"active", "Id of the current item of the menu, whatever the path says"},
		{"bc", "A breadcrumb, as label|url; once for each"},
		{"alt", "The page in another language, as locale|url; once for each"},
		{"layout", "full, simple (logo, languages, account, legal links) or none (head and scripts alone)"},
		{audienceParam, "For whom: one of the site's audiences"},
		{"returnTo", "Where signing in leads back to"},
		{"channel", "stable, where the version that the site is pinned to is withdrawn"},
		{"theme", "light, dark or auto; without it what the site's registration says"},
		{"sdk", "Who asks, as name/version: the node counts it by name"},
		{previewParam, "What a preview token shows: draft, release:{id} or design:{id}; without it what is published"},
	} {
		out = append(out, parameter(p[0], "query", p[1], object{"type": "string"}))
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

var pathParameter = regexp.MustCompile(`\{([a-z]+)\}`)

// pathHelp says what a part of a path means.
var pathHelp = map[string]string{
	"site": "Key of the site", "part": "Name of a part: header, footer, head, scripts and others", "locale": "Language tag",
	"menu": "Name of the menu", "type": "Key of the content type", "id": "Id; of an entry also its slug",
	"item": "Id of the current item of the menu", "file": "Name of the file", "sha": "SHA-256 of the file, in hex",
	"path": "As the package manager makes it",
}

func (e *endpoint) operation() object {
	var params []object
	for _, m := range pathParameter.FindAllStringSubmatch(e.path, -1) {
		params = append(params, parameter(m[1], "path", pathHelp[m[1]], object{"type": "string"}))
	}
	wrong := object{problem.ContentType: object{"schema": ref("Problem")}}
	if e.path == "/"+npmManager+"/{path}" {
		wrong[mediaJSON] = object{"schema": shape(object{"error": aText}, nil)} // which npm shows
	}
	failed := object{"description": "What is wrong", "content": wrong}
	op := object{
		"operationId": e.id, "summary": e.summary, "tags": []string{e.tag},
		"responses": object{
			"200": object{"description": "The answer", "content": object{e.media: object{"schema": e.schema()}}}, "default": failed,
		},
	}
	if e.kept && e.method == "get" {
		op["responses"].(object)["200"].(object)["headers"] = object{"ETag": object{"$ref": "#/components/headers/ETag"}}
		op["responses"].(object)["304"] = object{"description": "What the caller has, by its If-None-Match, is still the answer"}
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
	tags, paths := []object{}, object{}
	for _, c := range chapters() {
		tags = append(tags, object{"name": c.name, "description": c.help})
	}
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
		"tags":     tags,
		"paths":    paths,
		"security": []object{{}, {"siteKey": []string{}}},
		"components": object{"schemas": schemas(), "headers": object{
			"ETag": object{"description": "Of this body: send it as If-None-Match the next time", "schema": aText},
		}, "securitySchemes": object{"siteKey": object{
			"type": "http", "scheme": "bearer", "description": "A delivery key of the site, where it is private",
		}}},
	})
	if err != nil {
		panic(err) // it is made of constants
	}
	return core.NewBody("application/json; charset=utf-8", doc)
})

func (s *server) openapi(c *fiber.Ctx) error { return s.send(c, s.Node.Snapshot(), openAPI()) }
