package schema

import (
	"regexp"
	"strings"
)

// telephoneKind is a telephone number, kept as E.164 has it: +41441234567. It is written for people where it is shown.
type telephoneKind struct{}

var (
	e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	// telephoneSigns are what people put between digits; the (0) of +41 (0)44 is dialled only without the country.
	telephoneSigns = strings.NewReplacer("(0)", "", " ", "", "\u00a0", "", "\u202f", "", "-", "", "\u2011", "",
		".", "", "/", "", "(", "", ")", "")
)

func (telephoneKind) traits() traits {
	return traits{options: []string{"pattern", "default"}, filterable: true, unique: true, plain: true}
}

func (telephoneKind) declare(*declaration) {}

func (telephoneKind) value(f *Field, v any) (any, []Issue) {
	s, issues := line(v, 60)
	if issues != nil || s == "" {
		return nil, issues
	}
	n := telephoneSigns.Replace(s)
	if rest, ok := strings.CutPrefix(n, "00"); ok {
		n = "+" + rest
	}
	if !e164.MatchString(n) {
		return s, unfit("bad_telephone", "%.60q is not a telephone number with its country, such as +41 44 123 45 67", s)
	}
	return n, f.textRules(n)
}
