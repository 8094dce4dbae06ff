// Package group is the sample group: Orvane, a fictitious energy and water company with sixteen sites, two brands and four
// locales. "portico serve --sample" loads it into an empty database, and it shows what a project folder looks like.
package group

import "embed"

// FS holds sites/, menus/ and entries/ of the sample, as "portico import" reads them. The country entries are not among
// the files: Countries makes them.
//
//go:embed sites menus entries
var FS embed.FS
