package schema

import (
	"strings"
	"time"
)

// dateKind is a day of the calendar, without a time zone: 2026-10-01.
type dateKind struct{}

func (dateKind) traits() traits {
	return traits{options: []string{"min", "max", "default"}, sortable: true, filterable: true, plain: true}
}

// As text, values are in the order of time.
func (dateKind) declare(d *declaration) { d.spanBounds(strings.Compare) }

func (dateKind) value(f *Field, v any) (any, []Issue) {
	s, ok := v.(string)
	if !ok {
		return nil, wrong("wrong_type", "must be a date such as 2026-10-01, not %s", typeName(v))
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return nil, wrong("bad_date", "%.40q is not a day of the calendar, written as 2026-10-01", s)
	}
	return s, f.spanRules(s, strings.Compare)
}
