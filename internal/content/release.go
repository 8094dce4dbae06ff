package content

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
)

// ReleaseState says how far a content release is.
type ReleaseState string

// The states. Published and cancelled ones do not change any more.
const (
	ReleaseOpen      ReleaseState = "open"
	ReleaseScheduled ReleaseState = "scheduled"
	ReleasePublished ReleaseState = "published"
	ReleaseCancelled ReleaseState = "cancelled"
)

// Limits of content releases.
const (
	MaxReleaseItems    = 500
	maxReleaseText     = 2000 // characters of a description
	maxReleaseName     = 200  // characters
	maxReleaseLocales  = 100  // of an item
	maxOfReleaseLocale = 40   // characters
)

// Release is a named set of entries and menus whose drafts go out together, as they are then: all of them, or none.
type Release struct {
	ID          string        `json:"-"` // UUIDv7
	State       ReleaseState  `json:"-"`
	Version     int64         `json:"-"` // counts from 1
	RunAt       *time.Time    `json:"-"` // when it goes out; nil where that is not planned
	Name        string        `json:"name"`
	Description string        `json:"description,omitempty"`
	Items       []ReleaseItem `json:"items,omitempty"`
	CreatedAt   time.Time     `json:"createdAt"`
	CreatedBy   string        `json:"createdBy"`
	UpdatedAt   time.Time     `json:"updatedAt"`
	UpdatedBy   string        `json:"updatedBy"`

	PlannedBy string          `json:"plannedBy,omitempty"` // whose rights count when its time has come
	Limits    json.RawMessage `json:"limits,omitempty"`    // grants of the key with which it was planned
	Failure   *Failure        `json:"failure,omitempty"`   // why it did not go out when its time had come; it is open again then

	PublishedAt *time.Time `json:"publishedAt,omitempty"`
	PublishedBy string     `json:"publishedBy,omitempty"`
}

// ReleaseItem is an entry in some locales, or a menu. What it is of never changes, so that rights are asked without loading it.
type ReleaseItem struct {
	Entry   string   `json:"entry,omitempty"`   // id
	Type    string   `json:"type,omitempty"`    // of the entry
	Locales []string `json:"locales,omitempty"` // of the entry; none: all that its draft has when it goes out
	Menu    string   `json:"menu,omitempty"`    // its name
	Space   string   `json:"space"`
}

// Key names the item within its release: an entry's id, or menu:space:name.
func (i *ReleaseItem) Key() string {
	if i.Entry != "" {
		return i.Entry
	}
	return "menu:" + i.Space + ":" + i.Menu
}

// Validate gives what is wrong with the release itself.
func (r *Release) Validate() (ps fault.Problems) {
	add := func(pointer, code, message string) {
		ps.Add(fault.Problem{Pointer: pointer, Code: code, Message: message})
	}
	if n := utf8.RuneCountInString(r.Name); n == 0 || n > maxReleaseName || !printable(r.Name) {
		add("/name", "bad_value", "name the release with 1 to 200 characters on one line")
	}
	if utf8.RuneCountInString(r.Description) > maxReleaseText || !utf8.ValidString(r.Description) || strings.ContainsRune(r.Description, 0) {
		add("/description", "bad_value", "describe the release with at most 2000 characters")
	}
	if len(r.Items) > MaxReleaseItems {
		add("/items", "too_many", fmt.Sprintf("a release has at most %d items", MaxReleaseItems))
	}
	return ps
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// Put adds an item, or replaces the one of the same entry or menu. It says whether anything is different.
func (r *Release) Put(item ReleaseItem) bool {
	slices.Sort(item.Locales)
	item.Locales = slices.Compact(item.Locales)
	at := r.find(item.Key())
	if at < 0 {
		r.Items = append(r.Items, item)
		return true
	}
	same := slices.Equal(r.Items[at].Locales, item.Locales)
	r.Items[at] = item
	return !same
}

// Item gives an item by its key.
func (r *Release) Item(key string) (ReleaseItem, bool) {
	if at := r.find(key); at >= 0 {
		return r.Items[at], true
	}
	return ReleaseItem{}, false
}

// Take takes an item out.
func (r *Release) Take(key string) {
	r.Items = slices.DeleteFunc(r.Items, func(i ReleaseItem) bool { return i.Key() == key })
}

func (r *Release) find(key string) int {
	return slices.IndexFunc(r.Items, func(i ReleaseItem) bool { return i.Key() == key })
}

// BadLocales gives what is wrong with the form of an item's locales; whether a draft has them is known when it goes out.
func (i *ReleaseItem) BadLocales() bool {
	return len(i.Locales) > maxReleaseLocales || slices.ContainsFunc(i.Locales, func(tag string) bool {
		return tag == "" || len(tag) > maxOfReleaseLocale || !printable(tag)
	})
}

// ReleaseKeeper keeps content releases.
type ReleaseKeeper interface {
	// ContentRelease finds one. Errors: fault.NotFound.
	ContentRelease(ctx context.Context, id string) (*Release, error)
	// ContentReleases lists some in a state ("": in any), the newest first, those before an id ("": from the first).
	ContentReleases(ctx context.Context, state ReleaseState, before string, limit int) ([]*Release, error)
	// SaveContentRelease creates (Version 0) or replaces the one whose Version it has, and sets the new one. Errors: fault.Stale.
	SaveContentRelease(ctx context.Context, r *Release) error
	// DeleteContentRelease takes one away.
	DeleteContentRelease(ctx context.Context, id string) error
	// DueReleases gives the ids of scheduled ones whose time has come, the earliest first.
	DueReleases(ctx context.Context, now time.Time, limit int) ([]string, error)
	// Unsettled gives entries of some spaces, not in the trash, whose draft may hold what is not published, ordered by id, those after
	// an id.
	Unsettled(ctx context.Context, spaces []string, after string, limit int) ([]*Stored, error)
}

// Settled says whether everything of the draft is published, or archived.
func (s *Stored) Settled() bool {
	return !slices.ContainsFunc(s.Draft.Tags(), func(tag string) bool {
		return s.Served(tag) != StatusPublished && !s.Workflow[tag].Archived
	})
}
