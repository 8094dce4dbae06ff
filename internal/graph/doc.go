// Package graph answers questions in GraphQL about what is published. Its schema is made from the descriptions of content types that
// delivery nodes have (published.Type), so it knows no field that not everybody may read; what it asks goes through package query,
// as REST does, and has the same limits. It does no I/O: a Source has the entries.
//
// A question is parsed and measured before anything looks at it closely, then checked against the schema, and then run: each root
// field asks its Source once, the entries that references lead to are read level by level, one question each (load.go), and the
// answer is written in the order in which it was asked for.
package graph
