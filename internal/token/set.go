package token

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Set is all tokens for one choice of contexts.
type Set struct {
	tokens []Token
	byPath map[string]int
	inputs map[string]string
	tree   *tree
}

// Token is one design token, its references resolved.
type Token struct {
	Path        string          // "color.text.default"; a root token ends in ".$root"
	Names       []string        // the path's parts
	Type        Type            // own, or of the token it refers to, or of the nearest group
	Value       Value           // of the type's Go type, with no reference left
	Alias       string          // path of the token the whole value refers to; "" where the value is its own
	Description string          // what the token is for
	Deprecated  bool            // own, or of the nearest group that says so
	Reason      string          // why it is deprecated and what to use instead; may be ""
	Extensions  json.RawMessage // the object under $extensions as it came, nil where there is none
	File        string          // where the token is declared
	Line        int

	at   place
	refs map[string]string // tokens that parts of the value refer to, by key
}

func newToken(i *item, v *resolved) Token {
	names := i.path()
	t := Token{
		Names: names, Path: strings.Join(names, "."), Type: v.typ, Value: v.value, File: i.at.file(), Line: i.at.line(), at: i.at, refs: v.refs,
	}
	if v.alias != nil {
		t.Alias = v.alias.String()
	}
	if i.desc != nil {
		t.Description = i.desc.text
	}
	if d := i.deprecated(); d != nil {
		t.Deprecated = d.yes || d.kind == stringKind
		t.Reason = d.text
	}
	if i.ext != nil {
		t.Extensions = i.ext.appendJSON(nil)
	}
	return t
}

// CSS gives the token's computed CSS value, with nothing left to refer to.
func (t Token) CSS() string { return CSS(t.Value) }

// Text gives the token's value whole: see Text.
func (t Token) Text() string { return Text(t.Value) }

// Tokens gives all tokens, in the order of the files.
func (s *Set) Tokens() []Token { return slices.Clone(s.tokens) }

// Token gives the token of a path, "color.text.default".
func (s *Set) Token(path string) (Token, bool) {
	i, ok := s.byPath[path]
	if !ok {
		return Token{}, false
	}
	return s.tokens[i], true
}

// Inputs gives the context of every modifier that the set is for, defaults filled in.
func (s *Set) Inputs() map[string]string { return maps.Clone(s.inputs) }
