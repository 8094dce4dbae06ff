package schema

// Convert gives a value of a field of an earlier model in the form that this one has, and what of it is lost on the way: values
// that the kind cannot hold, fields that a component has no more, blocks of components that are gone, all but the first of
// several where one is kept. types has the new names of content types that were renamed, by their old ones. What Convert gives,
// Value takes.
func (f *Field) Convert(v any, types map[string]string) (converted any, lost []Issue) {
	if empty(v) {
		return nil, nil
	}
	list, isList := v.([]any)
	switch {
	case f.many && isList:
		v, lost = f.convertList(list, types)
	case isList && !f.Many() && f.kindName != "json":
		v, lost = f.convertOne(list[0], types)
		for i := range list[1:] {
			lost = append(lost, below(item(i+1), wrong("single", "only one value is kept"))...)
		}
	default:
		v, lost = f.convertOne(v, types)
	}
	normal, issues := f.Value(v)
	for _, issue := range issues {
		if !issue.AtPublish {
			lost = append(lost, issue)
			normal = nil
		}
	}
	return normal, lost
}

func (f *Field) convertList(list []any, types map[string]string) (any, []Issue) {
	var lost []Issue
	out := make([]any, 0, len(list))
	for i, v := range list {
		converted, issues := f.convertOne(v, types)
		lost = append(lost, below(item(i), issues)...)
		if converted != nil {
			out = append(out, converted)
		}
	}
	return out, lost
}

// convertOne converts one of several values; nil where nothing of it is left.
func (f *Field) convertOne(v any, types map[string]string) (any, []Issue) {
	m, isMap := v.(map[string]any)
	switch f.kindName {
	case "component":
		if isMap {
			return f.component.convert(m, types)
		}
	case "blocks":
		if list, ok := v.([]any); ok {
			return f.convertBlocks(list, types)
		}
	case "reference":
		if ref, ok := RefOf(v); ok && types[ref.Type] != "" {
			v = Ref{types[ref.Type], ref.Target}.Value()
		}
	}
	normal, issues := f.kind.value(f, v)
	var lost []Issue
	for _, issue := range issues {
		if !issue.AtPublish {
			lost = append(lost, issue)
		}
	}
	if len(lost) > 0 {
		return nil, lost
	}
	return normal, nil
}

func (f *Field) convertBlocks(list []any, types map[string]string) (any, []Issue) {
	var lost []Issue
	out := make([]any, 0, len(list))
	for i, v := range list {
		m, _ := v.(map[string]any)
		c := f.ComponentOf(v)
		if c == nil {
			lost = append(lost, below(item(i), wrong("unknown_component", "there are no blocks of its kind any more"))...)
			continue
		}
		converted, issues := c.convert(m, types)
		lost = append(lost, below(item(i), issues)...)
		block, _ := converted.(map[string]any)
		if block == nil {
			block = map[string]any{}
		}
		block["$type"], block["$key"] = m["$type"], m["$key"]
		out = append(out, block)
	}
	return out, lost
}

// convert converts the fields of one component; nil where none has a value.
func (c *Component) convert(m map[string]any, types map[string]string) (any, []Issue) {
	out, taken := map[string]any{}, map[string]bool{"$type": true, "$key": true}
	var lost []Issue
	for _, f := range c.fields {
		taken[f.name] = true
		if f.kindName == "computed" {
			continue
		}
		converted, issues := f.Convert(m[f.name], types)
		lost = append(lost, below(pointerTo(f.name), issues)...)
		if converted != nil {
			out[f.name] = converted
		}
	}
	for name, v := range m {
		if !taken[name] && !empty(v) {
			lost = append(lost, below(pointerTo(name), wrong("unknown_field", "the field is gone"))...)
		}
	}
	if len(out) == 0 {
		return nil, lost
	}
	return out, lost
}
