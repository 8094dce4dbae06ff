package authoring_test

import (
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
)

// withTypes puts this repository's content types and design system beside the parts of a folder.
func withTypes(t testing.TB, folder fs.FS) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	add := func(from fs.FS, dir string) {
		err := fs.WalkDir(from, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			src, err := fs.ReadFile(from, name)
			out[name] = &fstest.MapFile{Data: src}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	repository := os.DirFS("../..")
	add(repository, "content-types")
	add(repository, "design-system")
	for _, dir := range []string{"sites", "menus", "entries"} {
		add(folder, dir)
	}
	return out
}
