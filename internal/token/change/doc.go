// Package change compares two states of a design system's tokens, says how large the step is as a semantic version tells it, and
// writes the list of changes.
//
// Major is what breaks who uses the tokens: a token, a context or a modifier that is gone, another type, another name in CSS. Minor is
// what visitors or authors get: new tokens and contexts, other values, deprecations. Patch is what neither sees: descriptions,
// extensions, a reference in place of the same value.
package change
