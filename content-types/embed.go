// Package contenttypes holds the content types that Portico comes with. They are the default model, and an example to write
// your own by: a project folder with content-types/ of its own replaces them.
package contenttypes

import "embed"

// FS holds the content types, one *.yaml file each, at its root.
//
//go:embed *.yaml
var FS embed.FS
