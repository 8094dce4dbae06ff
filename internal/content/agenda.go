package content

import (
	"context"
	"time"
)

// ReviewPlace names a review that is open. Places are ordered by when they were submitted, then by entry and locale.
type ReviewPlace struct {
	SubmittedAt time.Time // in microseconds
	Entry       string
	Locale      string
}

// Agenda finds entries by what is under way with them. It is an index of what their Workflow says: SaveState keeps it.
type Agenda interface {
	// OpenReviews lists those that ask an account (everybody's where assignee is ""), the oldest first, those after a place, at
	// most limit. An entry that was saved since may be in it: see Stored.ReviewOf.
	OpenReviews(ctx context.Context, assignee string, after ReviewPlace, limit int) ([]ReviewPlace, error)
	// DuePlans gives the ids of entries with a pending plan whose time has come, the oldest plan first, at most limit.
	DuePlans(ctx context.Context, now time.Time, limit int) ([]string, error)
	// Crowded gives the ids of entries of a type that have more than n revisions, ordered by id, those after an id, at most limit.
	Crowded(ctx context.Context, typ string, n int, after string, limit int) ([]string, error)
}
