// Package edit changes token files as a person would: where they stand. Comments, the order of keys, white space and the way
// numbers are written stay; only the bytes of the value that is changed are others. The files are those of a system that the compiler
// (package token) has read without problems, and what is made is compiled again before it is given back.
package edit
