package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/config"
	"github.com/portico-cms/portico/internal/fault"
)

// migrate brings the database into this version's form, and then the entries into that of the content types (the binary's, or those
// of --content-types). Where these would take something away, it says what, and fails unless that is accepted.
func migrate(ctx context.Context, cfg *config.Config, accept bool, logger *slog.Logger, stdout io.Writer) error {
	db, applied, err := openMigrated(ctx, cfg)
	if err != nil {
		return err
	}
	defer db.Close()
	fmt.Fprintf(stdout, "%d migrations applied; the database is up to date\n", applied)
	files, err := loadFiles(cfg)
	if err != nil {
		return err
	}
	a := authoring.New(db, newCompiler(), logger)
	done, err := a.MigrateModel(ctx, authoring.System("migrate"), files.model, files.origin, accept)
	if fault.Is(err, fault.NotFound) {
		return nil // nothing was loaded yet: serve and import do
	}
	if err != nil {
		return err
	}
	return reportModel(stdout, done)
}

func reportModel(w io.Writer, done *authoring.Migration) error {
	for _, l := range done.Losses {
		fmt.Fprintln(w, "content types:", l)
	}
	switch {
	case done.Applied:
		fmt.Fprintf(w, "content types: %d changes are in force; %d entries were brought into their form\n", len(done.Changes), done.Entries)
	case done.Imported:
		fmt.Fprintln(w, "content types: those in force were imported; this binary's do not replace them without --accept")
	case done.Older:
		fmt.Fprintln(w, "content types: these were in force before, and newer ones are now; --accept brings them back")
	case len(done.Losses) > 0:
		return fault.New(fault.Conflict, "the content types would take something away from entries there are; those in force stay. "+
			"With --accept it is gone from drafts and from what is published, and stays in the history")
	}
	return nil
}
