// Package token compiles design tokens: files in the format of the Design Tokens Community Group (DTCG), Final Report 2025.10
// (Format, Color and Resolver modules), into typed values, CSS and JSON.
//
// The steps, each in files of its own:
//
//	source.go json*.go         bytes → nodes with their place (JSON, with the comments, commas and quotes of JSON5)
//	check.go                   the shape of one token file: names, reserved keys, tokens and groups
//	resolver*.go inputs.go     the resolver document: sets, modifiers, contexts, inputs
//	tree.go extends.go         sources flattened into one tree; groups that extend groups
//	reference*.go              {a.b} and $ref, followed with cycles found
//	resolution.go reader.go    the type of every token, and its value read
//	type*.go color_space.go    one typed parser and CSS form for each of the 13 types
//	css*.go output.go          custom properties, themes in one style sheet, JSON
//
// Every problem is reported with its file, line and column, all in one pass, as fault.Problems. Nothing is guessed: a token
// without a type, a value that does not fit and two tokens that would become one CSS name are problems, not surprises.
//
// The typed parsers are also the guard of the style sheet: no text of a file reaches CSS except font names, which are checked
// against a list of allowed characters, and names, which are mapped to identifiers.
//
// The package does no I/O besides the fs.FS it is given, and a System and a Set never change once made: they can be shared.
package token
