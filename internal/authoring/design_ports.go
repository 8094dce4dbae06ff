package authoring

import (
	"context"
	"time"
)

// The channels of the design system: what a site can follow.
const (
	ChannelStable  = "stable"
	ChannelNext    = "next"
	ChannelPreview = "preview"
)

// DesignChannel is a channel, and the release it stands for.
type DesignChannel struct {
	Name      string
	Release   int64 // number
	Version   int64 // of the row, for optimistic writes: counts from 1
	UpdatedBy string
	UpdatedAt time.Time
}

// Retirement says how a release ends.
type Retirement struct {
	DeprecatedAt time.Time  `json:"deprecatedAt"`
	SunsetAt     *time.Time `json:"sunsetAt,omitempty"`    // when it is withdrawn; nil: not known yet
	Successor    string     `json:"successor,omitempty"`   // version to go to
	WithdrawnAt  *time.Time `json:"withdrawnAt,omitempty"` // nil while it can be followed
}

// DesignDraft is a release of the design system in the making.
type DesignDraft struct {
	ID        string            `json:"-"` // UUIDv7
	Version   int64             `json:"-"` // counts from 1
	Name      string            `json:"name"`
	Base      int64             `json:"base"`  // number of the release that it is made on
	Seen      int64             `json:"seen"`  // number of the newest release when the draft was begun
	Files     map[string][]byte `json:"files"` // those that differ from the base's, by path
	CreatedAt time.Time         `json:"createdAt"`
	CreatedBy string            `json:"createdBy"`
	UpdatedAt time.Time         `json:"updatedAt"`
	UpdatedBy string            `json:"updatedBy"`
}

// DesignKeeper keeps what moves about releases of the design system: channels, retirements and drafts.
type DesignKeeper interface {
	// DesignChannels lists the channels by name; none before the first release.
	DesignChannels(ctx context.Context) ([]*DesignChannel, error)
	// SaveDesignChannel creates a channel (Version 0) or replaces the row of that version, and raises the version. Errors: fault.Stale,
	// fault.Conflict where it exists already.
	SaveDesignChannel(ctx context.Context, c *DesignChannel) error
	// RetireDesignSystem says how the release of a number ends (nil: it does not), against its revision. Errors: fault.Stale.
	RetireDesignSystem(ctx context.Context, number, revision int64, r *Retirement) error
	// SunsetDesignSystems gives the numbers of releases whose time has come and that are not withdrawn yet.
	SunsetDesignSystems(ctx context.Context, now time.Time) ([]int64, error)

	// DesignDraft finds a draft. Errors: fault.NotFound.
	DesignDraft(ctx context.Context, id string) (*DesignDraft, error)
	// DesignDrafts lists drafts with their files, the newest first, at most limit.
	DesignDrafts(ctx context.Context, limit int) ([]*DesignDraft, error)
	// SaveDesignDraft creates a draft (Version 0) or replaces the row of that version, and raises the version. Errors: fault.Stale.
	SaveDesignDraft(ctx context.Context, d *DesignDraft) error
	// DeleteDesignDraft takes a draft away, against its version. Errors: fault.Stale.
	DeleteDesignDraft(ctx context.Context, id string, version int64) error
}
