// Package migrations carries the reviewed SQL files that make and change the authoring database, one folder per dialect.
// They are applied in order by goose and never edited once released: a change is a new file in both folders.
package migrations

import "embed"

// FS holds postgres/ and sqlite/.
//
//go:embed postgres/*.sql sqlite/*.sql
var FS embed.FS
