package delivery

import (
	"context"
	"errors"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// State says which log a read side came from, and how far it is. It is zero where nothing was applied yet.
type State = published.Position

// Fill puts records into a read side, and says where in the log that leads, with the checksum of all that is live there; "" is not
// known.
type Fill = func(put func(published.Record) error) (at State, checksum string, err error)

// ErrDiffers says that a read side does not hold what the log holds.
var ErrDiffers = errors.New("the read side differs from the publication log")

// Index is a node's read side on disk: all records, so that a node starts without the log, and the published entries in a
// form that can be asked. Package readmodel is one.
type Index interface {
	query.Reader

	// State gives what was applied last.
	State(ctx context.Context) (State, error)
	// Checksum gives that of all records, as published.Checksum writes it.
	Checksum(ctx context.Context) (string, error)
	// Origin gives the content type and space of a published entry; both are "" where there is no such entry.
	Origin(ctx context.Context, entry string) (typ, space string, err error)
	// Body gives the body of a record. Errors: fault.NotFound.
	Body(ctx context.Context, r published.Ref) ([]byte, error)
	// Load calls each for every record that is not published.OnDisk, deleted ones left out.
	Load(ctx context.Context, each func(published.Record) error) error
	// Write writes what fill puts, so that readers see all of it or nothing. Where whole is set it replaces everything, and what was
	// there before answers until then, damaged or not. Error: ErrDiffers where the checksum is another afterwards; nothing is
	// written then.
	Write(ctx context.Context, whole bool, fill Fill) error
	// Check reads all of it, slowly, and gives an error where it is damaged. A Write may end a check early, without an error.
	Check(ctx context.Context) error
	// Damaged says whether it was found to be damaged, by a check, by a query or at start: only what is whole helps.
	Damaged() bool
	// DamageFound is signalled when that was found out.
	DamageFound() <-chan struct{}
	// Chain makes sure that entries can be asked for in a chain of locales, where a query wants another than its site has. Few of
	// them are kept. Errors: fault.Unavailable where there are too many, or it takes longer than the context lasts.
	Chain(ctx context.Context, tags []string) error
}
