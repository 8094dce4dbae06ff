// Package lint finds what is allowed in design tokens and still wrong: texts that cannot be read, tokens nobody uses, values that
// stand twice, names out of line, colours that a screen cannot show, themes with a gap, deprecated tokens in use.
//
// Contrast is judged for pairs that are declared, in the file tokens.lint.yaml beside the tokens or in the $extensions of the
// token that is in front; the other rules look at every token. Every finding has a rule, a severity and the place of the token.
package lint
