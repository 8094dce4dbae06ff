package authoring

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/site"
)

const mediaMergePatch = "application/merge-patch+json"

// entryPatch is what patch-entry changes.
type entryPatch struct {
	Shared  map[string]any            `json:"shared" doc:"Fields that all locales share"`
	Locales map[string]map[string]any `json:"locales" doc:"Fields by locale"`
}

// patched names, for each operation that takes a JSON merge patch, what the patch is of. The use case reads patches itself, strictly.
var patched = map[string]reflect.Type{
	"patch-account":   reflect.TypeFor[core.Profile](),
	"patch-entry":     reflect.TypeFor[entryPatch](),
	"patch-medium":    reflect.TypeFor[core.MediumEdit](),
	"patch-menu-item": reflect.TypeFor[menu.Item](),
	"patch-settings":  reflect.TypeFor[core.Settings](),
	"patch-site":      reflect.TypeFor[site.Site](),
}

// schemaHelp leads from operations on entries to the schemas of content types, which are not in the document: they may change while
// it does not.
const schemaHelp = " What shared and locales may hold is the JSON Schema of the content type, at GET /api/v1/content-types/{type}; " +
	"the whole document with all of them is at GET " + modelPath + "."

// describe completes the document with what operations do not say by themselves: the bodies that use cases read, and examples.
func (a *api) describe() {
	doc := a.OpenAPI()
	for path, item := range doc.Paths {
		for _, op := range operations(item) {
			if t := patched[op.OperationID]; t != nil {
				op.RequestBody.Content[mediaMergePatch].Schema = patchOf(t)
			}
			if op.OperationID == "query-entries" {
				op.RequestBody.Content["application/json"].Schema = querySchema()
			}
			if honoursIdempotency(op) {
				op.Parameters = append(op.Parameters, idempotencyParam())
			}
			for _, p := range op.Parameters {
				if p.Name == fiber.HeaderIfMatch { // said here: huma would answer 422 without it
					p.Required, p.Schema = true, &huma.Schema{Type: huma.TypeString, Pattern: `^(W/)?"[0-9]+"$`}
				}
			}
			// What is refused before an operation is known: a request that is none, a body that is too large, too many of them.
			op.Responses["default"] = &huma.Response{Description: "What is wrong", Content: op.Responses["500"].Content}
			a.describeStale(path, op)
			exemplify(path, op)
		}
	}
}

// answers documents a success whose body is not the JSON of a Go type.
func answers(s *huma.Schema, media ...string) map[string]*huma.Response {
	r := &huma.Response{Description: "OK", Content: map[string]*huma.MediaType{}}
	for _, m := range media {
		r.Content[m] = &huma.MediaType{Schema: s}
	}
	return map[string]*huma.Response{"200": r}
}

func operations(item *huma.PathItem) []*huma.Operation {
	all := []*huma.Operation{item.Get, item.Put, item.Post, item.Delete, item.Patch}
	return slices.DeleteFunc(all, func(op *huma.Operation) bool { return op == nil })
}

// patchOf gives the schema of a JSON merge patch of a type: nothing is required, and null takes a value away.
// The whole type stays out of the document, where nothing else may name it; the types of its parts are there by other operations.
func patchOf(t reflect.Type) *huma.Schema {
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	whole := registry.Schema(t, true, t.Name())
	if whole.Ref != "" {
		whole = registry.SchemaFromRef(whole.Ref)
	}
	return partOf(whole)
}

func partOf(s *huma.Schema) *huma.Schema {
	if s.Type != huma.TypeObject {
		return s
	}
	part := *s
	part.Required, part.Properties = nil, map[string]*huma.Schema{}
	for name, p := range s.Properties {
		part.Properties[name] = nullable(p)
	}
	if each, ok := s.AdditionalProperties.(*huma.Schema); ok {
		part.AdditionalProperties = nullable(each)
	}
	return &part
}

func nullable(s *huma.Schema) *huma.Schema {
	if s.Type == "" && s.Ref == "" { // anything
		return s
	}
	return &huma.Schema{AnyOf: []*huma.Schema{partOf(s), {Type: "null"}}, Description: s.Description}
}

// querySchema describes what query.ParseJSON reads, with the help of the parameters of the same names.
func querySchema() *huma.Schema {
	names := &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}}
	out := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: false, Required: []string{"type"}, Properties: map[string]*huma.Schema{
		"type":     {Type: huma.TypeString, Description: "A content type"},
		"filter":   {Type: huma.TypeObject, Description: "Path → value, or {operator: value}; and, or, not", AdditionalProperties: true},
		"page":     {Type: huma.TypeObject, AdditionalProperties: false, Properties: map[string]*huma.Schema{}},
		"fallback": {AnyOf: []*huma.Schema{queryValue("fallback"), names}},
		"sort":     names, "fields": names, "include": names, "facets": names,
	}}
	for _, name := range []string{"q", "count", "format", "view", "locale"} {
		out.Properties[name] = queryValue(name)
	}
	for _, name := range []string{"size", "after"} {
		out.Properties["page"].Properties[name] = queryValue("page[" + name + "]")
	}
	help := map[string]string{}
	for _, p := range query.Parameters() {
		help[p.Name] = p.Help
	}
	for _, name := range slices.Sorted(maps.Keys(out.Properties)) {
		if s := *out.Properties[name]; s.Description == "" {
			s.Description = help[name]
			out.Properties[name] = &s
		}
	}
	return out
}

// queryValue describes one value of a query.
func queryValue(name string) *huma.Schema {
	if name == "page[size]" {
		least, most := 1.0, float64(query.MaxPage)
		return &huma.Schema{Type: huma.TypeInteger, Minimum: &least, Maximum: &most, Default: query.DefaultPage}
	}
	form, least := query.Parameter{Name: name}.Form(), 1
	out := &huma.Schema{Type: huma.TypeString, Pattern: form.Pattern}
	for _, word := range form.Words {
		out.Enum = append(out.Enum, word)
	}
	if form.Most > 0 {
		out.MaxLength = &form.Most
	}
	if out.Enum == nil && form.Pattern == "" {
		out.MinLength = &least
	}
	return out
}

// exemplify puts the example of an operation into its parameters and its body.
func exemplify(path string, op *huma.Operation) {
	e := examples[op.OperationID]
	for _, p := range op.Parameters {
		value, ok := e.params[p.Name]
		if !ok {
			value, ok = usual(path, p)
		}
		if ok {
			p.Example = plain(value, p.Schema)
		}
	}
	if op.RequestBody == nil || e.body == "" {
		return
	}
	for name, media := range op.RequestBody.Content {
		if e.media == "" || e.media == name {
			media.Example = plain(e.body, media.Schema)
		}
	}
}

// plain gives a value as its schema has it: a text, or what the text is as JSON.
func plain(value string, s *huma.Schema) any {
	var v any
	if (s != nil && s.Type == huma.TypeString) || json.Unmarshal([]byte(value), &v) != nil {
		return value
	}
	return v
}
