package yamlfile

import (
	"slices"
	"strconv"
	"strings"
)

// Places says where each value of a file stands.
type Places struct{ root *place }

// place is one value of a file. Places form a tree, because a list of all pointers would grow with the square of the depth.
type place struct {
	parent   *place
	token    string // key or number under which it stands in parent
	depth    int
	pos      Pos // Line is 0 for null, which counts as absent
	children map[string]*place
}

func (p *place) child(token string) *place {
	c := &place{parent: p, token: token, depth: p.depth + 1}
	if p.children == nil {
		p.children = map[string]*place{}
	}
	p.children[token] = c
	return c
}

// String names the value in a message: "fields[0].to", or "the file".
func (p *place) String() string {
	if p.parent == nil {
		return "the file"
	}
	var tokens []string
	for ; p.parent != nil; p = p.parent {
		tokens = append(tokens, p.token)
	}
	var b strings.Builder
	for i, token := range slices.Backward(tokens) {
		if _, err := strconv.Atoi(token); err == nil {
			b.WriteString("[" + token + "]")
			continue
		}
		if i < len(tokens)-1 {
			b.WriteByte('.')
		}
		if len(token) > 80 {
			token = strings.ToValidUTF8(token[:80], "") + "…"
		}
		b.WriteString(token)
	}
	return b.String()
}

// find gives the place of an RFC 6901 pointer, or of the nearest value around it, and whether it is the former.
func (ps Places) find(pointer string) (at *place, exact bool) {
	at = ps.root
	if at == nil {
		return &place{}, false
	}
	if pointer == "" {
		return at, at.pos.Line > 0
	}
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		next := at.children[unescape.Replace(token)]
		if next == nil || next.pos.Line == 0 {
			return at, false
		}
		at = next
	}
	return at, true
}

// At gives the place of the value at an RFC 6901 pointer ("" is the document), or of the nearest value around it.
func (ps Places) At(pointer string) Pos {
	at, _ := ps.find(pointer)
	return at.pos
}

// Has says whether the file holds a value at this pointer; null is none.
func (ps Places) Has(pointer string) bool {
	_, exact := ps.find(pointer)
	return exact
}

// Empty says whether nothing could be read: the file is missing, or is not YAML.
func (ps Places) Empty() bool { return ps.root == nil }

// RFC 6901: "~" and "/" inside a key.
var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

// Escape writes a key as a token of a pointer.
func Escape(key string) string { return escape.Replace(key) }

// Unescape reads a token of a pointer.
func Unescape(token string) string { return unescape.Replace(token) }
