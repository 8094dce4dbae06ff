package schema_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	contenttypes "github.com/portico-cms/portico/content-types"
	"github.com/portico-cms/portico/internal/schema"
)

// TestDocumentSchema: the schema of every type is one, takes what entries hold and refuses what is spelt wrong.
func TestDocumentSchema(t *testing.T) {
	m, err := schema.Load(contenttypes.FS)
	if err != nil {
		t.Fatal(err)
	}
	compile := func(typ string) *jsonschema.Schema {
		t.Helper()
		src, err := json.Marshal(m.Type(typ).DocumentSchema())
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource("type.json", doc); err != nil {
			t.Fatal(err)
		}
		s, err := c.Compile("type.json")
		if err != nil {
			t.Fatalf("%s: %v\n%s", typ, err, src)
		}
		return s
	}
	for _, typ := range m.Types() {
		compile(typ.Name())
	}
	article := compile("article")
	for doc, good := range map[string]bool{
		`{"shared":{"category":"news","tags":["a"],"related":[{"$ref":"faq/x"}]},"locales":{"fr-CA":{"title":"T","body":null}}}`: true,
		`{}`:                                       true,
		`{"shared":{"title":"x"}}`:                 false,
		`{"locales":{"fr":{"titel":"x"}}}`:         false,
		`{"locales":{"fr":{"title":3}}}`:           false,
		`{"locales":{"not a locale":{}}}`:          false,
		`{"shared":{"related":[{"ref":"faq/x"}]}}`: false,
		`{"id":"x"}`:                               false,
	} {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(doc)))
		if err != nil {
			t.Fatal(err)
		}
		if err := article.Validate(v); (err == nil) != good {
			t.Errorf("%s: %v", doc, err)
		}
	}
}
