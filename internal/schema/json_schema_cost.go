package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/yamlfile"
)

// maxSchemaCost is how many parts a JSON Schema may have once every $ref is written out. Ten lines that refer to each other twice
// are a thousand parts, thirty are more than any machine can check a value against.
const maxSchemaCost = 5000

// schemaCost counts the parts of a schema with its references written out, and names what cannot be counted.
type schemaCost struct {
	root    map[string]any
	known   map[string]int // by pointer
	open    map[string]bool
	refused string
}

// checkSchemaCost says what is wrong with the references of a schema, "" where nothing is.
func checkSchemaCost(root map[string]any) string {
	c := schemaCost{root: root, known: map[string]int{}, open: map[string]bool{"": true}}
	n := c.of(root)
	if c.refused == "" && n > maxSchemaCost {
		return fmt.Sprintf("with every $ref written out it has more than %d parts", maxSchemaCost)
	}
	return c.refused
}

func (c *schemaCost) of(v any) int {
	n := 1
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += c.of(item)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			ref, isText := v[key].(string)
			switch {
			case key == "$ref" && isText:
				n += c.target(ref)
			case key == "$id" || key == "$anchor" || key == "$dynamicRef" || key == "$dynamicAnchor" || key == "$recursiveRef":
				if isText {
					c.refuse("%s is not supported: refer with $ref: '#/$defs/…'", key)
				}
			case key == "$defs" || key == "definitions": // count where they are used
			default:
				n += c.of(v[key])
			}
		}
	}
	return min(n, maxSchemaCost+1)
}

func (c *schemaCost) target(ref string) int {
	pointer, ok := strings.CutPrefix(ref, "#")
	if !ok || pointer != "" && pointer[0] != '/' {
		c.refuse("a $ref may lead only to a place in the same schema ('#/$defs/…'), not to %.80q", ref)
		return 1
	}
	if n, known := c.known[pointer]; known {
		return n
	}
	if c.open[pointer] {
		c.refuse("the $ref to %.80q leads back to itself", ref)
		return 1
	}
	at := any(c.root)
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		m, _ := at.(map[string]any)
		at = m[yamlfile.Unescape(token)]
	}
	if at == nil {
		c.refuse("the $ref to %.80q leads nowhere", ref)
		return 1
	}
	c.open[pointer] = true
	n := c.of(at)
	delete(c.open, pointer)
	c.known[pointer] = n
	return n
}

func (c *schemaCost) refuse(format string, args ...any) {
	if c.refused == "" {
		c.refused = fmt.Sprintf(format, args...)
	}
}
