package schema

import (
	"regexp"
	"strings"
)

// durationKind is a length of time in ISO 8601: P1Y6M, PT1H30M. It stays in the units that it was given in, because a month has
// no length in days, nor a day one in hours. So its order is not always certain: see durationOrder.
type durationKind struct{}

var durationForm = regexp.MustCompile(
	`^P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?$`)

func (durationKind) traits() traits {
	return traits{options: []string{"min", "max", "default"}, plain: true}
}

func (durationKind) declare(d *declaration) { d.spanBounds(durationOrder) }

func (durationKind) value(f *Field, v any) (any, []Issue) {
	s, issues := line(v, 80)
	if issues != nil || s == "" {
		return nil, issues
	}
	m := durationForm.FindStringSubmatch(strings.ToUpper(s))
	if len(m) == 0 || strings.HasSuffix(m[0], "P") || strings.HasSuffix(m[0], "T") { // none of the units
		return nil, wrong("bad_duration", "%.40q is not a duration, written as P1Y6M, P14D or PT1H30M", s)
	}
	date := unit(m[1], "Y") + unit(m[2], "M") + unit(m[3], "W") + unit(m[4], "D")
	clock := unit(m[6], "H") + unit(m[7], "M") + unit(m[8], "S")
	switch {
	case date+clock == "":
		s = "PT0S"
	case clock == "":
		s = "P" + date
	default:
		s = "P" + date + "T" + clock
	}
	return s, f.spanRules(s, durationOrder)
}

// unit writes one part of a duration in the shortest way, and nothing where it is zero.
func unit(n, name string) string {
	if strings.Contains(n, ".") {
		n = strings.TrimRight(strings.TrimRight(n, "0"), ".")
	}
	n = strings.TrimLeft(n, "0")
	switch {
	case n == "":
		return ""
	case n[0] == '.':
		n = "0" + n
	}
	return n + name
}
