// Package output writes resolved design tokens in the form that each stack wants: style sheets, modules, resources, constants,
// documentation. Formats lists the forms, Render writes one.
//
// The same tokens and options give the same bytes. References are kept where a form has them (var(--x), $x, @x, a constant named by
// another) and written out elsewhere. Names are made for each form; two tokens that would get one name are a problem, named with
// file and line. No text of a file reaches code: fonts are checked when they are read, descriptions and reasons go into comments and
// string literals that they cannot leave (SECURITY.md I8).
package output
