package authoring_test

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// described is the served description of the API, for tests that do what it says.
type described struct {
	t       testing.TB
	calls   map[string]*call // by operation id
	schemas *jsonschema.Compiler
	needed  map[string][]string // members that a schema's objects must have, by its reference
}

// call is an operation with its example.
type call struct {
	id, method, path string
	success          string // the one documented status of success

	Parameters []struct {
		Name, In string
		Required bool
		Example  any
		Schema   json.RawMessage
	}
	RequestBody *struct {
		Content map[string]struct {
			Example json.RawMessage
			Schema  json.RawMessage
		}
	}
	Responses map[string]struct{ Content map[string]json.RawMessage }
}

const docURL = "https://portico.example/openapi.json"

// description reads the document that a server serves.
func (s *server) description() *described {
	s.t.Helper()
	return s.described(s.do(request{http.MethodGet, "/api/v1/openapi.json", "", nil}).body)
}

// described reads a document.
func (s *server) described(src string) *described {
	s.t.Helper()
	var doc struct {
		Paths      map[string]map[string]*call
		Components struct {
			Schemas map[string]struct{ Required []string }
		}
	}
	if err := json.Unmarshal([]byte(src), &doc); err != nil {
		s.t.Fatal(err)
	}
	tree, err := jsonschema.UnmarshalJSON(strings.NewReader(src))
	if err != nil {
		s.t.Fatal(err)
	}
	d := &described{s.t, map[string]*call{}, jsonschema.NewCompiler(), map[string][]string{}}
	d.schemas.DefaultDraft(jsonschema.Draft2020)
	d.schemas.AssertFormat()
	if err := d.schemas.AddResource(docURL, tree); err != nil {
		s.t.Fatal(err)
	}
	for name, schema := range doc.Components.Schemas {
		d.needed["#/components/schemas/"+name] = schema.Required
	}
	var ids struct {
		Paths map[string]map[string]struct{ OperationID string }
	}
	if err := json.Unmarshal([]byte(src), &ids); err != nil {
		s.t.Fatal(err)
	}
	for path, item := range doc.Paths {
		for method, c := range item {
			c.id, c.method, c.path = ids.Paths[path][method].OperationID, strings.ToUpper(method), path
			for status := range c.Responses {
				if status < "300" {
					if c.success != "" {
						s.t.Errorf("%s is said to answer %s and %s", c.id, c.success, status)
					}
					c.success = status
				}
			}
			d.calls[c.id] = c
		}
	}
	return d
}

// ids gives the operations in one order.
func (d *described) ids() (out []string) {
	for id := range d.calls {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// check holds a document against a schema of the description.
func (d *described) check(c *call, doc []byte, at ...string) error {
	pointer := docURL + "#"
	for _, part := range append([]string{"paths", c.path, strings.ToLower(c.method)}, at...) {
		pointer += "/" + url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(part))
	}
	schema, err := d.schemas.Compile(pointer)
	if err != nil {
		return err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err != nil {
		return err
	}
	return schema.Validate(v)
}

// smallest gives an example's body with nothing but what its schema asks for; "" where the schema does not say.
func (d *described) smallest(c *call) string {
	media, example := c.media()
	if media != "application/json" {
		return ""
	}
	var schema struct {
		Ref string `json:"$ref"`
	}
	var whole, body map[string]json.RawMessage
	if json.Unmarshal(c.RequestBody.Content[media].Schema, &schema) != nil || schema.Ref == "" || json.Unmarshal(example, &whole) != nil {
		return ""
	}
	body = map[string]json.RawMessage{}
	for _, name := range d.needed[schema.Ref] {
		body[name] = whole[name]
	}
	src, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	return string(src)
}

// media gives the type of the example's body, and the body as the document has it: JSON, or a text in JSON.
func (c *call) media() (media string, body json.RawMessage) {
	if c.RequestBody != nil {
		for name, m := range c.RequestBody.Content {
			if m.Example != nil {
				return name, m.Example
			}
		}
	}
	return "", nil
}

func (c *call) has(parameter string) bool {
	for _, p := range c.Parameters {
		if p.Name == parameter {
			return true
		}
	}
	return false
}

func isJSON(media string) bool {
	base, _, _ := mime.ParseMediaType(media)
	return base == "application/json" || strings.HasSuffix(base, "+json")
}

// request fills in the example. It leaves no parameter of the path open.
func (c *call) request(t testing.TB) request {
	t.Helper()
	r := request{c.method, c.path, "", map[string]string{}}
	query := url.Values{}
	for _, p := range c.Parameters {
		value, ok := p.Example.(string)
		if p.Example == nil {
			if p.Required {
				t.Errorf("%s: the required parameter %s has no example", c.id, p.Name)
			}
			continue
		}
		if !ok {
			src, _ := json.Marshal(p.Example)
			value = string(src)
		}
		switch p.In {
		case "path":
			r.path = strings.ReplaceAll(r.path, "{"+p.Name+"}", url.PathEscape(value))
		case "query":
			query.Set(p.Name, value)
		case "header":
			r.header[p.Name] = value
		}
	}
	if strings.Contains(r.path, "{") {
		t.Errorf("%s: a parameter of the path has no example: %s", c.id, r.path)
	}
	if len(query) > 0 {
		r.path += "?" + query.Encode()
	}
	media, body := c.media()
	if media != "" {
		r.header["Content-Type"], r.body = media, string(body)
		if !isJSON(media) {
			if err := json.Unmarshal(body, &r.body); err != nil {
				t.Errorf("%s: the example is no text: %v", c.id, err)
			}
		}
	}
	return r
}
