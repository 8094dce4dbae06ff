package authoring

import (
	"encoding/json"

	jsonpatch "github.com/evanphx/json-patch/v5"
)

// mergeDiff gives what differs between two documents of our own types, for the audit: the merge patch that leads back, and the one
// that led here. What did not change is in neither.
func mergeDiff(before, after any) (was, is map[string]any) {
	patch := func(from, to any) (out map[string]any) {
		a, errA := json.Marshal(from)
		b, errB := json.Marshal(to)
		if errA == nil && errB == nil {
			a, errA = jsonpatch.CreateMergePatch(a, b)
		}
		if errA == nil {
			errA = json.Unmarshal(a, &out)
		}
		if errA != nil || errB != nil {
			panic("authoring: documents of our own cannot be compared") // they are JSON objects
		}
		return out
	}
	return patch(after, before), patch(before, after)
}
