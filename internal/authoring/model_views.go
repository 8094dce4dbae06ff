package authoring

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/portico-cms/portico/internal/content"
)

// renameQuery gives what a saved view asks as it is written now. Read are the members of the query language, as parameters and as JSON,
// and those of the admin UI's lists: type, sort, columns, and a filter of groups of {field, op, value}. The rest stays as it is.
func renameQuery(r *content.Renaming, src json.RawMessage) (out json.RawMessage, changed bool) {
	var query map[string]any
	if decodeNumbers(src, &query) != nil || query == nil {
		return src, false
	}
	before, err := encodeQuery(query)
	if err != nil {
		return src, false
	}
	v, now := viewNames{r, texts(query["type"])}, make(map[string]any, len(query))
	for name, value := range query {
		name, value = v.member(name, value)
		now[name] = value
	}
	after, err := encodeQuery(now)
	if err != nil || bytes.Equal(before, after) {
		return src, false
	}
	return after, true
}

func encodeQuery(query map[string]any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(query)
	return bytes.TrimSpace(b.Bytes()), err
}

// viewNames renames what a view about some types names; they have their old names.
type viewNames struct {
	*content.Renaming

	types []string
}

// member renames what a member of a view's query names.
func (v viewNames) member(name string, value any) (string, any) {
	switch name {
	case "type":
		return name, each(value, v.Type)
	case "sort", "columns", "fields", "include", "facets":
		return name, each(value, v.path)
	case "filter":
		return name, v.filter(value)
	}
	if path, ok := strings.CutPrefix(name, "filter["); ok {
		path, rest, _ := strings.Cut(path, "]")
		now, value := v.condition(path, value)
		return "filter[" + now + "]" + rest, value
	}
	return name, value
}

// path renames a field, and the fields behind it; a - before it stays.
func (v viewNames) path(name string) string {
	bare, descending := strings.CutPrefix(name, "-")
	now, _ := v.Path(v.types, bare)
	if descending {
		return "-" + now
	}
	return now
}

// condition renames a path with the values that it is compared with.
func (v viewNames) condition(path string, value any) (string, any) {
	now, field := v.Path(v.types, path)
	if field != nil && field.Kind() == "reference" {
		value = v.refs(value)
	}
	return now, value
}

// refs renames the types of references, below operators too.
func (v viewNames) refs(value any) any {
	operators, ok := value.(map[string]any)
	if !ok {
		return each(value, v.Ref)
	}
	out := make(map[string]any, len(operators))
	for op, value := range operators {
		out[op] = v.refs(value)
	}
	return out
}

func (v viewNames) filter(value any) any {
	switch value := value.(type) {
	case []any: // conditions and groups, or what and and or hold
		out := make([]any, len(value))
		for i, one := range value {
			out[i] = v.filter(one)
		}
		return out
	case map[string]any:
		if field, ok := value["field"].(string); ok && len(value) == 3 { // {field, op, value}
			now, is := v.condition(field, value["value"])
			return map[string]any{"field": now, "op": value["op"], "value": is}
		}
		out := make(map[string]any, len(value))
		for name, one := range value {
			switch name {
			case "and", "or", "not", "of":
				out[name] = v.filter(one)
			case "match":
				out[name] = one
			default:
				name, one = v.condition(name, one)
				out[name] = one
			}
		}
		return out
	}
	return value
}

// texts gives the names of a text with commas between them, or of a list.
func texts(value any) (out []string) {
	each(value, func(name string) string {
		out = append(out, name)
		return name
	})
	return out
}

// each changes the names of a text with commas between them, or of a list; whatever else stands there stays.
func each(value any, change func(string) string) any {
	switch value := value.(type) {
	case string:
		names := strings.Split(value, ",")
		for i, name := range names {
			names[i] = change(name)
		}
		return strings.Join(names, ",")
	case []any:
		out := make([]any, len(value))
		for i, one := range value {
			out[i] = one
			if name, ok := one.(string); ok {
				out[i] = change(name)
			}
		}
		return out
	}
	return value
}
