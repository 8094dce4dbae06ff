// Package fault holds the one coded error type of Portico. A code says what kind of thing went wrong, so that one mapper
// can turn it into an HTTP status or an exit code; the message is for a person. Whatever carries no code is internal:
// it is logged, and says nothing to a caller.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Code is the kind of a fault.
type Code string

// The codes. Each maps to one HTTP status (see web/problem).
const (
	Invalid         Code = "invalid"         // 400: the request cannot be understood
	Unauthenticated Code = "unauthenticated" // 401: nobody is signed in
	Forbidden       Code = "forbidden"       // 403: somebody is, and may not
	NotFound        Code = "not_found"       // 404: not there, or not for this caller
	Conflict        Code = "conflict"        // 409: the state does not allow it
	Gone            Code = "gone"            // 410: was there, is retired
	Stale           Code = "stale"           // 412: somebody saved in between
	Unprocessable   Code = "unprocessable"   // 422: understood, and its fields are wrong
	PreconditionReq Code = "if_match_needed" // 428: a write without If-Match
	TooMany         Code = "too_many"        // 429: slow down
	Unavailable     Code = "unavailable"     // 503: try again later
	Internal        Code = "internal"        // 500: our fault
)

// Error is a fault with its code. Problems names each single thing that is wrong, where there are several.
type Error struct {
	Code     Code
	Message  string
	Problems Problems
	Err      error // the cause, for the log; never shown to a caller
}

// New makes a fault; the message is shown to the caller, so it names the place and what to do.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Error gives the message, every problem on a line of its own, and the cause.
func (e *Error) Error() string {
	s := e.Message
	if len(e.Problems) > 0 {
		if s != "" {
			s += ":\n"
		}
		s += e.Problems.Error()
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// With adds the cause, for the log.
func (e *Error) With(err error) *Error {
	e.Err = err
	return e
}

// RetryIn is a cause that says when it is worth to try again. What is refused so is refused on purpose, and often: it is counted, not
// logged.
type RetryIn time.Duration

// Error is for the log.
func (r RetryIn) Error() string { return "retry in " + time.Duration(r).String() }

// RetryAfter implements problem.RetryAfter.
func (r RetryIn) RetryAfter() time.Duration { return time.Duration(r) }

// CodeOf gives the code of the first fault in err's chain, Internal where there is none, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var f *Error
	if errors.As(err, &f) {
		return f.Code
	}
	var p Problems
	if errors.As(err, &p) {
		return Unprocessable
	}
	return Internal
}

// Is says whether err carries the code.
func Is(err error, code Code) bool { return CodeOf(err) == code }

// Wrap puts the name of the failed step before *err, if there is one. Use it as `defer fault.Wrap(&err, "store.Open(%q)", dir)`.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
