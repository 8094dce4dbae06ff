package query

import (
	"strings"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
)

// problems collects what is wrong with a query.
type problems struct{ list fault.Problems }

const maxProblems = 50 // that are told

func (ps *problems) add(at, code, format string, args ...any) {
	if len(ps.list) < maxProblems {
		ps.list.Add(fault.Problem{Pointer: clip(at), Code: code, Message: fault.New(fault.Invalid, format, args...).Message})
	}
}

// err gives the problems as one fault.Invalid, or nil.
func (ps *problems) err() error {
	if len(ps.list) == 0 {
		return nil
	}
	return &fault.Error{Code: fault.Invalid, Message: "the query cannot be understood", Problems: ps.list}
}

// clip keeps a name that a caller has sent short, cut between characters.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// goodText says whether a text is UTF-8 without NUL: nothing else is ever stored.
func goodText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }
