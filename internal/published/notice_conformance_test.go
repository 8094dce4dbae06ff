package published_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
)

// TestNoticesConformance holds the delivery node to the same cases as the SDKs, and NextNotice to the rule: until the moment that it
// names, a page shows the same.
func TestNoticesConformance(t *testing.T) {
	src, err := os.ReadFile("../../clients/conformance/notices.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Notices []published.Notice `json:"notices"`
		Pages   []struct {
			Name  string    `json:"name"`
			Path  *string   `json:"path"`
			At    time.Time `json:"at"`
			Shown []string  `json:"shown"`
		} `json:"pages"`
	}
	if err := json.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	ids := func(path string, at time.Time) []string {
		out := []string{}
		for _, n := range published.ShownNotices(file.Notices, path, at) {
			out = append(out, n.ID)
		}
		return out
	}
	for _, p := range file.Pages {
		path := ""
		if p.Path != nil {
			path = *p.Path
		}
		if diff := cmp.Diff(p.Shown, ids(path, p.At)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p.Name, diff)
		}
		next := published.NextNotice(file.Notices, p.At)
		if next.IsZero() {
			next = p.At.AddDate(1, 0, 0)
		}
		if !next.After(p.At) {
			t.Errorf("%s: the next change %s is not after %s", p.Name, next, p.At)
		}
		if diff := cmp.Diff(p.Shown, ids(path, next.Add(-time.Nanosecond))); diff != "" {
			t.Errorf("%s: something changes before %s:\n%s", p.Name, next, diff)
		}
	}
}
