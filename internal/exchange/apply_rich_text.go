package exchange

import (
	"maps"

	"github.com/portico-cms/portico/internal/schema"
)

// richText applies the units of the paragraphs of rich text. A translation of the same shape keeps what it has of its own. One of
// another shape is made anew from the source's, but only where every paragraph is there: else it would lose texts.
func (a *applier) richText(pointer string, f *schema.Field, v, was any) (any, bool) {
	from, ok := v.(object)
	if !ok {
		return was, false
	}
	present, _ := was.(object)
	other := present != nil && !sameShape(from, present)
	if other {
		present = nil
		if !a.complete(pointer, from) {
			a.refuse(pointer, "structure", "the translation has other paragraphs than its source; it is replaced only by a whole one")
			return was, false
		}
	}
	to := present
	if to == nil {
		to = frame(from)
	}
	to, _ = clone(to).(object)
	before := len(a.out.Applied)
	texts := 0
	eachParagraph(pointer, from, to, func(pointer string, source, target object) {
		if list, _ := encode(source, nil); !blank(render(list)) {
			texts++
		}
		if content, changed := a.paragraph(pointer, source, target); changed {
			target["content"] = content
		}
	})
	applied := len(a.out.Applied) - before
	switch {
	case applied == 0:
		return was, false
	case other && applied < texts: // a paragraph of it is in conflict, or wrong
		for _, p := range a.out.Applied[before:] {
			a.problem(p, 0, "structure", "the translation has other paragraphs than its source; it is replaced only by a whole one")
		}
		a.out.Applied = a.out.Applied[:before]
		return was, false
	}
	normal, issues := f.Value(to)
	if !a.fit(pointer, 0, f, issues) || normal == nil {
		a.out.Applied = a.out.Applied[:before]
		return was, false
	}
	return normal, true
}

// complete says whether there is a unit for every paragraph.
func (a *applier) complete(pointer string, from object) bool {
	all := true
	eachParagraph(pointer, from, nil, func(pointer string, source, _ object) {
		list, _ := encode(source, nil)
		if _, ok := a.units[pointer]; !ok && !blank(render(list)) {
			all = false
		}
	})
	return all
}

// paragraph gives the content of a paragraph of the translation.
func (a *applier) paragraph(pointer string, source, target object) (content []any, changed bool) {
	now, sources := encode(source, nil)
	present, codes := encode(target, sources)
	u, ok := a.take(pointer, render(now), render(present))
	if !ok {
		return nil, false
	}
	content, wrong := decode(tokens(u.Target), codes, len(sources))
	if wrong != "" {
		a.problem(pointer, u.Line, "codes", "the codes of the translation are not those of its source: %s", wrong)
		return nil, false
	}
	a.out.Applied = append(a.out.Applied, pointer)
	return content, true
}

// frame gives a tree of rich text with the text of its paragraphs taken out. Source code stays: nobody translates it.
func frame(node object) object {
	out := maps.Clone(node)
	if holds(node) {
		delete(out, "content")
		return out
	}
	if list, ok := node["content"].([]any); ok {
		content := make([]any, 0, len(list))
		for _, child := range children(node) {
			if child != nil {
				content = append(content, frame(child))
			}
		}
		out["content"] = content
	}
	return out
}
