package schema

import (
	"fmt"
	"slices"
)

// tagsKind is a list of free keywords, without repetition, in the order they were given.
type tagsKind struct{}

const (
	maxTags = 50
	maxTag  = 60 // characters
)

func (tagsKind) traits() traits {
	return traits{options: []string{"minItems", "maxItems", "default"}, filterable: true, searchable: true, list: true}
}

func (tagsKind) declare(*declaration) {}

func (tagsKind) value(_ *Field, v any) (any, []Issue) {
	list, ok := v.([]any)
	if !ok {
		return nil, wrong("wrong_type", "must be a list of keywords, not %s", typeName(v))
	}
	if len(list) > maxTags {
		return nil, wrong("too_many", "has %d keywords; %d are allowed", len(list), maxTags)
	}
	out := make([]any, 0, len(list))
	var issues []Issue
	for i, item := range list {
		s, found := line(item, maxTag)
		for _, issue := range found {
			issue.Pointer = fmt.Sprintf("/%d", i)
			issues = append(issues, issue)
		}
		if s != "" && !slices.Contains(out, any(s)) {
			out = append(out, s)
		}
	}
	return out, issues
}
