package schema

import (
	"strings"
	"time"
)

// dateTimeKind is a moment, written in RFC 3339 with an offset and kept in UTC to the millisecond.
type dateTimeKind struct{}

func (dateTimeKind) traits() traits {
	return traits{options: []string{"min", "max", "default"}, sortable: true, filterable: true, plain: true}
}

// As text, values are in the order of time.
func (dateTimeKind) declare(d *declaration) { d.spanBounds(strings.Compare) }

func (dateTimeKind) value(f *Field, v any) (any, []Issue) {
	s, ok := v.(string)
	if !ok {
		return nil, wrong("wrong_type", "must be a moment such as 2026-10-01T08:30:00+02:00, not %s", typeName(v))
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return nil, wrong("bad_date", "%.40q is not a moment with its offset from UTC, written as 2026-10-01T08:30:00+02:00", s)
	}
	t = t.UTC().Truncate(time.Millisecond)
	if t.Year() < 1 || t.Year() > 9999 { // an offset can lead out of the years that can be written
		return nil, wrong("bad_date", "%.40q is not within the years 1 to 9999", s)
	}
	// Always three digits: as text, moments then sort as they follow each other.
	s = t.Format("2006-01-02T15:04:05.000Z")
	return s, f.spanRules(s, strings.Compare)
}
