package schema_test

import (
	"sync"
	"testing"
)

// TestFieldsAreShared: a model is read by all requests at once; meant for the race detector.
func TestFieldsAreShared(t *testing.T) {
	fields := load(t, map[string]string{"tip.yaml": everything, "components/quote.yaml": quote}).Type("tip").Fields()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, f := range fields {
				f.Value(object{"a": "no integer", "lat": 1.0})
				f.Value(list{object{"$type": "quote", "text": "x"}})
				f.Value("2026-10-01")
			}
		})
	}
	wg.Wait()
}
