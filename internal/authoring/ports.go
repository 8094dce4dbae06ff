package authoring

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/site"
)

// Store is the authoring database. Both methods give fault.Unavailable where it cannot be reached.
type Store interface {
	// Update runs f in a transaction: all of it is committed, or nothing. Of all processes on a database one is in an Update at a
	// time, so that what f has read stays so until it commits.
	Update(ctx context.Context, f func(Tx) error) error
	// Touch runs a small write that nothing depends on beside others. It adds no audit line and publishes nothing.
	Touch(ctx context.Context, f func(Tx) error) error
	// View runs f in a read-only transaction that sees one moment.
	View(ctx context.Context, f func(Tx) error) error
}

// Tx is one transaction, as every port of the domain.
type Tx interface {
	site.Repository
	menu.Repository
	content.Repository
	content.Trees
	content.Heirs
	content.Users
	content.TranslationKeeper
	content.Agenda
	content.Comments
	content.ReleaseKeeper
	identity.Repository
	published.Appender
	Releases
	DesignKeeper
	Answers
	Views
	Presences
	SettingsKeeper
	Auditor
	Jobs
	Purges
	LogKeeper
	media.Keeper
	// RecordBody gives the body of a live record of the publication log. Errors: fault.NotFound.
	RecordBody(ctx context.Context, r published.Ref) ([]byte, error)
	// Try runs a part of an Update. Where f fails, all that it has written is taken back, its audit lines too, and the rest of the
	// Update stands. It gives the error of f, or fault.Unavailable where the database does not go on.
	Try(ctx context.Context, f func() error) error
	// Sequence counts the Updates: this one's number.
	Sequence() int64
	// LastSequence gives the number of the newest Update.
	LastSequence(ctx context.Context) (int64, error)
	// Installation names this database: another has another name.
	Installation(ctx context.Context) (string, error)
}

// Files is a set of files that was loaded: the content model, or a release of the design system.
type Files struct {
	Number   int64             // counts from 1; set by the store
	LoadedAt time.Time         // set by ModelsAfter and DesignSystems
	Origin   string            // OriginEmbedded, OriginImport or OriginDraft
	Name     string            // of the design system
	Version  string            // of the design system: semantic
	Hash     string            // of the files' content
	Files    map[string][]byte // by path

	Author     string      // of a release of the design system; "" where it came with files. This and what follows: DesignSystems
	Base       int64       // number of the release it was made on; 0: none
	Revision   int64       // of the retirement: counts from 1
	Retirement *Retirement // nil where it is not being retired
}

// Where files came from: with this binary, or from a folder that somebody imported.
const (
	OriginEmbedded = "embedded"
	OriginImport   = "import"
	OriginDraft    = "draft" // or made here
)

// Releases keeps the content model and the design system, as the files they came from. The newest is in force.
type Releases interface {
	// Model gives the content model in force. Errors: fault.NotFound before the first.
	Model(ctx context.Context) (*Files, error)
	// ModelHash gives the hash of the content model in force. Errors: fault.NotFound before the first.
	ModelHash(ctx context.Context) (string, error)
	// HadModel says whether a content model was ever in force.
	HadModel(ctx context.Context, hash string) (bool, error)
	// ModelsAfter gives the content models that came into force after the one of a number, the oldest first.
	ModelsAfter(ctx context.Context, number int64) ([]*Files, error)
	// SaveModel puts a content model in force.
	SaveModel(ctx context.Context, f *Files) error
	// DesignSystem gives the release in force. Errors: fault.NotFound before the first.
	DesignSystem(ctx context.Context) (*Files, error)
	// DesignSystems lists all releases without their files, the oldest first.
	DesignSystems(ctx context.Context) ([]*Files, error)
	// DesignSystemFiles gives the files of the release of a number. Errors: fault.NotFound.
	DesignSystemFiles(ctx context.Context, number int64) (map[string][]byte, error)
	// SaveDesignSystem adds a release. Errors: fault.Conflict where that name and version exist already.
	SaveDesignSystem(ctx context.Context, f *Files) error
	// CursorKey gives the 32 bytes with which delivery nodes sign paging cursors.
	CursorKey(ctx context.Context) ([]byte, error)
}
