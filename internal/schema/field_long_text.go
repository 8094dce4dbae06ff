package schema

// longTextKind is plain text of several lines.
type longTextKind struct{}

const maxLongText = 500_000 // characters

func (longTextKind) traits() traits {
	return traits{
		options:    []string{"minLength", "maxLength", "pattern", "default"},
		searchable: true,
		widens:     []string{"text", "slug", "enumeration", "email", "url", "markdown"},
	}
}

func (longTextKind) declare(d *declaration) { d.lengths(maxLongText) }

func (longTextKind) value(f *Field, v any) (any, []Issue) {
	s, issues := text(v, maxLongText)
	if issues != nil {
		return nil, issues
	}
	return s, f.textRules(s)
}
