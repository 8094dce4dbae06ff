package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/schema"
)

// modelPath is where the description of the API with the schemas of the content types is.
const modelPath = "/api/v1/model/openapi.json"

func (a *api) registerModelDocument() {
	type output struct {
		ETag        string `header:"ETag"`
		ContentType string `header:"Content-Type"`
		Body        object
	}
	handle(a, huma.Operation{
		OperationID: "get-model-openapi", Method: http.MethodGet, Path: modelPath,
		Summary: "This document, with the entries of each content type",
		Description: "OpenAPI 3.1, for programs that make code of it: wherever an entry is sent or answered, it is one of the content types " +
			"in force, told apart by type. It changes when the content model does, and so does its ETag.",
		Tags: []string{"Content types"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusNotFound},
		Responses: answers(&huma.Schema{Type: huma.TypeObject}, "application/json"),
	}, func(ctx context.Context, _ *struct{}) (*output, error) {
		m, err := a.Authoring.Model(ctx)
		if err != nil {
			return nil, err
		}
		base, err := a.OpenAPI().MarshalJSON()
		if err != nil {
			return nil, err
		}
		src, err := withModel(base, m)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(base)
		return &output{`"` + m.Hash()[:24] + hex.EncodeToString(sum[:4]) + `"`, "application/json", object(src)}, nil
	})
}

// Names of the document's schemas of entries of any type.
const (
	anyEntry    = "EntryBody"
	anyNewEntry = "NewEntryBody"
)

// tree is a JSON object of a document that is being changed.
type tree = map[string]any

// withModel makes the description of the API for a content model: the schemas of an entry, of a new one and of a patch become choices
// between those of the content types.
func withModel(base []byte, m *schema.Model) ([]byte, error) {
	var doc tree
	if err := json.Unmarshal(base, &doc); err != nil {
		return nil, err
	}
	delete(doc, "externalDocs") // it leads here
	schemas := at(doc, "components", "schemas")
	entries := m.EntrySchemas(schemas)
	read, sent := choice(), choice()
	patches := []any{}
	for _, t := range entries.Types {
		read.add(t.Type, t.Class+"Entry")
		sent.add(t.Type, t.Class+"EntryInput")
		patches = append(patches, ref(t.Class+"EntryPatch"))
		schemas[t.Class+"Entry"] = ofType(at(schemas, anyEntry), t.Type, t.Shared, t.Locale)
		schemas[t.Class+"EntryInput"] = ofType(at(schemas, anyNewEntry), t.Type, t.SharedInput, t.LocaleInput)
		schemas[t.Class+"EntryPatch"] = patchOfType(t)
	}
	maps.Copy(schemas, entries.Schemas)
	if len(entries.Types) > 0 {
		schemas[anyEntry], schemas[anyNewEntry] = read.schema(), sent.schema()
		at(doc, "paths", "/api/v1/entries/{id}", "patch", "requestBody", "content", mediaMergePatch)["schema"] = tree{"anyOf": patches}
	}
	return json.Marshal(doc)
}

// at gives the object at a place of a document of ours.
func at(doc tree, path ...string) tree {
	for _, name := range path {
		doc, _ = doc[name].(tree)
	}
	return doc
}

func ref(name string) tree { return tree{"$ref": "#/components/schemas/" + name} }

// choices are schemas that are told apart by their member type.
type choices struct {
	of      []any
	mapping tree
}

func choice() *choices { return &choices{mapping: tree{}} }

func (c *choices) add(typ, name string) {
	c.of = append(c.of, ref(name))
	c.mapping[typ] = ref(name)["$ref"]
}

func (c *choices) schema() tree {
	return tree{"oneOf": c.of, "discriminator": tree{"propertyName": "type", "mapping": c.mapping}}
}

// ofType narrows the schema of an entry of any type to one.
func ofType(whole tree, typ, shared, locale string) tree {
	out := maps.Clone(whole)
	members := maps.Clone(at(whole, "properties"))
	members["type"] = tree{"type": "string", "const": typ}
	members["shared"], members["locales"] = ref(shared), byLocale(ref(locale))
	out["properties"] = members
	return out
}

func byLocale(of tree) tree {
	return tree{"type": "object", "propertyNames": tree{"pattern": schema.LocalePattern}, "additionalProperties": of}
}

// patchOfType is a JSON merge patch of an entry of a type: null takes a document away.
func patchOfType(t schema.TypeSchemas) tree {
	null := tree{"type": "null"}
	return tree{"type": "object", "additionalProperties": false, "properties": tree{
		"shared":  tree{"anyOf": []any{ref(t.SharedInput), null}},
		"locales": tree{"anyOf": []any{byLocale(tree{"anyOf": []any{ref(t.LocaleInput), null}}), null}},
	}}
}
