package output

import (
	"bytes"
	"encoding/json"

	"github.com/portico-cms/portico/internal/token"
)

func flatFile(_ *job, v Variant) ([]byte, error) {
	var b bytes.Buffer
	err := v.Set.WriteJSON(&b)
	return b.Bytes(), err
}

func dtcgFile(_ *job, v Variant) ([]byte, error) {
	var b bytes.Buffer
	err := v.Set.WriteDTCG(&b)
	return b.Bytes(), err
}

// branch is an object of nested JSON, its members in order.
type branch struct {
	names []string
	below map[string]*branch
	value token.Value // of a leaf
}

func (b *branch) put(names []string, v token.Value) {
	if len(names) == 0 {
		b.value = v
		return
	}
	next := b.below[names[0]]
	if next == nil {
		next = &branch{below: map[string]*branch{}}
		b.below[names[0]] = next
		b.names = append(b.names, names[0])
	}
	next.put(names[1:], v)
}

// append writes a token as its CSS value, and what CSS has no place for beside it, under its name and the key with a dot between: no
// other token has a dot in its name.
func (b *branch) append(out []byte) []byte {
	if b.value != nil {
		if n, ok := numeric(b.value); ok {
			return append(out, n...)
		}
		return appendText(out, token.CSS(b.value))
	}
	out = append(out, '{')
	for i, name := range b.names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendText(out, name), ':')
		out = b.below[name].append(out)
		for _, u := range token.Beside(b.below[name].value) {
			out = append(appendText(append(out, ','), name+"."+u.Key), ':')
			out = appendText(out, u.Text)
		}
	}
	return append(out, '}')
}

func appendText(out []byte, s string) []byte {
	text, _ := json.Marshal(s)
	return append(out, text...)
}

func tree(v Variant) *branch {
	root := &branch{below: map[string]*branch{}}
	for _, t := range v.Set.Tokens() {
		root.put(t.Names, t.Value)
	}
	return root
}

func nestedFile(_ *job, v Variant) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Indent(&b, tree(v).append(nil), "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
