//go:build !no_ui

// Package adminui carries the bundled admin UI. `make admin-ui` bundles it; where nobody did, or with the tag no_ui, FS holds no
// manifest.json, and the binary says so on its page.
package adminui

import (
	"embed"
	"io/fs"
)

//go:embed dist
var dist embed.FS

// FS gives manifest.json, and the files that it names under assets/.
func FS() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
