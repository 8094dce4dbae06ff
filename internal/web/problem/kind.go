package problem

import (
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/fault"
)

// kind is what is made of an error.
type kind struct {
	status   int
	code     string
	detail   string
	problems fault.Problems
	logged   bool // with an id
}

// statuses maps each code to its status, and says what is said where the fault has no message.
var statuses = map[fault.Code]struct {
	status int
	detail string
}{
	fault.Invalid:         {http.StatusBadRequest, "The request cannot be understood."},
	fault.Unauthenticated: {http.StatusUnauthorized, "Sign in first."},
	fault.Forbidden:       {http.StatusForbidden, "This is not allowed to you."},
	fault.NotFound:        {http.StatusNotFound, "There is nothing here, or not for you."},
	fault.Conflict:        {http.StatusConflict, "The present state does not allow this."},
	fault.Gone:            {http.StatusGone, "This was here and has been retired."},
	fault.Stale:           {http.StatusPreconditionFailed, "Somebody has saved in between: load it again."},
	fault.Unprocessable:   {http.StatusUnprocessableEntity, "Some values are wrong."},
	fault.PreconditionReq: {http.StatusPreconditionRequired, "A write needs If-Match with the ETag of what was read."},
	fault.TooMany:         {http.StatusTooManyRequests, "Too many requests: slow down."},
	fault.Unavailable:     {http.StatusServiceUnavailable, "Not available at the moment: try again."},
	fault.Internal:        {http.StatusInternalServerError, "Something went wrong on our side. The log has more under this id."},
}

// transport is what fiber and fasthttp refuse before a handler sees it, where no code of ours fits.
var transport = map[int]struct{ code, detail string }{
	http.StatusMethodNotAllowed:            {"method_not_allowed", "This address does not take this method; Allow lists those it takes."},
	http.StatusRequestTimeout:              {"timeout", "The request did not arrive in time."},
	http.StatusRequestEntityTooLarge:       {"too_large", "The body is too large."},
	http.StatusRequestURITooLong:           {"too_large", "The address is too long."},
	http.StatusRequestHeaderFieldsTooLarge: {"too_large", "The headers are too large."},
	http.StatusUnsupportedMediaType:        {"unsupported_media_type", "The body is of a type that is not taken here."},
	http.StatusNotAcceptable:               {"not_acceptable", "There is no form of this that you accept."},
}

// classify finds the first of what it knows in err's chain.
func classify(err error) kind {
	var f *fault.Error
	var ps fault.Problems
	var fe *fiber.Error
	switch {
	case errors.As(err, &f):
		k := ofFault(f)
		var shed RetryAfter
		if f.Code == fault.Unavailable && errors.As(err, &shed) {
			k.logged = false // work that was refused on purpose: it is counted, and comes in floods
		}
		return k
	case errors.As(err, &ps):
		return ofFault(&fault.Error{Code: fault.Unprocessable, Problems: ps})
	case errors.As(err, &fe):
		return ofFiber(fe.Code)
	}
	return ofCode(fault.Internal)
}

func ofCode(code fault.Code) kind {
	s, known := statuses[code]
	if !known {
		code, s = fault.Internal, statuses[fault.Internal]
	}
	// What is as frequent as visitors' typing errors, or comes in floods, is not worth a line of the log each.
	quiet := code == fault.NotFound || code == fault.TooMany
	return kind{status: s.status, code: string(code), detail: s.detail, logged: !quiet}
}

func ofFault(f *fault.Error) kind {
	k := ofCode(f.Code)
	if k.status == http.StatusInternalServerError {
		return k // its message is for us
	}
	if f.Message != "" && f.Code != fault.NotFound {
		k.detail = f.Message
	}
	k.problems = f.Problems
	return k
}

// ofFiber maps the statuses that fiber itself gives. Its messages repeat the request or the parser's error: none is shown.
func ofFiber(status int) kind {
	for code, s := range statuses {
		if s.status == status {
			return ofCode(code)
		}
	}
	if t, ok := transport[status]; ok {
		return kind{status: status, code: t.code, detail: t.detail}
	}
	switch {
	case status == http.StatusBadGateway: // fiber's word for a client's connection that broke
		return kind{status: http.StatusBadRequest, code: string(fault.Invalid), detail: statuses[fault.Invalid].detail}
	case status >= http.StatusBadRequest && status < http.StatusInternalServerError:
		return kind{status: status, code: string(fault.Invalid), detail: statuses[fault.Invalid].detail}
	}
	return ofCode(fault.Internal)
}
