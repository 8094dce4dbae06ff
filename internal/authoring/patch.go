package authoring

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// mergePatch applies a JSON merge patch (RFC 7396) to a document. A field that the document does not have is refused, so that
// a spelling mistake is told. Errors: fault.Invalid for what is no merge patch of an object; fault.Unprocessable for one that
// does not fit the document, with its place.
func mergePatch[T any](doc *T, patch []byte) error {
	var fields map[string]any
	dec := json.NewDecoder(bytes.NewReader(patch))
	dec.UseNumber()
	if err := dec.Decode(&fields); err != nil || fields == nil || dec.More() {
		return fault.New(fault.Invalid, "the body is not a JSON merge patch: it must be one JSON object")
	}
	var problems fault.Problems
	checkPatch("", fields, reflect.TypeFor[T](), &problems)
	if len(problems) > 0 {
		return unfit(problems)
	}
	before, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	after, err := jsonpatch.MergePatch(before, patch)
	if err != nil {
		return fault.New(fault.Invalid, "the body is not a JSON merge patch").With(err)
	}
	var patched T
	if err := json.Unmarshal(after, &patched); err != nil {
		return fault.New(fault.Invalid, "the patch does not fit the document").With(err)
	}
	*doc = patched
	return nil
}

func unfit(problems fault.Problems) error {
	problems.Sort()
	return &fault.Error{Code: fault.Unprocessable, Message: "the patch does not fit the document", Problems: problems}
}

// checkPatch compares a patch with the type it is for. encoding/json would do for the types of values; but it takes NAME for name,
// which a merge patch would add beside it, and it says nothing of where.
func checkPatch(pointer string, v any, t reflect.Type, problems *fault.Problems) {
	wrong := func(what string) {
		problems.Add(fault.Problem{Pointer: pointer, Code: "wrong_kind", Message: "this must be " + what})
	}
	switch value := v.(type) {
	case nil: // takes the value out
	case map[string]any:
		checkObject(pointer, value, t, problems)
	case []any:
		if t.Kind() != reflect.Slice {
			wrong(kindName(t))
			return
		}
		for i, item := range value {
			if item == nil {
				problems.Add(fault.Problem{Pointer: fmt.Sprintf("%s/%d", pointer, i), Code: "wrong_kind", Message: "a list holds no null"})
			}
			checkPatch(fmt.Sprintf("%s/%d", pointer, i), item, t.Elem(), problems)
		}
	case string:
		if t.Kind() != reflect.String {
			wrong(kindName(t))
		} else if strings.ContainsRune(value, 0) { // no database keeps it
			problems.Add(fault.Problem{Pointer: pointer, Code: "bad_text", Message: "the text holds the character NUL"})
		}
	case bool:
		if t.Kind() != reflect.Bool {
			wrong(kindName(t))
		}
	default: // no document of this kind holds numbers
		wrong(kindName(t))
	}
}

func checkObject(pointer string, object map[string]any, t reflect.Type, problems *fault.Problems) {
	below := func(name string) string {
		return pointer + "/" + yamlfile.Escape(name)
	}
	switch t.Kind() {
	case reflect.Map:
		for name, v := range object {
			checkPatch(below(name), v, t.Elem(), problems)
		}
	case reflect.Struct:
		fields := map[string]reflect.Type{}
		for i := range t.NumField() {
			if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" && name != "-" {
				fields[name] = t.Field(i).Type
			}
		}
		for name, v := range object {
			if fields[name] == nil {
				problems.Add(fault.Problem{
					Pointer: below(name), Code: "unknown_field", Message: "there is no such field; there are " + namesOf(fields),
				})
				continue
			}
			checkPatch(below(name), v, fields[name], problems)
		}
	default:
		problems.Add(fault.Problem{Pointer: pointer, Code: "wrong_kind", Message: "this must be " + kindName(t)})
	}
}

func namesOf(fields map[string]reflect.Type) string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	}
	return "an object"
}
