package schema

// booleanKind is true or false.
type booleanKind struct{}

func (booleanKind) traits() traits {
	return traits{options: []string{"default"}, sortable: true, filterable: true}
}

func (booleanKind) declare(*declaration) {}

func (booleanKind) value(_ *Field, v any) (any, []Issue) {
	b, ok := v.(bool)
	if !ok {
		return nil, wrong("wrong_type", "must be true or false, not %s", describe(v))
	}
	return b, nil
}
