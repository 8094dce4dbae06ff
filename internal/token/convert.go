package token

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
)

// Dialects that token files have been written in.
const (
	DialectCurrent         = "DTCG 2025.10"
	DialectDTCG            = "an older DTCG draft, with values as strings"
	DialectStyleDictionary = "Style Dictionary, with value instead of $value"
	DialectStudio          = "Tokens Studio"
)

// Converted is a token file brought into format 2025.10.
type Converted struct {
	Dialect string // one of the dialects
	Files   []ConvertedFile
	Notes   fault.Problems // what could not be kept, and what was read as something that it did not say; by place in the old file
}

// ConvertedFile is one file of what a file became: Tokens Studio keeps several sets in one.
type ConvertedFile struct {
	Name string // "tokens.json", "sets/light.tokens.json", "tokens.resolver.json"
	Data []byte
}

// Convert brings a token file of an older dialect into format 2025.10. What the format has no place for (other types, arithmetic, em
// and %) is left out and noted. Comments are lost. The error is a fault.Problems for a file that cannot be read.
func Convert(name string, text []byte) (*Converted, error) {
	rep := newReport()
	if len(text) > maxBytes {
		rep.add(place{src: newSource(name, nil)}, "", "too_large", "%s has %d bytes; %d are allowed", quote(name), len(text), maxBytes)
		return nil, rep.problems.Err()
	}
	doc := parseSource(newSource(name, text), rep)
	if doc != nil && doc.kind != objectKind {
		rep.add(doc.at, "", "not_an_object", "a token file holds an object, and this is %s", doc.kind)
	}
	if err := rep.problems.Err(); err != nil {
		return nil, err
	}
	out := &Converted{Dialect: dialectOf(doc)}
	c := &converter{rep: rep, dialect: out.Dialect, paths: map[string]string{}}
	if sets := studioSets(doc); sets != nil {
		out.Files = c.studio(doc, sets)
	} else {
		c.index(doc, nil, nil)
		out.Files = []ConvertedFile{{name, indented(c.group(doc, nil, ""))}}
	}
	rep.warnings.Sort()
	out.Notes = rep.warnings
	return out, nil
}

// dialectOf tells how a file is written, from the first token that tells.
func dialectOf(doc *node) string {
	if doc.get("$themes") != nil || doc.get("$metadata") != nil {
		return DialectStudio
	}
	found := DialectCurrent
	var walk func(n *node) bool
	walk = func(n *node) bool {
		if n.kind != objectKind {
			return false
		}
		if v := n.get("$value"); v != nil {
			if isOlderValue(v, n.get("$type")) {
				found = DialectDTCG
			}
			return false
		}
		if v := n.get("value"); v != nil && !holdsTokens(v) {
			found = DialectStyleDictionary
			if t := n.get("type"); t != nil && studioTypes[t.text] {
				found = DialectStudio
			}
			return true
		}
		for _, m := range n.members {
			if !strings.HasPrefix(m.name, "$") && walk(m.value) {
				return true
			}
		}
		return false
	}
	walk(doc)
	return found
}

// isOlderValue says whether a value under $value is one of the strings of the drafts: "#fff", "8px", "200ms".
func isOlderValue(v, typ *node) bool {
	if v.kind != stringKind || isReference(v) {
		return false
	}
	return typ != nil && (typ.text == "color" || typ.text == "dimension" || typ.text == "duration" || typ.text == "number") ||
		typ == nil && (looksLikeColor(v.text) || quantity.MatchString(v.text))
}

// holdsTokens says whether what stands under the name "value" is a token or a group of that name.
func holdsTokens(n *node) bool {
	if n.kind != objectKind {
		return false
	}
	if n.get("$value") != nil || n.get("$ref") != nil || n.get("value") != nil && n.get("unit") == nil {
		return true
	}
	for _, m := range n.members {
		if m.value.kind == objectKind && (m.value.get("value") != nil && m.value.get("unit") == nil || m.value.get("$value") != nil) {
			return true
		}
	}
	return false
}

// dialect refuses a file of an older dialect in one sentence, where the checker would have one for every token.
func (c checker) dialect(n *node) bool {
	d := dialectOf(n)
	if d != DialectStyleDictionary && d != DialectStudio || hasCurrent(n) {
		return true
	}
	at := n.at
	if first := firstOld(n); first != nil {
		at = first.at
	}
	c.rep.add(at, "", "dialect", "this file is written for %s; `portico tokens convert` brings it into format 2025.10", d)
	return false
}

// hasCurrent says whether a file has a token as the format writes it.
func hasCurrent(n *node) bool {
	if n.kind != objectKind {
		return false
	}
	if n.get("$value") != nil || n.get("$ref") != nil {
		return true
	}
	for _, m := range n.members {
		if hasCurrent(m.value) {
			return true
		}
	}
	return false
}

func firstOld(n *node) *node {
	if n.kind != objectKind {
		return nil
	}
	if v := n.get("value"); v != nil && !holdsTokens(v) {
		return n
	}
	for _, m := range n.members {
		if found := firstOld(m.value); found != nil {
			return found
		}
	}
	return nil
}

func indented(n *node) []byte {
	var b bytes.Buffer
	_ = json.Indent(&b, n.appendJSON(nil), "", "  ") // what appendJSON writes is JSON
	b.WriteByte('\n')
	return b.Bytes()
}

// converter walks one file.
type converter struct {
	rep     *report
	dialect string
	paths   map[string]string // path in the old file, names joined by dots, to the path of the token in the new one
}

func (c *converter) note(n *node, path []string, code, format string, args ...any) {
	c.rep.warn(n.at, pointerTo(path), code, format, args...)
}

// The making of nodes.

func textNode(s string) *node  { return &node{kind: stringKind, text: s} }
func numNode(v float64) *node  { return &node{kind: numberKind, number: v, text: cssNumber(v)} }
func flagNode(yes bool) *node  { return &node{kind: boolKind, yes: yes} }
func listNode(l []*node) *node { return &node{kind: arrayKind, items: l} }

func (n *node) with(name string, value *node) *node {
	if value != nil {
		n.members = append(n.members, member{name: name, value: value})
	}
	return n
}

func newObject() *node { return &node{kind: objectKind} }

func quantityNode(v float64, unit string) *node {
	return newObject().with("value", numNode(v)).with("unit", textNode(unit))
}

func pathText(path []string) string { return fmt.Sprintf("%q", strings.Join(path, ".")) }
