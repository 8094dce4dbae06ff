package graph

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/portico-cms/portico/internal/fault"
)

// Error is one error of an answer, as GraphQL writes them. Extensions have the code, as everywhere in Portico.
type Error struct {
	Message    string     `json:"message"`
	Locations  []Location `json:"locations,omitempty"`
	Path       []any      `json:"path,omitempty"` // names, and numbers in lists
	Extensions Extensions `json:"extensions"`
}

// Location is a place in the question, from 1.
type Location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Extensions say what kind of error it is. Errors are the single things that are wrong with the arguments of a field.
type Extensions struct {
	Code   string     `json:"code"`
	Errors []Argument `json:"errors,omitempty"`
}

// Argument is one thing that is wrong with an argument: its name, then the way into it, with slashes.
type Argument struct {
	Argument string `json:"argument"`
	Code     string `json:"code"`
	Message  string `json:"message"`
}

// Codes of errors that a question has by itself. Those of package query and package fault are the others.
const (
	CodeSyntax        = "syntax"
	CodeQuery         = "bad_query"     // it does not fit the schema
	CodeVariables     = "bad_variables" // its variables do not fit
	CodeOperation     = "bad_operation" // there is none of that name, or it is no query
	CodeIntrospection = "introspection_disabled"
	CodeTooMany       = "too_many"
	CodeTooDeep       = "too_deep"
	CodeTooLong       = "too_long"
	CodeCost          = "too_costly"
	CodeValue         = "bad_value" // a stored value does not fit its field, after a change of the model
	CodeNotAllowed    = "query_not_allowed"
	CodeHash          = "bad_hash"

	// CodeNotKept is what clients of persisted queries know: they send the question along with its hash then.
	CodeNotKept = "PERSISTED_QUERY_NOT_FOUND"
)

// Refusal says why a question is not run at all.
type Refusal []Error

// Error gives the messages, one a line.
func (r Refusal) Error() string {
	lines := make([]string, len(r))
	for i, e := range r {
		lines[i] = e.Message
	}
	return strings.Join(lines, "\n")
}

const (
	maxErrors  = 20  // that are told
	maxMessage = 300 // bytes of a message: some repeat what was sent
)

func refuse(code string, at *ast.Position, format string, args ...any) Refusal {
	e := Error{Message: clip(fmt.Sprintf(format, args...)), Extensions: Extensions{Code: code}}
	if at != nil {
		e.Locations = []Location{{at.Line, at.Column}}
	}
	return Refusal{e}
}

// refuseAll turns what the library says into a refusal.
func refuseAll(code string, errs gqlerror.List) Refusal {
	var out Refusal
	for _, e := range errs[:min(len(errs), maxErrors)] {
		one := Error{Message: clip(e.Message), Extensions: Extensions{Code: code}}
		for _, l := range e.Locations {
			one.Locations = append(one.Locations, Location{l.Line, l.Column})
		}
		out = append(out, one)
	}
	return out
}

func clip(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if len(s) <= maxMessage {
		return s
	}
	cut := maxMessage
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// told turns an error of a Source into one of its field; ok is false where the whole answer fails: we, or the read side, are the reason.
func told(err error, at *ast.Position, path []any) (e Error, ok bool) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Invalid && f.Code != fault.Forbidden && f.Code != fault.NotFound {
		return e, false
	}
	e = Error{Message: inWords.Replace(f.Message), Path: path, Locations: []Location{{at.Line, at.Column}}}
	e.Extensions.Code = string(f.Code)
	for _, p := range f.Problems {
		e.Extensions.Errors = append(e.Extensions.Errors, Argument{argumentOf(p.Pointer), p.Code, inWords.Replace(p.Message)})
	}
	return e, true
}

// inWords puts the names of arguments in the place of REST's.
var inWords = strings.NewReplacer("page[size]", "first", "page[after]", "after")

// argumentOf says where a problem is in the words of GraphQL.
func argumentOf(pointer string) string {
	switch pointer = strings.TrimPrefix(pointer, "/"); pointer {
	case "page[after]", "page/after":
		return "after"
	case "page[size]", "page/size":
		return "first"
	case "type":
		return "types"
	default:
		return pointer
	}
}
