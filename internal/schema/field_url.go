package schema

import (
	"strings"

	"github.com/portico-cms/portico/internal/weburl"
)

// urlKind is an address that a page links to: a path of the site, or an absolute https address. Others (javascript:, data:)
// are refused in drafts already, because previews show drafts.
type urlKind struct{}

func (urlKind) traits() traits {
	return traits{options: []string{"pattern", "default"}, sortable: true, filterable: true, unique: true, plain: true}
}

func (urlKind) declare(d *declaration) {}

func (urlKind) value(f *Field, v any) (any, []Issue) {
	s, issues := line(v, maxText)
	if issues != nil {
		return nil, issues
	}
	if s == "" {
		return nil, nil
	}
	if strings.HasPrefix(s, "/") {
		if err := weburl.Path(s); err != nil {
			return nil, wrong("bad_url", "%v", err)
		}
	} else if _, err := weburl.Absolute(s); err != nil {
		return nil, wrong("bad_url", "%v", err)
	}
	return s, f.textRules(s)
}
