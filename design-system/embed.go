// Package designsystem holds the design system that comes with Portico, as files: tokens, templates, messages, icons,
// logos, styles and scripts. internal/designsystem reads and checks them.
package designsystem

import "embed"

// FS is this folder.
//
//go:embed *.yaml *.json brands all:fragments icons messages scripts styleguide styles tokens
var FS embed.FS
