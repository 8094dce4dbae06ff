package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// FileSchema gives the JSON Schema (draft 2020-12) of a content-type file, for editors that complete and check YAML. Its keys are
// those of the structs that the files are read into, and its options those that the kinds say they have, so that it cannot fall
// behind the loader. It says less than the loader checks: what fields say of each other is not in it.
func FileSchema() []byte {
	return fileSchema(reflect.TypeFor[typeFile](), "content type", "fields", "title")
}

// ComponentFileSchema is FileSchema for the files in components.
func ComponentFileSchema() []byte {
	return fileSchema(reflect.TypeFor[componentFile](), "component", "fields")
}

// object is a JSON object on its way into a schema; encoding/json writes its keys sorted, so that the file does not change by
// itself.
type object = map[string]any

func fileSchema(t reflect.Type, what string, required ...string) []byte {
	root := structSchema(t, nil)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Portico " + what
	root["required"] = append([]string{"name", "label"}, required...)
	root["$defs"] = object{
		"texts":  textsSchema(),
		"field":  fieldSchema(false),
		"nested": fieldSchema(true),
	}
	if t == reflect.TypeFor[componentFile]() {
		properties(root)["fields"] = fieldList("nested")
		root["$defs"] = object{"texts": textsSchema(), "nested": fieldSchema(true)}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil { // maps, texts and numbers only
		panic(err)
	}
	return b.Bytes()
}

// structSchema makes the schema of a mapping out of the struct that it is read into.
func structSchema(t reflect.Type, leaveOut []string) object {
	props := object{}
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if key == "" || slices.Contains(leaveOut, key) {
			continue
		}
		about, known := keyFacts[t.Name()+"."+key]
		if !known {
			about = keyFacts[key]
		}
		s := valueSchema(t.Field(i).Type)
		maps.Copy(s, about)
		props[key] = s
	}
	return object{"type": "object", "properties": props, "additionalProperties": false}
}

func properties(s object) object {
	props, _ := s["properties"].(object)
	return props
}

func valueSchema(t reflect.Type) object {
	switch t.Kind() {
	case reflect.Pointer:
		return valueSchema(t.Elem())
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Map:
		return object{"$ref": "#/$defs/texts"}
	case reflect.Slice:
		if t.Elem() == reflect.TypeFor[fieldFile]() {
			return fieldList("field")
		}
		return object{"type": "array", "items": valueSchema(t.Elem())}
	case reflect.Struct:
		s := structSchema(t, nil)
		s["required"] = slices.Sorted(maps.Keys(properties(s)))
		return s
	}
	return object{} // anything
}

func fieldList(def string) object {
	return object{
		"type": "array", "minItems": 1, "maxItems": MaxFields, "items": object{"$ref": "#/$defs/" + def},
		"description": "the fields, in the order in which editors see them",
	}
}

func textsSchema() object {
	return object{
		"type": "object", "required": []string{"en"},
		"additionalProperties": object{"type": "string", "minLength": 1},
		"description":          "texts by language tag, English at least: {en: …, fr: …}",
	}
}

// fieldSchema is the schema of a field: its keys, and for each kind those that are not its own.
func fieldSchema(nested bool) object {
	names := Kinds()
	var leaveOut []string
	if nested {
		leaveOut = topOptions
		names = slices.DeleteFunc(names, func(name string) bool { return name == "slug" })
	}
	s := structSchema(reflect.TypeFor[fieldFile](), leaveOut)
	props := properties(s)
	props["fields"] = fieldList("nested")
	props["kind"] = object{"enum": names, "description": "what the field holds"}
	s["required"] = []string{"name", "kind", "label"}
	var rules []object
	for _, name := range names {
		t := kinds[name].traits()
		refused := object{}
		for _, option := range options {
			if !slices.Contains(t.options, option) {
				refused[option] = false
			}
		}
		for flag, can := range map[string]bool{
			"unique": t.unique, "filterable": t.filterable, "searchable": t.searchable, "sortable": t.sortable && !t.list,
		} {
			if _, has := props[flag]; has && !can {
				refused[flag] = object{"const": false}
			}
		}
		rules = append(rules, object{
			"if":   object{"properties": object{"kind": object{"const": name}}, "required": []string{"kind"}},
			"then": object{"properties": refused},
		})
	}
	s["allOf"] = rules
	return s
}

