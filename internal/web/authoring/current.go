package authoring

import (
	"context"
	"maps"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/web/problem"
)

// representation is what a GET answers.
type representation struct {
	etag string
	body any
}

// read gives what a GET with the same parameters in its path answers.
type read func(ctx context.Context, parameter func(name string) string) (*representation, error)

// reads knows each GET of something that has a version, by its path: what a refused write answers, so that a client can merge.
type reads map[string]read

// readOf makes a read of an operation, where its answer has an ETag.
func readOf[I, O any](op huma.Operation, f func(context.Context, *I) (*O, error)) (read, bool) {
	_, versioned := reflect.TypeFor[O]().FieldByName("ETag")
	if op.Method != http.MethodGet || !versioned {
		return nil, false
	}
	return func(ctx context.Context, parameter func(string) string) (*representation, error) {
		in := new(I)
		setPath(reflect.ValueOf(in).Elem(), parameter)
		out, err := f(ctx, in)
		if err != nil {
			return nil, err
		}
		answer := reflect.ValueOf(out).Elem()
		return &representation{answer.FieldByName("ETag").String(), answer.FieldByName("Body").Interface()}, nil
	}, true
}

// setPath sets the parameters that stand in the path, as huma does.
func setPath(in reflect.Value, parameter func(string) string) {
	for i := range in.NumField() {
		field := in.Type().Field(i)
		if name := field.Tag.Get("path"); name != "" {
			in.Field(i).SetString(parameter(name))
		} else if field.Anonymous {
			setPath(in.Field(i), parameter)
		}
	}
}

// of finds the path of what an operation at a path writes: itself, or the nearest above it.
func (r reads) of(path string) (string, bool) {
	for path != "" {
		if r[path] != nil {
			return path, true
		}
		path = path[:max(strings.LastIndexByte(path, '/'), 0)]
	}
	return "", false
}

// tellCurrent puts what there is now at the path of a write into its refusal; nothing where the caller may not read it, or where
// it is gone.
func (a *api) tellCurrent(ctx context.Context, c *fiber.Ctx, path string, refusal *apiError) {
	at, ok := a.reads.of(path)
	if !ok {
		return
	}
	now, err := a.reads[at](ctx, func(name string) string { return c.Params(name) })
	if err != nil {
		return
	}
	c.Set(fiber.HeaderETag, now.etag)
	refusal.Current = now.body
}

// describeStale says for each write against a version what its 412 holds.
func (a *api) describeStale(path string, op *huma.Operation) {
	refused := op.Responses["412"]
	at, ok := a.reads.of(path)
	if refused == nil || !ok {
		return
	}
	refused.Headers = map[string]*huma.Param{"ETag": {Description: "Of current", Schema: &huma.Schema{Type: huma.TypeString}}}
	now := *a.OpenAPI().Paths[at].Get.Responses["200"].Content["application/json"].Schema
	now.Description = "As it is now; left out where it is gone, or not for you to read"
	whole := *a.OpenAPI().Components.Schemas.SchemaFromRef(refused.Content[problem.ContentType].Schema.Ref)
	whole.Properties = maps.Clone(whole.Properties)
	whole.Properties["current"] = &now
	refused.Content = map[string]*huma.MediaType{problem.ContentType: {Schema: &whole}}
}
