package schema

// Retention says how much of the past is kept of entries of a type.
type Retention struct {
	Revisions int // the newest ones; what is published, planned or in review is kept besides
	Days      int // in the trash
}

// What is kept where a type says nothing, and what it may say.
const (
	defaultRevisions = 100
	defaultDays      = 30
	maxRevisions     = 10000
	maxDays          = 3650
)

// retention reads how much of the past is kept.
func (s *source) retention() {
	s.typ.retention = Retention{Revisions: defaultRevisions, Days: defaultDays}
	raw := s.raw.Retention
	if raw == nil {
		return
	}
	read := func(at string, v *int, most int, into *int) {
		switch {
		case v == nil || s.failed(at):
		case *v < 1 || *v > most:
			s.at(at, "bad_value", "keep 1 to %d, not %d", most, *v)
		default:
			*into = *v
		}
	}
	read("/retention/revisions", raw.Revisions, maxRevisions, &s.typ.retention.Revisions)
	read("/retention/days", raw.Days, maxDays, &s.typ.retention.Days)
}
