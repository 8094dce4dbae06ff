package weburl_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/weburl"
)

// TestNormalizePathConformance runs the paths of clients/conformance/current-item.json, which the SDKs run too.
func TestNormalizePathConformance(t *testing.T) {
	src, err := os.ReadFile("../../clients/conformance/current-item.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Paths []struct {
			Name   string  `json:"name"`
			Path   string  `json:"path"`
			Normal *string `json:"normal"` // null: it is no path
		} `json:"paths"`
	}
	if err := json.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Paths) == 0 {
		t.Fatal("the file has no paths")
	}
	for _, c := range file.Paths {
		t.Run(c.Name, func(t *testing.T) {
			want := ""
			if c.Normal != nil {
				want = *c.Normal
			}
			if got := weburl.NormalizePath(c.Path); got != want {
				t.Errorf("NormalizePath(%q) = %q, want %q", c.Path, got, want)
			}
		})
	}
}

func TestNormalizePathTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := "/" + rapid.StringOf(rapid.SampledFrom([]rune("/..%25eE2fF;aé?# \\"))).Draw(t, "path")
		once := weburl.NormalizePath(path)
		if twice := weburl.NormalizePath(once); twice != once {
			t.Fatalf("NormalizePath(%q) = %q, and of that %q", path, once, twice)
		}
		if !strings.HasPrefix(once, "/") || strings.Contains(once, "//") {
			t.Fatalf("NormalizePath(%q) = %q", path, once)
		}
	})
}

func TestNormalPathsAllocateNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { weburl.NormalizePath("/offers/power/green?page=2") }); n > 0 {
		t.Errorf("%v allocations for a path that is in its normal form", n)
	}
}
