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

// pageOf is the envelope of a list that comes in pages.
type pageOf[T any] struct {
	Data []T      `json:"data"`
	Page pageBody `json:"page"`
}

type pageBody struct {
	Size  int    `json:"size" doc:"How many it holds at most"`
	Next  string `json:"next,omitempty" doc:"page[after] of the next page; none after the last one"`
	Prev  string `json:"prev,omitempty" doc:"page[after] of the page before, of lists that go back"`
	Total *int64 `json:"total,omitempty" doc:"Where count=exact was asked"`
}

// PageQuery asks for a page. Embedded, so exported for huma.
type PageQuery struct {
	Size  int    `query:"page[size]" minimum:"1" maximum:"100" default:"50"`
	After string `query:"page[after]" maxLength:"60" doc:"What page.next was"`
}

// paged makes a page of what was found, of which one more than its size was asked for.
func paged[D, T any](found []D, size int, body func(D) T, cursor func(D) string) pageOf[T] {
	out := pageOf[T]{Data: []T{}, Page: pageBody{Size: size}}
	for i, d := range found {
		if i == size {
			out.Page.Next = cursor(found[i-1])
			break
		}
		out.Data = append(out.Data, body(d))
	}
	return out
}

// orEmpty gives a map that is never null.
func orEmpty[M ~map[K]V, K comparable, V any](m M) M {
	if m == nil {
		return M{}
	}
	return m
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