// keyFacts are what a schema says of a key besides the type of its value; "struct.key" goes before "key".
var keyFacts = map[string]object{
	"typeFile.name":      {"pattern": TypeName.String(), "description": "the same as the file's name, without .yaml"},
	"componentFile.name": {"pattern": TypeName.String(), "description": "the same as the file's name, without .yaml"},
	"fieldFile.name":     {"pattern": FieldName.String(), "description": "how the API calls the field"},
	"valueFile.value":    {"pattern": enumerationValue.String(), "description": "how the API calls the value"},
	"label":              {"description": "the name that editors see, by language"},
	"description":        {"description": "what it is for, by language"},
	"singleton":          {"description": "one entry in each space, at most"},
	"title":              {"description": "the text field that stands for an entry in lists"},
	"slug":               {"description": "the field of kind slug that addresses an entry"},
	"sort":               {"description": "the field that lists are ordered by; -name is descending"},
	"tree":               {"description": "entries stand under one another, in an order that editors give"},
	"review":             {"enum": []string{"required"}, "description": "somebody else approves an entry before it goes out"},
	"audiences":          {"description": "the groups of visitors that the entries are for; none named is everybody"},
	"retention": {
		"required": []string{}, "description": "how much of the past of an entry is kept",
	},
	"revisions": {"minimum": 1, "maximum": maxRevisions, "description": "how many of the newest revisions are kept; 100 if left out"},
	"days":      {"minimum": 1, "maximum": maxDays, "description": "how many days an entry stays in the trash; 30 if left out"},
	"preview": {
		"type": []string{"string", "object"}, "additionalProperties": object{"type": "string"},
		"description": "path at which a site shows an entry, /{locale}/news/{slug}, or one for each site; * for the others",
	},
	"fields":                {"description": "the fields of the component"},
	"typeFile.renamedFrom":  {"pattern": TypeName.String(), "description": "the name that the type had before"},
	"fieldFile.renamedFrom": {"pattern": FieldName.String(), "description": "the name that the field had before"},
	"kind":                  {"description": "what the field holds"},
	"help":                  {"description": "what to fill in, by language"},
	"localized":             {"description": "each locale has a value of its own; else all share one"},
	"required":              {"description": "an entry is not published without a value"},
	"min":                   {"type": []string{"number", "string"}, "description": "the least value: a number, date, moment or duration"},
	"max":                   {"type": []string{"number", "string"}, "description": "the greatest value: a number, date, moment or duration"},
	"minItems":              {"minimum": 1, "maximum": MaxItems, "description": "the least count of values"},
	"maxItems":              {"minimum": 1, "maximum": MaxItems, "description": "the greatest count of values"},
	"minLength":             {"minimum": 1, "description": "in characters"},
	"maxLength":             {"minimum": 1, "description": "in characters"},
	"pattern":               {"maxLength": maxPattern, "description": "regular expression (RE2) that the whole value matches"},
	"from":                  {"description": "the text field that the slug is made of where it is empty"},
	"values":                {"minItems": 1, "maxItems": maxValues, "description": "the values of the enumeration"},
	"to":                    {"minItems": 1, "description": "the content types that the reference may lead to"},
	"many":                  {"description": "the value is a list"},
	"default":               {"description": "the value of a new entry"},
	"unique":                {"description": "no two entries have the same value"},
	"filterable":            {"description": "lists may be narrowed by it"},
	"sortable":              {"description": "lists may be ordered by it"},
	"searchable":            {"description": "full text finds its words"},
	"when":                  {"description": "the field is shown only while another has a value: {field: kind, is: video}"},
	"readableBy":            {"items": object{"enum": roles}, "minItems": 1, "description": "roles that see the value; all if left out"},
	"writableBy":            {"items": object{"enum": roles}, "minItems": 1, "description": "roles that change the value; all if left out"},
	"scale":                 {"minimum": 0, "maximum": maxScale, "description": "digits behind the point"},
	"schema":                {"type": "object", "description": "JSON Schema of the value"},
	"accept":                {"items": object{"enum": mediaSorts}, "minItems": 1, "description": "the sorts of media that may be used"},
	"component":             {"description": "name of a file in components"},
	"components":            {"minItems": 1, "description": "the blocks that may be used: names of files in components"},
	"fieldFile.value":       {"maxLength": maxFormula, "description": "what the field is made of: {firstName} {lastName}"},
	"field":                 {"description": "a boolean or an enumeration beside this field"},
	"is":                    {"description": "the value, or several of them"},
}
