package schema

// markdownKind is text with CommonMark in it. What it may hold is decided where it is rendered: the text is kept as it was
// written, so that a stricter renderer later finds everything.
type markdownKind struct{}

func (markdownKind) traits() traits {
	return traits{options: []string{"minLength", "maxLength", "default"}, searchable: true, widens: []string{"text", "long-text"}}
}

func (markdownKind) declare(d *declaration) { d.lengths(maxLongText) }

func (markdownKind) value(f *Field, v any) (any, []Issue) { return longTextKind{}.value(f, v) }
