//go:build no_ui

package adminui

import (
	"embed"
	"io/fs"
)

// FS gives an empty file system: this binary was built without the admin UI.
func FS() fs.FS { return embed.FS{} }
