// Package publishing compiles what an editor or a developer made into records: documents that delivery nodes serve as they
// are. It is pure but for the tools it is given (bundler, Markdown), and compiles the same input to the same bytes, so that a
// publication appends only what really changed.
package publishing
