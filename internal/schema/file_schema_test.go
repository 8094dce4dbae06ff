package schema_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	contenttypes "github.com/portico-cms/portico/content-types"
	"github.com/portico-cms/portico/internal/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestFileSchemaIsPublished keeps docs/content-type.schema.json as the code has it; run with -update after a change.
func TestFileSchemaIsPublished(t *testing.T) {
	for file, src := range map[string][]byte{
		"../../docs/content-type.schema.json": schema.FileSchema(), "../../docs/component.schema.json": schema.ComponentFileSchema(),
	} {
		if *update {
			if err := os.WriteFile(file, src, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		golden, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(golden), string(src)); diff != "" {
			t.Errorf("%s (-file +code); run go test ./internal/schema -update\n%s", file, diff)
		}
	}
}

func compile(t *testing.T, src []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("file.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("file.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// checkFile validates YAML as an editor does.
func checkFile(t *testing.T, s *jsonschema.Schema, src string) error {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(src), &v); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

func TestShippedTypesFitTheFileSchema(t *testing.T) {
	s := compile(t, schema.FileSchema())
	names, err := fs.Glob(contenttypes.FS, "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		src, err := fs.ReadFile(contenttypes.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := checkFile(t, s, string(src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFileSchemaAgreesWithTheLoader: what has only mistakes of form is refused by both, what is good by neither.
func TestFileSchemaAgreesWithTheLoader(t *testing.T) {
	types, components := compile(t, schema.FileSchema()), compile(t, schema.ComponentFileSchema())
	field := func(f string) string { return tip + "  - {name: x, label: {en: X}, " + f + "}\n" }
	head := func(line string) string { return strings.Replace(tip, "title: title", "title: title\n"+line, 1) }
	for src, good := range map[string]bool{
		tip: true, everything: true, tip + "colour: red\n": false, field("kind: paint"): false, field("kind: date, colour: red"): false,
		field("kind: date, maxLength: 3"): false, field("kind: text, maxLength: 3"): true, field("kind: text, maxLength: x"): false,
		field("kind: markdown, sortable: true"): false, field("kind: markdown, sortable: false"): true, field("kind: text, readableBy: [boss]"): false,
		field("kind: component, fields: [{name: a, kind: slug, label: {en: A}}]"): false, field("kind: component, fields: [{name: a, kind: date, label: {en: A}, localized: true}]"): false,
		field("kind: component, fields: [{name: a, kind: date, label: {en: A}}]"): true, field("kind: media, accept: [smell]"): false, field("kind: decimal, scale: 99"): false,
		head("review: maybe"): false, head("review: required"): true, head("retention: {days: 3}"): true, head("retention: {days: 0}"): false, head("retention: {weeks: 3}"): false, head("preview: 3"): false, head("preview: /{locale}/x"): true, head("preview: {'*': /x}"): true,
		strings.Replace(tip, "{en: Tip}", "{fr: Tip}", 1): false, strings.Replace(tip, "name: tip", "name: Tip", 1): false,
	} {
		err := checkFile(t, types, src)
		if (err == nil) != good {
			t.Errorf("the schema says %v of\n%s", err, src)
		}
		_, err = schema.Load(files(t, map[string]string{"tip.yaml": src, "components/quote.yaml": quote}))
		if (err == nil) != good {
			t.Errorf("the loader says %v of\n%s", err, src)
		}
	}
	if err := checkFile(t, components, quote); err != nil {
		t.Error(err)
	}
	if err := checkFile(t, components, quote+"title: text\n"); err == nil {
		t.Error("a component with a title is good")
	}
}

// TestFileSchemaHasEveryKey asks the loader which keys it knows, by giving it one that it does not.
func TestFileSchemaHasEveryKey(t *testing.T) {
	var root struct {
		Properties map[string]any `json:"properties"`
		Defs       map[string]struct {
			Properties map[string]map[string]any `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(schema.FileSchema(), &root); err != nil {
		t.Fatal(err)
	}
	known := func(src string) []string {
		_, err := schema.Load(files(t, map[string]string{"tip.yaml": src}))
		if err == nil {
			t.Fatal("an unknown key is accepted")
		}
		_, list, ok := strings.Cut(err.Error(), "allowed: ")
		if !ok {
			t.Fatal(err)
		}
		list, _, _ = strings.Cut(list, "\n")
		return strings.Split(list, ", ")
	}
	keys := func(m map[string]any) (out []string) {
		for key := range m {
			out = append(out, key)
		}
		slices.Sort(out)
		return out
	}
	if diff := cmp.Diff(known(tip+"zzz: 1\n"), keys(root.Properties)); diff != "" {
		t.Errorf("keys of a type (-loader +schema):\n%s", diff)
	}
	field := map[string]any{}
	for key, s := range root.Defs["field"].Properties {
		field[key] = s
		if s["description"] == nil || s["description"] == "" {
			t.Errorf("key %s of a field has no description", key)
		}
	}
	if diff := cmp.Diff(known(tip+"  - {name: x, kind: date, label: {en: X}, zzz: 1}\n"), keys(field)); diff != "" {
		t.Errorf("keys of a field (-loader +schema):\n%s", diff)
	}
}
