package authoring

import (
	"context"
	"errors"
	"fmt"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

// Bootstrap brings the files that came with this binary (or the folders that were configured in their place) into the
// database, as far as they are newer: content types that were never in force and lose nothing, a design system of a higher version.
// What is older or would lose data is told in the log and left alone, so that a node with an old binary can start beside a new one. Then
// everything shared is compiled again, because this binary may compile it differently.
func (a *Authoring) Bootstrap(ctx context.Context, model *schema.Model, release *designsystem.Release, origin string) error {
	actor, done := System("start"), &Imported{}
	generation, err := a.publish(ctx, actor, "start", func(p *publication) (err error) {
		// Compared under the log's lock: of two nodes that start at once, the second sees what the first has loaded.
		f := &Folder{}
		if f.Model, err = a.newerModel(ctx, p.tx, model, origin); err != nil {
			return a.keepStored(err, errors.Is(err, errNotRead))
		}
		if f.DesignSystem, err = a.newerRelease(ctx, p.tx, release, origin); err != nil {
			return err
		}
		*done = Imported{}
		i := importing{publication: p, Folder: f, actor: actor, done: done}
		err = i.run(ctx, origin)
		return a.keepStored(err, f.Model == nil && f.DesignSystem == nil && fault.Is(err, fault.Unprocessable))
	})
	if err == nil && (done.Model || done.DesignSystem != "") {
		a.logger.Info("files loaded", "model", done.Model, "designSystem", done.DesignSystem, "generation", generation)
	}
	return err
}

// errNotRead marks that this binary does not understand the content types in force.
var errNotRead = errors.New("the content types in force are of a newer Portico")

// keepStored tells of what is stored and this binary cannot make anything of, instead of failing: a newer binary has published it,
// and it stays as it is.
func (a *Authoring) keepStored(err error, newer bool) error {
	if err == nil || !newer {
		return err
	}
	a.logger.Warn("this binary cannot compile what is stored; what is published stays", "err", err)
	return errUnchanged
}

func (a *Authoring) newerModel(ctx context.Context, tx Tx, model *schema.Model, origin string) (*schema.Model, error) {
	stored, err := tx.Model(ctx)
	switch {
	case fault.Is(err, fault.NotFound):
		return model, nil
	case err != nil:
		return nil, err
	case stored.Hash == model.Hash():
		return nil, nil //nolint:nilnil // no newer one is no error
	case stored.Origin == OriginImport && origin == OriginEmbedded:
		return nil, nil //nolint:nilnil // somebody has imported their own
	}
	before, err := schema.FromFiles(stored.Files)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotRead, err)
	}
	older, err := tx.HadModel(ctx, model.Hash())
	if err != nil {
		return nil, err
	}
	if older { // of two binaries whose types differ, the second to come stays in force, whichever starts again
		a.logger.Info("the content types of this binary were in force before, and newer ones are now; " +
			"portico migrate --accept brings them back")
		return nil, nil //nolint:nilnil // as above
	}
	for _, c := range schema.Compare(before, model) {
		if c.Costs() {
			a.logger.Warn("the content types of this binary are not loaded: they would take something away from those in force; "+
				"portico migrate lists what",
				"change", c.String())
			return nil, nil //nolint:nilnil // as above
		}
	}
	return model, nil
}

func (a *Authoring) newerRelease(ctx context.Context, tx Tx, release *designsystem.Release, origin string) (*designsystem.Release, error) {
	d, err := designsIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	stored := d.newest()
	switch {
	case stored == nil:
		return release, nil
	case d.has(release.Hash):
		return nil, nil //nolint:nilnil // no newer one is no error
	case stored.Name != release.Name && origin == OriginEmbedded:
		return nil, nil //nolint:nilnil // somebody has imported their own
	case stored.Name != release.Name:
		return release, nil
	}
	if higher(stored, release) == nil {
		err := d.highEnough(ctx, tx, release)
		if !fault.Is(err, fault.Unprocessable) {
			return release, err
		}
		a.logger.Warn("the design system is not loaded: its version is too low for what it changes", "name", release.Name, "err", err)
		return nil, nil //nolint:nilnil // as above
	}
	if stored.Version == release.Version {
		a.logger.Warn("the design system has other content than its release of the same version; give it a higher version in design-system.yaml",
			"name", release.Name, "version", release.Version)
	}
	return nil, nil //nolint:nilnil // as above
}

// Empty says whether no site is registered yet.
func (a *Authoring) Empty(ctx context.Context) (empty bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		sites, err := tx.Sites(ctx)
		empty = len(sites) == 0
		return err
	})
	return empty, err
}
