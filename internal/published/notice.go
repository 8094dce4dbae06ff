package published

import (
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/weburl"
)

// Notice is a short message above a page, for as long as it holds, in one locale. A bundle holds all that its audience may see, in the
// order in which they are shown; which of them a page shows depends on its path and on the time: see ShownNotices.
type Notice struct {
	ID          string     `json:"id"`       // changes with what it says, so that a visitor who has closed it sees the new text
	Severity    string     `json:"severity"` // one of Severities
	Title       string     `json:"title"`
	HTML        string     `json:"html,omitempty"` // sanitised
	Link        *Crumb     `json:"link,omitempty"`
	Locale      string     `json:"locale"` // of the texts, which may be another than the bundle's
	Dir         string     `json:"dir"`
	From        time.Time  `json:"from"`
	Until       *time.Time `json:"until,omitempty"` // from then on it does not hold any more
	Paths       []string   `json:"paths,omitempty"` // normalised; on these pages and those below them; none: on every page
	Dismissible bool       `json:"dismissible,omitempty"`
}

// Severities of notices, the most urgent first.
var Severities = []string{"critical", "warning", "success", "info"}

// MaxNotices is how many a page shows at most.
const MaxNotices = 5

// ShownNotices gives the notices that a page shows at a moment. The page's path is compared as that of menu items is: normalised, and
// by whole segments. Of a page without a path only those are known that stand on every page. The cases for SDKs are in
// clients/conformance/notices.json.
func ShownNotices(all []Notice, page string, at time.Time) (shown []*Notice) {
	if page != "" {
		page = weburl.NormalizePath(page)
	}
	for i := range all {
		if n := &all[i]; n.holds(at) && n.standsOn(page) && len(shown) < MaxNotices {
			shown = append(shown, n)
		}
	}
	return shown
}

// holds says whether at is within the notice's time: its beginning is, its end is not.
func (n *Notice) holds(at time.Time) bool {
	return !at.Before(n.From) && (n.Until == nil || at.Before(*n.Until))
}

func (n *Notice) standsOn(page string) bool {
	return len(n.Paths) == 0 || page != "" && slices.ContainsFunc(n.Paths, func(path string) bool {
		return page == path || path == "/" || strings.HasPrefix(page, path+"/")
	})
}

// NextNotice is the moment after at from which other notices may be shown; zero where that never happens by itself.
func NextNotice(all []Notice, at time.Time) (next time.Time) {
	sooner := func(t time.Time) {
		if t.After(at) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	for i := range all {
		sooner(all[i].From)
		if all[i].Until != nil {
			sooner(*all[i].Until)
		}
	}
	return next
}
