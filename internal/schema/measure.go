package schema

import (
	"cmp"
	"slices"
)

// Limits of one value as a whole, before anything is made of it. They bound what a hostile value costs, and leave room for the
// longest page that anybody writes.
const (
	maxValueDepth = 40      // lists and objects inside one another
	maxValueNodes = 50_000  // values in it, all told
	maxValueBytes = 4 << 20 // of all its texts and keys
	maxIssues     = 200     // that are told of one value
)

// measure refuses a value that is too large or too deep. It goes no deeper than the limit itself.
func measure(v any) []Issue {
	var m measurement
	m.add(v, 0)
	switch {
	case m.deep:
		return wrong("too_deep", "has lists and objects inside one another more than %d times", maxValueDepth)
	case m.nodes > maxValueNodes:
		return wrong("too_large", "holds more than %d values", maxValueNodes)
	case m.bytes > maxValueBytes:
		return wrong("too_large", "holds more than %d MB of text", maxValueBytes>>20)
	}
	return nil
}

type measurement struct {
	nodes, bytes int
	deep         bool
}

func (m *measurement) add(v any, depth int) {
	m.nodes++
	m.deep = m.deep || depth > maxValueDepth
	if m.deep || m.nodes > maxValueNodes || m.bytes > maxValueBytes {
		return
	}
	switch v := v.(type) {
	case string:
		m.bytes += len(v)
	case []any:
		for _, item := range v {
			m.add(item, depth+1)
		}
	case map[string]any:
		for key, item := range v {
			m.bytes += len(key)
			m.add(item, depth+1)
		}
	}
}

// first gives the issues that fit into an answer, those that even a draft may not have before the others.
func first(issues []Issue) []Issue {
	if len(issues) <= maxIssues {
		return issues
	}
	slices.SortStableFunc(issues, func(a, b Issue) int { return cmp.Compare(rank(a), rank(b)) })
	more := Issue{Code: "more", Message: "has more problems than are shown here", AtPublish: issues[maxIssues].AtPublish}
	return append(issues[:maxIssues:maxIssues], more)
}

func rank(i Issue) int {
	if i.AtPublish {
		return 1
	}
	return 0
}
