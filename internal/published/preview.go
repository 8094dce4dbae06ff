package published

import (
	"context"
	"strings"
)

// ViewDraft shows every draft over what is published.
const ViewDraft = "draft"

// viewRelease begins the view of a content release: it is followed by the release's id.
const viewRelease = "release:"

// ViewOfRelease gives the view that shows the drafts of a content release over what is published.
func ViewOfRelease(id string) string { return viewRelease + id }

// ReleaseOf gives the id of the content release that a view shows; ok is false for another view.
func ReleaseOf(view string) (id string, ok bool) {
	id, ok = strings.CutPrefix(view, viewRelease)
	return id, ok && id != ""
}

// viewDesign begins the view of a draft of the design system: it is followed by the draft's id.
const viewDesign = "design:"

// ViewOfDesign gives the view that shows what is published in the look of a draft of the design system.
func ViewOfDesign(id string) string { return viewDesign + id }

// DesignOf gives the id of the draft of the design system that a view shows; ok is false for another view.
func DesignOf(view string) (id string, ok bool) {
	id, ok = strings.CutPrefix(view, viewDesign)
	return id, ok && id != ""
}

// Preview is a site in a view, as somebody may see it: what of it differs from what is published. It holds for one request; two
// with the same stamp show the same.
type Preview interface {
	// Site gives the site's key.
	Site() string
	// View gives ViewDraft, or that of a content release or of a draft of the design system.
	View() string
	// Stamp names the state of the drafts together with what may be seen of them.
	Stamp() string
	// Shared compiles the site and its bundles. Errors: fault.Unprocessable with what keeps them from being published.
	Shared(ctx context.Context) ([]Record, error)
	// Entries calls each for the entries that are not as they are published, as if their drafts were.
	Entries(ctx context.Context, each func(Record) error) error
}
