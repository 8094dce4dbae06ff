package schema

import "regexp"

// emailKind is an e-mail address.
type emailKind struct{}

// address is stricter than RFC 5322, which allows quoted parts and comments that no form ever takes.
var address = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$`)

func (emailKind) traits() traits {
	return traits{options: []string{"pattern", "default"}, sortable: true, filterable: true, unique: true, plain: true}
}

func (emailKind) declare(*declaration) {}

func (emailKind) value(f *Field, v any) (any, []Issue) {
	s, issues := line(v, 254)
	if issues != nil {
		return nil, issues
	}
	if s != "" && !address.MatchString(s) {
		return s, unfit("bad_email", "%.80q is not an e-mail address", s)
	}
	return s, f.textRules(s)
}
