package publishing_test

import (
	"io/fs"
	"maps"
	"os"
	"testing"
	"testing/fstest"

	"github.com/portico-cms/portico/internal/assets"
	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/markdown"
	"github.com/portico-cms/portico/internal/publishing"
)

// tiny is the folder of a group of two sites; some of its files replaced ("" takes a file out).
func tiny(t testing.TB, replaced map[string]string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	root := os.DirFS("../authoring/testdata/tiny")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(root, name)
		out[name] = &fstest.MapFile{Data: src}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range replaced {
		out[name] = &fstest.MapFile{Data: []byte(src)}
	}
	maps.DeleteFunc(out, func(_ string, f *fstest.MapFile) bool { return len(f.Data) == 0 })
	return out
}

func newCompiler() *publishing.Compiler {
	return publishing.New(publishing.Tools{Bundle: assets.Bundle, Markdown: markdown.HTML, Text: markdown.TextOfHTML})
}

// read gives the folder as it was read, without problems.
func read(t testing.TB, replaced map[string]string) *authoring.Folder {
	t.Helper()
	f, problems := authoring.ReadFolder(tiny(t, replaced), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return f
}

// shared gives what a compiler takes of a folder.
func shared(t testing.TB, c *publishing.Compiler, f *authoring.Folder) publishing.Shared {
	t.Helper()
	look, err := c.Look(f.DesignSystem)
	if err != nil {
		t.Fatal(err)
	}
	return publishing.Shared{Sites: f.Sites, Menus: f.Menus, Look: look}
}
