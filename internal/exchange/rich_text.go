package exchange

import (
	"fmt"
	"slices"
)

// Rich text goes out by its paragraphs: each node that holds text directly is a unit. Marks and line breaks inside it are codes;
// the nodes around it and code blocks are structure, which the translation takes over from the source.

type object = map[string]any

// holds says whether a node of rich text is one unit: it has text of its own, and is no source code.
func holds(node object) bool {
	return node["type"] != "codeBlock" && slices.ContainsFunc(children(node), func(c object) bool { return c["type"] == "text" })
}

func children(node object) []object {
	list, _ := node["content"].([]any)
	out := make([]object, 0, len(list))
	for _, item := range list {
		m, _ := item.(object) // nil stays, so that numbers are those of the list
		out = append(out, m)
	}
	return out
}

// eachParagraph calls f for every unit of rich text: a and, where it has the same shape, its counterpart in b.
func eachParagraph(pointer string, a, b object, f func(pointer string, a, b object)) {
	if holds(a) {
		f(pointer, a, b)
		return
	}
	other := children(b)
	for i, child := range children(a) {
		var counterpart object
		if i < len(other) {
			counterpart = other[i]
		}
		eachParagraph(fmt.Sprintf("%s/content/%d", pointer, i), child, counterpart, f)
	}
}

// sameShape says whether two trees have the same nodes down to their paragraphs; what stands in those does not count.
func sameShape(a, b object) bool {
	if a["type"] != b["type"] {
		return false
	}
	if holds(a) || a["type"] == "codeBlock" {
		return true
	}
	x, y := nodesOf(a), nodesOf(b)
	return slices.EqualFunc(x, y, sameShape)
}

// nodesOf gives the nodes in a node that are not part of a line of text.
func nodesOf(node object) []object {
	return slices.DeleteFunc(children(node), func(c object) bool { return c["type"] == "text" || c["type"] == "hardBreak" })
}

// clone gives a copy of a value that shares nothing with it.
func clone(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = clone(item)
		}
		return out
	case object:
		out := make(object, len(v))
		for key, item := range v {
			out[key] = clone(item)
		}
		return out
	}
	return v
}
