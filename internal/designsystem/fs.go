package designsystem

import (
	"io/fs"
	"testing/fstest"
)

// FS gives the release's files as a file system, for readers that follow paths from file to file.
func (r *Release) FS() fs.FS {
	fsys := fstest.MapFS{} // the standard library's only file system in memory
	for name, data := range r.Files() {
		fsys[name] = &fstest.MapFile{Data: data, Mode: 0o444}
	}
	return fsys
}
