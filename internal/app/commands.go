package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/config"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/migrations"
)

func openStore(cfg *config.Config) (*store.Store, error) {
	return store.Open(cfg.DatabaseURL.Reveal(), cfg.DataDir)
}

// openMigrated opens the database, brings it into this version's form and counts the migrations that this took.
func openMigrated(ctx context.Context, cfg *config.Config) (db *store.Store, applied int, err error) {
	if db, err = openStore(cfg); err != nil {
		return nil, 0, err
	}
	if applied, err = db.Migrate(ctx, migrations.FS); err != nil {
		return nil, 0, errors.Join(err, db.Close())
	}
	return db, applied, nil
}

// verifyAudit reads the whole audit; the first line that was changed is an error. It writes nothing.
func verifyAudit(ctx context.Context, cfg *config.Config, logger *slog.Logger, stdout io.Writer) error {
	db, err := openStore(cfg)
	if err != nil {
		return err
	}
	defer db.Close()
	head, err := authoring.New(db, newCompiler(), logger).VerifyAudit(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "the audit is whole: %d lines, the last one has the hash %s\n", head.Number, orNone(head.Hash))
	return err
}

// importDir loads a project folder. It needs no running server; one that runs on the same database publishes it within its
// poll interval.
func importDir(ctx context.Context, cmd config.Command, logger *slog.Logger, stdout io.Writer) error {
	db, _, err := openMigrated(ctx, cmd.Config)
	if err != nil {
		return err
	}
	defer db.Close()
	files, err := loadFiles(cmd.Config)
	if err != nil {
		return err
	}
	a := authoring.New(db, newCompiler(), logger)
	a.LimitMedia(int64(cmd.Config.MediaLimit) << 20)
	if err := a.Bootstrap(ctx, files.model, files.release, files.origin); err != nil {
		return err
	}
	do := a.ImportFS
	if cmd.DryRun {
		do = a.PreviewImport
	}
	done, err := do(ctx, authoring.System("import"), os.DirFS(cmd.Dir))
	if err != nil {
		return fault.InFolder(err, cmd.Dir)
	}
	report(stdout, cmd, done)
	return nil
}

func report(w io.Writer, cmd config.Command, done *authoring.Imported) {
	if cmd.Verbose || cmd.DryRun {
		for _, d := range done.Done {
			fmt.Fprintf(w, "%-12s %s\n", d.What, d.Name)
		}
	}
	if done.Model {
		fmt.Fprintln(w, "content types: replaced")
	}
	if done.Migrated > 0 {
		fmt.Fprintf(w, "%-14s %d brought into their form\n", "entries:", done.Migrated)
	}
	if done.DesignSystem != "" {
		fmt.Fprintln(w, "design system: released", done.DesignSystem)
	}
	line := func(what string, created, updated, unchanged, unpublished int) {
		if created+updated+unchanged == 0 {
			return
		}
		fmt.Fprintf(w, "%-14s %d created, %d updated, %d unchanged", what+":", created, updated, unchanged)
		if unpublished > 0 {
			fmt.Fprintf(w, "; something of %d unpublished", unpublished)
		}
		fmt.Fprintln(w)
	}
	line("sites", done.Created.Sites, done.Updated.Sites, done.Unchanged.Sites, 0)
	line("menus", done.Created.Menus, done.Updated.Menus, done.Unchanged.Menus, done.Unpublished.Menus)
	line("media", done.Created.Media, done.Updated.Media, done.Unchanged.Media, 0)
	line("entries", done.Created.Entries, done.Updated.Entries, done.Unchanged.Entries, done.Unpublished.Entries)
	if cmd.DryRun {
		fmt.Fprintln(w, "dry run: nothing was changed")
		return
	}
	fmt.Fprintf(w, "published as generation %d\n", done.Generation)
}

// check prints every problem of a project folder on a line of its own.
func check(dir string, stdout io.Writer) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fault.New(fault.Invalid, "%s is not a folder", dir)
	}
	files, err := embeddedFiles()
	if err != nil {
		return err
	}
	compiler := newCompiler()
	look, err := compiler.Look(files.release)
	if err != nil {
		return err
	}
	done, problems := authoring.Check(os.DirFS(dir), compiler, files.model, look)
	if len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintln(stdout, p)
		}
		return fmt.Errorf("problems in %s: %d", dir, len(problems))
	}
	fmt.Fprintf(stdout, "%s is good: %d content types, design system %s, %d sites, %d menus, %d entries\n",
		dir, done.Types, orNone(done.DesignSystem), done.Sites, done.Menus, done.Entries)
	return nil
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// healthcheck asks the process of this configuration whether it is ready, for containers.
func healthcheck(ctx context.Context, cfg *config.Config) error {
	addr := cfg.DeliveryAddr
	if !cfg.Plane.Delivers() {
		addr = cfg.AuthoringAddr
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, config.URLOf(addr)+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return errors.Unwrap(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", res.Status)
	}
	return nil
}
