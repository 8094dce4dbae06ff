package token

import (
	"strconv"
	"strings"
)

// partOf is a part of a composite: what it is called now, and was, and its value where it is missing.
type partOf struct {
	name    string
	typ     Type
	before  []string
	missing *node
}

// parts converts a composite; nil where a part is missing or no value of its type. What else it has is left out.
func (c *converter) parts(n *node, parts ...partOf) *node {
	if n.kind != objectKind {
		return nil
	}
	out := newObject()
	for _, p := range parts {
		v := n.get(p.name)
		for _, name := range p.before {
			if v == nil {
				v = n.get(name)
			}
		}
		switch {
		case v != nil:
			v = c.typed(v, p.typ)
		default:
			v = p.missing
		}
		if v == nil {
			return nil
		}
		out.with(p.name, v)
	}
	return out
}

func (c *converter) shadow(n *node) *node {
	if n.kind == arrayKind {
		var list []*node
		for _, item := range n.items {
			v := c.typed(item, TypeShadow)
			if v == nil {
				return nil
			}
			list = append(list, v)
		}
		return listNode(list)
	}
	out := c.parts(n, partOf{"color", TypeColor, nil, nil}, partOf{"offsetX", TypeDimension, []string{"x"}, px0},
		partOf{"offsetY", TypeDimension, []string{"y"}, px0}, partOf{"blur", TypeDimension, nil, px0}, partOf{"spread", TypeDimension, nil, px0})
	if out == nil {
		return nil
	}
	if inset := n.get("inset"); inset != nil && inset.kind == boolKind {
		out.with("inset", inset)
	} else if n.get("type") != nil && n.get("type").text == "innerShadow" {
		out.with("inset", flagNode(true))
	}
	return out
}

func (c *converter) typography(n *node) *node {
	if n.kind != objectKind {
		return nil
	}
	line := n.get("lineHeight")
	out := c.parts(n, partOf{"fontFamily", TypeFontFamily, nil, nil}, partOf{"fontSize", TypeDimension, nil, nil},
		partOf{"fontWeight", TypeFontWeight, nil, numNode(400)}, partOf{"letterSpacing", TypeDimension, nil, px0},
		partOf{"lineHeight", typeLine, nil, numNode(1.2)})
	if out == nil && line != nil { // a line height of 24px is a share of the size
		share := shareOf(line, convertQuantityOf(n.get("fontSize")))
		if share == nil {
			return nil
		}
		changed := newObject()
		for _, m := range n.members {
			if m.name == "lineHeight" {
				m.value = share
			}
			changed.members = append(changed.members, m)
		}
		return c.parts(changed, partOf{"fontFamily", TypeFontFamily, nil, nil}, partOf{"fontSize", TypeDimension, nil, nil},
			partOf{"fontWeight", TypeFontWeight, nil, numNode(400)}, partOf{"letterSpacing", TypeDimension, nil, px0},
			partOf{"lineHeight", TypeNumber, nil, nil})
	}
	return out
}

// typeLine is the type of a line height.
const typeLine = TypeNumber

func convertQuantityOf(n *node) *node {
	if n == nil {
		return nil
	}
	return convertQuantity(n, "px", "px", "rem")
}

// shareOf gives a length as a share of another one of the same unit.
func shareOf(n, of *node) *node {
	length := convertQuantityOf(n)
	if length == nil || of == nil || length.get("unit") == nil || of.get("unit") == nil || length.get("unit").text != of.get("unit").text ||
		of.get("value").number == 0 {
		return nil
	}
	v, _ := strconv.ParseFloat(cssRounded(length.get("value").number/of.get("value").number, 4), 64)
	return numNode(v)
}

func (c *converter) gradient(n *node) *node {
	if n.kind != arrayKind {
		return nil
	}
	var list []*node
	for _, item := range n.items {
		v := item
		if !isReference(item) {
			v = c.parts(item, partOf{"color", TypeColor, nil, nil}, partOf{"position", TypeNumber, nil, nil})
		} else if item.kind == stringKind {
			v = textNode(c.reference(item.text))
		}
		if v == nil {
			return nil
		}
		list = append(list, v)
	}
	return listNode(list)
}

// fonts takes "A, 'B C', serif" apart.
func (c *converter) fonts(n *node) *node {
	if n.kind == arrayKind {
		var list []*node
		for _, item := range n.items {
			if item.kind != stringKind {
				return nil
			}
			list = append(list, textNode(orElse(c.reference(item.text), unquote(item.text))))
		}
		return listNode(list)
	}
	if n.kind != stringKind {
		return nil
	}
	var list []*node
	for _, name := range strings.Split(n.text, ",") {
		if name = unquote(name); name != "" {
			list = append(list, textNode(name))
		}
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return listNode(list)
}

func unquote(s string) string { return strings.TrimSpace(strings.Trim(strings.TrimSpace(s), `"'`)) }

// convertWeight reads 700, "700" and "Semi Bold".
func convertWeight(n *node) *node {
	if n.kind == numberKind {
		return n
	}
	if n.kind != stringKind {
		return nil
	}
	s := strings.ToLower(strings.TrimSpace(n.text))
	if v, err := strconv.ParseFloat(s, 64); err == nil && v >= 1 && v <= 1000 {
		return numNode(v)
	}
	words := strings.NewReplacer(" ", "", "-", "", "_", "", "italic", "").Replace(s)
	for _, name := range sortedKeys(fontWeights) {
		if strings.ReplaceAll(name, "-", "") == words {
			return textNode(name)
		}
	}
	return nil
}

func convertCurve(n *node) *node {
	if n.kind == arrayKind {
		return n
	}
	m := curve.FindStringSubmatch(n.text)
	if n.kind != stringKind || m == nil {
		return nil
	}
	var list []*node
	for _, part := range strings.Split(m[1], ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return nil
		}
		list = append(list, numNode(v))
	}
	if len(list) != 4 {
		return nil
	}
	return listNode(list)
}
