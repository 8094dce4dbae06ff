package content

import (
	"context"
	"time"
)

// Filter says which entries a list holds. Those in the trash are in it only where Trashed asks for them, and then alone.
type Filter struct {
	Space   string // "" is every space
	Type    string // "" is every type
	Parent  *string
	After   string // an entry's id: only what follows it, for paging
	Limit   int    // 0 is all
	Trashed bool
	Before  time.Time // only those that were put into the trash before it; zero: all
}

// RevisionKind says how a revision came about.
type RevisionKind string

// The kinds of revision.
const (
	Saved     RevisionKind = "saved"
	Autosaved RevisionKind = "autosaved" // there is one at most, the newest: the next save of its author takes its place
	Restored  RevisionKind = "restored"
	Imported  RevisionKind = "imported"
	Migrated  RevisionKind = "migrated" // by a change of the content model
)

// By says who saves a revision, how and why.
type By struct {
	Author string // account id, or "system:…"
	Kind   RevisionKind
	Note   string
}

// Revision is an immutable saved state of an entry.
type Revision struct {
	Version   int64
	Kind      RevisionKind
	Author    string
	Note      string
	CreatedAt time.Time
	Entry     *Entry // nil in a list
}

// Use is one place where an entry names another.
type Use struct {
	Source    string // id of the entry that names it
	Pointer   string // /shared/related/0
	Target    string // id of the entry that is named
	Published bool   // in what is served, not in the draft
}

// UniqueValue is a value that one entry may have alone, within its space and type.
type UniqueValue struct {
	Field   string
	Locale  string // "" for a shared field
	Hash    string // SHA-256 of the value as JSON, hex
	Pointer string
}

// ValueOwner is an entry that has a value which is to be unique, and where the one that wants it has it.
type ValueOwner struct{ Entry, Pointer string }

// Place is where an entry stands, for those who have to know of all of them at once.
type Place struct {
	ID, Space, Type, Key string
	Trashed              bool
	Purged               bool // there was an entry with this id; the rest is empty
}

// Repository keeps entries and their revisions. All methods work inside the transaction that gave it out.
type Repository interface {
	// Entry finds one by its id, in the trash too. Errors: fault.NotFound.
	Entry(ctx context.Context, id string) (*Stored, error)
	// EntryByKey finds one by its place, in the trash too. Errors: fault.NotFound.
	EntryByKey(ctx context.Context, space, typ, key string) (*Stored, error)
	// Entries lists what the filter lets through, ordered by id.
	Entries(ctx context.Context, f Filter) ([]*Stored, error)
	// EntriesByID gives those of the ids that there are, in no order, in the trash too.
	EntriesByID(ctx context.Context, ids []string) ([]*Stored, error)
	// EntriesSince calls each for every entry, in the trash too, that was written after a sequence number, and purged for the ids of
	// those that were deleted for good. It returns the newest sequence number there is. An error ends the call.
	EntriesSince(ctx context.Context, sequence int64, each func(*Stored) error, purged func(id string, sequence int64) error) (int64, error)
	// Places gives the places of all entries, ordered by id, in the trash too; then the ids of those that were purged.
	Places(ctx context.Context) ([]Place, error)
	// RenameType gives all entries of a type, with what is kept about them, to a type of another name. Their documents still have the
	// old one.
	RenameType(ctx context.Context, from, to string) error
	// SaveEntry appends a revision, creating the entry where version is 0, and returns the new version. What is published
	// stays. Errors: fault.Stale where somebody saved in between; fault.Conflict where the id, or the key within space and
	// type, is taken already, or where the save would move the entry to another space, type or key; fault.NotFound where
	// version is greater than 0 and there is no such entry.
	SaveEntry(ctx context.Context, e *Entry, version int64, by By) (int64, error)
	// SaveState writes what is about an entry besides its draft: what is published, workflow, place in the tree, trash. Errors:
	// fault.NotFound.
	SaveState(ctx context.Context, s *Stored) error
	// PurgeEntry deletes an entry with all that belongs to it. Its id is not used again. One that is not there is no error.
	PurgeEntry(ctx context.Context, id string) error

	// Revisions lists those of an entry without their documents, the newest first, those before a version (0: all), at most limit.
	Revisions(ctx context.Context, id string, before int64, limit int) ([]*Revision, error)
	// Revision gives one with its document. Errors: fault.NotFound.
	Revision(ctx context.Context, id string, version int64) (*Revision, error)
	// KeepRevision makes the rolling revision one that stays.
	KeepRevision(ctx context.Context, id string, version int64) error
	// DropRevisions deletes those of an entry that keep does not list.
	DropRevisions(ctx context.Context, id string, keep []int64) error

	// SetUses replaces what is known of the entries that a source names, in the draft or in what is published.
	SetUses(ctx context.Context, source string, published bool, uses []Use) error
	// UsesOf lists the places where an entry is named, ordered by source, at most limit (0: all).
	UsesOf(ctx context.Context, target string, limit int) ([]Use, error)
	// ClaimValues makes an entry the owner of values within its space and type, in the place of those that it had, and gives those
	// that another entry owns, with its id, by pointer: then nothing was claimed.
	ClaimValues(ctx context.Context, e *Entry, values []UniqueValue) (taken map[string]string, err error)
	// ValueOwners gives the entries of a type in some spaces that own values, ordered by entry and pointer.
	ValueOwners(ctx context.Context, typ string, spaces []string, values []UniqueValue) ([]ValueOwner, error)
}
