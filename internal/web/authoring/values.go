package authoring

import (
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
)

// listOf is the envelope of every list.
type listOf[T any] struct {
	Data []T `json:"data"`
}

// etag gives a version as an ETag.
func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// ifMatch reads the version that a write is based on. Errors: fault.PreconditionReq where there is none.
func ifMatch(header string) (int64, error) {
	if header == "" {
		return 0, fault.New(fault.PreconditionReq, "send If-Match with the ETag of what you have read, so that nobody's change is overwritten")
	}
	version, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(header, "W/"), `"`), 10, 64)
	if err != nil {
		return 0, fault.New(fault.Stale, "If-Match %.40q is no version of this", header)
	}
	return version, nil
}

// pointer turns huma's body.name[0] into a JSON pointer, and path.name into the name of the parameter.
func pointer(location string) string {
	in, location, _ := strings.Cut(location, ".")
	switch {
	case location == "":
		return ""
	case in != "body":
		return location
	}
	return "/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(location)
}

// splitComma reads a list of names; an empty text is none.
func splitComma(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}
