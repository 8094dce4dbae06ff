package delivery

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"strings"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/graph"
	"github.com/portico-cms/portico/internal/published"
)

// graphqlBody is a question as GraphQL over HTTP sends it.
type graphqlBody struct {
	Query      string              `json:"query"`
	Operation  string              `json:"operationName"`
	Variables  map[string]any      `json:"variables"`
	Extensions *graphqlPersistence `json:"extensions"`
}

// graphqlPersistence is what clients of persisted queries send. Other extensions are theirs.
type graphqlPersistence struct {
	Persisted *struct {
		Version int    `json:"version"`
		Hash    string `json:"sha256Hash"`
	} `json:"persistedQuery"`
}

// graphqlGet answers a question in the address: a cache may keep the answer.
func (s *server) graphqlGet(c *fiber.Ctx) error {
	params, err := queryParams(c)
	if err != nil {
		return err
	}
	var body graphqlBody
	seen := map[string]bool{}
	for _, p := range params {
		if seen[p.Name] {
			return badGraphQL("the parameter %.60q stands twice", p.Name)
		}
		seen[p.Name] = true
		switch p.Name {
		case audienceParam: // it is read where POST has it too
		case "query":
			body.Query = p.Value
		case "operationName":
			body.Operation = p.Value
		case "variables":
			err = readGraphQL(orNull(p.Value), &body.Variables, "variables")
		case "extensions":
			err = readGraphQL(orNull(p.Value), &body.Extensions, "extensions")
		default:
			return badGraphQL("there is no parameter %.60q; there are query, operationName, variables, extensions and audience", p.Name)
		}
		if err != nil {
			return err
		}
	}
	return s.graphql(c, &body)
}

// orNull gives a document of the address: clients write what they do not have, too.
func orNull(value string) []byte { return []byte(cmp.Or(value, "null")) }

// graphqlPost answers a question in the body. A body that a page of another site could send without being asked, a form, is refused.
func (s *server) graphqlPost(c *fiber.Ctx) error {
	media, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	charset := strings.ToLower(params["charset"])
	if err != nil || media != fiber.MIMEApplicationJSON || charset != "" && charset != "utf-8" || c.Get(fiber.HeaderContentEncoding) != "" {
		return fiber.ErrUnsupportedMediaType
	}
	if params, err := queryParams(c); err != nil || len(params) > 1 || len(params) == 1 && params[0].Name != audienceParam {
		return badGraphQL("a question in a body has no parameters but audience")
	}
	src := bytes.TrimSpace(c.Request().Body())
	if bytes.HasPrefix(src, []byte("[")) {
		return badGraphQL("several questions at once are not answered: ask one by one, or for several fields in one question")
	}
	var body graphqlBody
	if err := readGraphQL(src, &body, "the body"); err != nil {
		return err
	}
	body.Query = strings.Clone(body.Query)
	return s.graphql(c, &body)
}

func badGraphQL(format string, args ...any) error { return fault.New(fault.Invalid, format, args...) }

// readGraphQL reads one document of JSON. Members that it does not know are a mistake, but for those of extensions.
func readGraphQL(src []byte, into any, what string) error {
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return badGraphQL("%s must be a JSON object, as GraphQL over HTTP has it", what)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return badGraphQL("there is more after the end of %s", what)
	}
	return nil
}

// UnmarshalJSON takes other extensions, too: they are for others.
func (p *graphqlPersistence) UnmarshalJSON(src []byte) error {
	type open graphqlPersistence
	return json.Unmarshal(src, (*open)(p))
}

func (s *server) graphql(c *fiber.Ctx, body *graphqlBody) error {
	asJSON, ok := plainJSON(c.Get(fiber.HeaderAccept))
	if !ok {
		return fiber.ErrNotAcceptable
	}
	req := &graph.Request{Query: body.Query, Operation: body.Operation, Variables: body.Variables}
	if e := body.Extensions; e != nil && e.Persisted != nil {
		if e.Persisted.Version != 1 || len(e.Persisted.Hash) != 64 {
			return badGraphQL("persistedQuery has version 1 and the SHA-256 of the question in hex")
		}
		req.Hash = e.Persisted.Hash
	}
	audience, err := audienceOf(c)
	if err != nil {
		return err
	}
	err = s.content(c, func(ctx context.Context, snapshot *published.Snapshot) (*core.Body, error) {
		return s.Node.Graph(ctx, snapshot, c.Params("site"), audience, req)
	})
	var refusal graph.Refusal
	switch {
	case errors.As(err, &refusal):
		if err := s.refuseGraphQL(c, refusal, asJSON); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	c.Set(fiber.HeaderVary, fiber.HeaderAccept+", "+fiber.HeaderAcceptEncoding)
	if asJSON && c.Response().StatusCode() != fiber.StatusNotModified {
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	}
	return nil
}

// refuseGraphQL tells why a question is not run. Callers that know only JSON take another status than 200 for an answer that is not
// GraphQL's.
func (s *server) refuseGraphQL(c *fiber.Ctx, refusal graph.Refusal, asJSON bool) error {
	text, err := json.Marshal(map[string]any{"errors": refusal})
	if err != nil {
		return err
	}
	b := core.NewBody(core.TypeGraphQL, text)
	b.NoStore = true
	if c.Status(fiber.StatusBadRequest); asJSON {
		c.Status(fiber.StatusOK)
	}
	s.sendOnce(c, s.Node.Snapshot(), b)
	return nil
}

// plainJSON says whether a caller takes application/json alone; ok is false where it takes no answer of ours.
func plainJSON(accept string) (asJSON, ok bool) {
	if strings.TrimSpace(accept) == "" {
		return false, true
	}
	for one := range strings.SplitSeq(accept, ",") {
		media, params, err := mime.ParseMediaType(one)
		if err != nil || strings.Trim(params["q"], "0.") == "" && params["q"] != "" {
			continue
		}
		switch media {
		case "application/graphql-response+json", "*/*", "application/*":
			return false, true
		case fiber.MIMEApplicationJSON:
			asJSON, ok = true, true
		}
	}
	return asJSON, ok
}

// graphqlSchema gives the schema, to who may see it.
func (s *server) graphqlSchema(c *fiber.Ctx) error {
	audience, err := audienceOf(c)
	if err != nil {
		return err
	}
	snapshot := s.snapshot(c)
	b, err := s.Node.GraphSchema(snapshot, c.Params("site"), audience)
	if err != nil {
		return err
	}
	if b.NoStore || audienceNamed(c) {
		s.sendOnce(c, snapshot, b)
		return nil
	}
	return s.send(c, snapshot, b)
}
