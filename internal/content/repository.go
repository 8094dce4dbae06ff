package content

import (
	"context"
	"time"
)

// Filter says which entries a list holds.
type Filter struct {
	Space string // "" is every space
	Type  string // "" is every type
	After string // an entry's id: only what follows it, for paging
	Limit int    // 0 is all
}

// Repository keeps entries and their revisions. All methods work inside the transaction that gave it out.
type Repository interface {
	// Entry finds one by its id. Errors: fault.NotFound.
	Entry(ctx context.Context, id string) (*Stored, error)
	// EntryByKey finds one by its place. Errors: fault.NotFound.
	EntryByKey(ctx context.Context, space, typ, key string) (*Stored, error)
	// Entries lists what the filter lets through, ordered by id.
	Entries(ctx context.Context, f Filter) ([]*Stored, error)
	// SaveEntry appends a revision, creating the entry where version is 0, and returns the new version. What is published
	// stays. Errors: fault.Stale where somebody saved in between; fault.Conflict where the id, or the key within space and
	// type, is taken already, or where the save would move the entry to another space, type or key; fault.NotFound where
	// version is greater than 0 and there is no such entry.
	SaveEntry(ctx context.Context, e *Entry, version int64, author string) (int64, error)
	// PublishEntry applies Stored.Publish to the newest revision. Errors: fault.NotFound, and those of Stored.Publish.
	PublishEntry(ctx context.Context, id string, locales []string, at time.Time) error
}
