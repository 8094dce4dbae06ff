// Package arch holds the import rules of Portico as a test, each with its reason, so that the layers
// in docs/ARCHITECTURE.md stay true without anybody watching. It has no code of its own: rules_test.go
// is the table to read and to change, arch_test.go applies it to the imports of every file.
package arch
