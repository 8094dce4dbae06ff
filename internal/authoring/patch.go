package authoring

import (
	"bytes"
	"encoding/json"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"github.com/portico-cms/portico/internal/fault"
)

// mergePatch applies a JSON merge patch (RFC 7396) to a document. A field that the document does not have is refused, so that
// a spelling mistake is told. Errors: fault.Invalid.
func mergePatch[T any](doc *T, patch []byte) error {
	before, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	after, err := jsonpatch.MergePatch(before, patch)
	if err != nil {
		return fault.New(fault.Invalid, "the body is not a JSON merge patch: %v", err)
	}
	dec := json.NewDecoder(bytes.NewReader(after))
	dec.DisallowUnknownFields()
	var patched T
	if err := dec.Decode(&patched); err != nil {
		return fault.New(fault.Invalid, "the patch does not fit the document: %v", err)
	}
	*doc = patched
	return nil
}
