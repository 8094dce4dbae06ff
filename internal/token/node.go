package token

import (
	"encoding/json"
	"strconv"
	"strings"
)

type kind uint8

const (
	nullKind kind = iota
	boolKind
	numberKind
	stringKind
	arrayKind
	objectKind
)

// String names the kind as a message needs it.
func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// node is one value of a file and where it stands.
type node struct {
	kind    kind
	at      place
	text    string  // of a string its value; of a number as it is written
	number  float64 // always finite
	yes     bool
	items   []*node
	members []member // in the order of the file; no name twice
}

type member struct {
	name  string
	at    place // of the name
	value *node
}

// get gives the value under a name, nil where there is none or n is not an object.
func (n *node) get(name string) *node {
	if n == nil {
		return nil
	}
	for i := range n.members {
		if n.members[i].name == name {
			return n.members[i].value
		}
	}
	return nil
}

// appendJSON writes n as strict JSON, the members in the order of the file: extension data is preserved as it came.
func (n *node) appendJSON(b []byte) []byte {
	switch n.kind {
	case boolKind:
		return strconv.AppendBool(b, n.yes)
	case numberKind:
		if json.Valid([]byte(n.text)) { // digits beyond a float's are kept
			return append(b, n.text...)
		}
		num, _ := json.Marshal(n.number)
		return append(b, num...)
	case stringKind:
		return appendString(b, n.text)
	case arrayKind:
		b = append(b, '[')
		for i, item := range n.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.appendJSON(b)
		}
		return append(b, ']')
	case objectKind:
		b = append(b, '{')
		for i, m := range n.members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, m.name), ':')
			b = m.value.appendJSON(b)
		}
		return append(b, '}')
	default:
		return append(b, "null"...)
	}
}

func appendString(b []byte, s string) []byte {
	text, _ := json.Marshal(strings.ToValidUTF8(s, "\uFFFD"))
	return append(b, text...)
}
