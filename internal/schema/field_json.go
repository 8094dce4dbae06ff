package schema

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// jsonKind is data of any shape, or of the shape that a JSON Schema in the declaration gives. It is for what machines fill in
// and read; what people type is better off in fields of its own.
type jsonKind struct{}

const (
	maxJSONDepth   = 20
	maxJSONBytes   = 256 << 10
	maxSchemaDepth = 30
	maxSchemaBytes = 64 << 10
	maxJSONKey     = 200 // bytes
	schemaURL      = "portico:///field"
)

func (jsonKind) traits() traits { return traits{options: []string{"schema", "default"}} }

func (jsonKind) declare(d *declaration) {
	if d.raw.Schema == nil || d.failed("/schema") {
		return
	}
	m, ok := d.raw.Schema.(map[string]any)
	if !ok {
		d.at("/schema", "wrong_kind", "the schema must be a JSON Schema (a mapping), not %s", typeName(d.raw.Schema))
		return
	}
	text, err := json.Marshal(m)
	switch {
	case depth(m) > maxSchemaDepth:
		d.at("/schema", "too_deep", "the schema is nested deeper than %d levels", maxSchemaDepth)
		return
	case err != nil || len(text) > maxSchemaBytes:
		d.at("/schema", "too_large", "the schema is larger than %d KB", maxSchemaBytes>>10)
		return
	}
	if problem := checkSchemaCost(m); problem != "" {
		d.at("/schema", "bad_schema", "%s", problem)
		return
	}
	compiled, err := compileSchema(text)
	if err != nil {
		d.badSchema(err)
		return
	}
	d.field.schema, d.field.schemaText = compiled, string(text)
}

// badSchema reports what the library says of a schema, where it says it of.
func (d *declaration) badSchema(err error) {
	var se *jsonschema.SchemaValidationError
	if errors.As(err, &se) {
		if found := sorted(schemaIssues(se.Err)); len(found) > 0 {
			var what []string
			for _, issue := range found {
				if issue.Pointer == found[0].Pointer {
					what = append(what, strings.TrimPrefix(issue.Message, misfit))
				}
			}
			d.at("/schema"+found[0].Pointer, "bad_schema", "this is no JSON Schema: %.400s", strings.Join(what, "; or "))
			return
		}
	}
	d.at("/schema", "bad_schema", "this is no JSON Schema: %s", oneLine(err.Error()))
}

// noLoader refuses every schema that is not in the declaration itself: a model is complete, and reads nothing else.
type noLoader struct{}

func (noLoader) Load(string) (any, error) {
	return nil, errors.New("a $ref may lead only to a place in the same schema (#/$defs/…)")
}

func compileSchema(text []byte) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	c.UseLoader(noLoader{})
	if err := c.AddResource(schemaURL, doc); err != nil {
		return nil, err
	}
	return c.Compile(schemaURL)
}

func (jsonKind) value(f *Field, v any) (any, []Issue) {
	if depth(v) > maxJSONDepth {
		return nil, wrong("too_deep", "has lists and objects inside one another more than %d times", maxJSONDepth)
	}
	size := 0
	normal, issues := plainJSON(v, &size)
	if issues != nil {
		return nil, issues
	}
	if f.schema == nil {
		return normal, nil
	}
	return normal, sorted(schemaIssues(f.schema.Validate(normal)))
}

// sorted puts issues in an order that is always the same: the library walks maps.
func sorted(issues []Issue) []Issue {
	slices.SortFunc(issues, func(a, b Issue) int {
		return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Message, b.Message))
	})
	return issues
}

// plainJSON copies data in its canonical form: whole numbers that JavaScript holds are int64, texts are valid.
func plainJSON(v any, size *int) (any, []Issue) {
	*size += 2
	switch x := v.(type) {
	case nil, bool:
		return v, nil
	case string:
		*size += len(x)
		if *size > maxJSONBytes {
			break
		}
		if !utf8.ValidString(x) || strings.Contains(x, "\x00") {
			return nil, wrong("bad_text", "holds a text that is not valid UTF-8, or has a zero byte")
		}
		return x, nil
	case []any:
		out := make([]any, len(x))
		for i, v := range x {
			n, issues := plainJSON(v, size)
			if issues != nil {
				return nil, below(item(i), issues)
			}
			out[i] = n
		}
		return out, nil
	case map[string]any:
		return plainObject(x, size)
	default:
		n, ok := float(v)
		if !ok {
			return nil, wrong("wrong_type", "holds something that JSON has not")
		}
		if n == math.Trunc(n) && math.Abs(n) <= maxInteger {
			return int64(n), nil
		}
		return n, nil
	}
	return nil, wrong("too_large", "has more than %d KB", maxJSONBytes>>10)
}

func plainObject(m map[string]any, size *int) (any, []Issue) {
	out := make(map[string]any, len(m))
	for key, item := range m {
		*size += len(key)
		if !utf8.ValidString(key) || strings.Contains(key, "\x00") || len(key) > maxJSONKey || key == "__proto__" {
			return nil, wrong("bad_name", "has the key %.40q, which cannot be one: use up to %d bytes of valid text", key, maxJSONKey)
		}
		n, issues := plainJSON(item, size)
		if issues != nil {
			return nil, below(pointerTo(key), issues)
		}
		out[key] = n
	}
	return out, nil
}

// misfit begins every message about a value that does not fit.
const misfit = "does not fit its schema: "

var english = message.NewPrinter(language.English)

// schemaIssues tells what a JSON Schema says of a value, each where it stands.
func schemaIssues(err error) []Issue {
	var ve *jsonschema.ValidationError
	if !errors.As(err, &ve) {
		return nil
	}
	if len(ve.Causes) == 0 {
		pointer := ""
		for _, token := range ve.InstanceLocation {
			pointer += pointerTo(token)
		}
		return below(pointer, unfit("schema", misfit+"%s", oneLine(ve.ErrorKind.LocalizedString(english))))
	}
	var issues []Issue
	for _, cause := range ve.Causes {
		issues = append(issues, schemaIssues(cause)...)
	}
	return issues
}

// oneLine makes a message of a library fit for ours: short, and without what a file may hold.
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' }), " ")
	s = strings.ReplaceAll(s, schemaURL, "")
	if len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + "…"
	}
	return printable(s)
}

// depth is how many lists and objects a value has inside one another.
func depth(v any) int {
	deepest := 0
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			deepest = max(deepest, depth(item))
		}
	case map[string]any:
		for _, item := range v {
			deepest = max(deepest, depth(item))
		}
	default:
		return 0
	}
	return deepest + 1
}
