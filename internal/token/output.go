package token

import (
	"bytes"
	"encoding/json"
	"io"
)

// WriteJSON writes the tokens as one flat JSON object, path to computed CSS value: {"color.brand": "#0b3d5c"}, in the order of
// the files. What CSS has no place for follows under the path and its key: {"text.body.letterSpacing": "0.5px"}.
func (s *Set) WriteJSON(w io.Writer) error {
	b := []byte{'{'}
	member := func(name, value string) {
		b = append(appendString(append(comma(b), "\n  "...), name), ": "...)
		b = appendString(b, value)
	}
	for _, t := range s.tokens {
		member(t.Path, t.CSS())
		for _, u := range Beside(t.Value) {
			member(t.Path+"."+u.Key, u.Text)
		}
	}
	b = append(b, "\n}\n"...)
	_, err := w.Write(b)
	return err
}

// WriteDTCG writes the tokens as a DTCG file that needs nothing else: references and $extends are resolved, every token has
// its $type, and descriptions, deprecations and extensions of tokens and groups are kept.
func (s *Set) WriteDTCG(w io.Writer) error {
	raw, err := s.appendGroup(nil, s.tree.root)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err = w.Write(b.Bytes())
	return err
}

func (s *Set) appendGroup(b []byte, g *item) ([]byte, error) {
	b = appendProperties(append(b, '{'), g)
	for _, c := range g.children {
		if _, kept := s.byPath[c.String()]; c.token && !kept {
			continue
		}
		var err error
		b = append(appendString(comma(b), c.name), ':')
		if !c.token {
			b, err = s.appendGroup(b, c)
		} else {
			b, err = s.appendToken(b, c)
		}
		if err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func (s *Set) appendToken(b []byte, i *item) ([]byte, error) {
	t := s.tokens[s.byPath[i.String()]]
	value, err := json.Marshal(t.Value)
	if err != nil {
		return nil, err
	}
	b = append(b, `{"$type":`...)
	b = append(appendString(b, string(t.Type)), `,"$value":`...)
	b = append(b, value...)
	return append(appendProperties(b, i), '}'), nil
}

// appendProperties writes what is said about a token or a group itself; what it inherits is written where it comes from.
func appendProperties(b []byte, i *item) []byte {
	for _, p := range []struct {
		name string
		n    *node
	}{{"$description", i.desc}, {"$deprecated", i.depr}, {"$extensions", i.ext}} {
		if p.n != nil {
			b = append(appendString(comma(b), p.name), ':')
			b = p.n.appendJSON(b)
		}
	}
	return b
}

// comma begins another member, unless it is the first of its object.
func comma(b []byte) []byte {
	if b[len(b)-1] == '{' {
		return b
	}
	return append(b, ',')
}
