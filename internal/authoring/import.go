package authoring

import (
	"context"
	"errors"
	"io/fs"
	"reflect"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// Imported says what an import did, or would do.
type Imported struct {
	Generation   int64  // the publication it made; the newest there is where nothing changed
	Model        bool   // the content model was replaced
	Migrated     int    // entries that were brought into its form
	DesignSystem string // name and version that was released; "" for none
	Created      Counts
	Updated      Counts
	Unchanged    Counts
	Unpublished  Counts // of those updated: that something was taken out of service of
	Done         []Done // what changed, in the order in which it was done
}

// Counts counts things by kind.
type Counts struct{ Sites, Menus, Media, Entries int }

// Done is one thing that an import changed.
type Done struct {
	Name string // of its file in the folder
	What string // created, updated, restored, unpublished; of content types the change itself
}

func (d *Imported) note(name, what string) { d.Done = append(d.Done, Done{name, what}) }

// Import brings a folder into the database and publishes it, in one transaction: all of it or nothing. What is there already
// under the same key is updated, so that an import can be repeated. origin says where the files came from. Errors: a
// fault.Problems for what is wrong in the files; fault.Conflict where a content model would lose data, or a release exists
// already with other content.
func (a *Authoring) Import(ctx context.Context, actor Actor, f *Folder, origin string) (done *Imported, err error) {
	return a.importFolder(ctx, actor, f, origin, false)
}

// errDryRun ends the transaction of an import that is to be rolled back.
var errDryRun = errors.New("authoring: only to see what an import would do")

func (a *Authoring) importFolder(ctx context.Context, actor Actor, f *Folder, origin string, dryRun bool) (done *Imported, err error) {
	if err := actor.may(identity.Manage, identity.Target{Type: identity.Models}); err != nil {
		return nil, err
	}
	done = &Imported{}
	done.Generation, err = a.publish(ctx, actor, "import", func(p *publication) error {
		*done = Imported{}
		i := importing{publication: p, Folder: f, actor: actor, done: done}
		err := i.run(ctx, origin)
		if err == nil && dryRun {
			return errDryRun
		}
		return err
	})
	if errors.Is(err, errDryRun) {
		err = a.store.View(ctx, func(tx Tx) error {
			done.Generation, err = tx.Generation(ctx)
			return err
		})
	}
	return done, err
}

// ImportFS reads a project folder and imports it.
func (a *Authoring) ImportFS(ctx context.Context, actor Actor, fsys fs.FS) (*Imported, error) {
	return a.importFS(ctx, actor, fsys, false)
}

// PreviewImport says what ImportFS would do, and changes nothing. Errors: those of ImportFS.
func (a *Authoring) PreviewImport(ctx context.Context, actor Actor, fsys fs.FS) (*Imported, error) {
	return a.importFS(ctx, actor, fsys, true)
}

func (a *Authoring) importFS(ctx context.Context, actor Actor, fsys fs.FS, dryRun bool) (*Imported, error) {
	if err := actor.may(identity.Manage, identity.Target{Type: identity.Models}); err != nil {
		return nil, err
	}
	var model *schema.Model
	err := a.store.View(ctx, func(tx Tx) (err error) {
		model, err = a.modelIn(ctx, tx)
		return err
	})
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	f, problems := ReadFolder(fsys, model)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return a.importFolder(ctx, actor, f, OriginImport, dryRun)
}

// importing is one import in its transaction.
type importing struct {
	*publication
	*Folder
	actor  Actor
	done   *Imported
	model  *schema.Model // in force after the import
	accept bool          // that a new content model takes something away
}

func (i *importing) run(ctx context.Context, origin string) error {
	steps := []func() error{
		func() error { return i.importModel(ctx, origin) },
		func() error { return i.importDesignSystem(ctx, origin) },
		func() error { return i.packages(ctx) },
		func() error { return i.importSites(ctx) },
		func() error { return i.importMedia(ctx) },
		func() error { return i.importMenus(ctx) },
		func() error { return i.importEntries(ctx) },
		func() error { return i.secrets(ctx) },
		func() error { return i.importShared(ctx) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if !i.changed && len(i.records) == 0 {
		return nil
	}
	i.unique()
	return i.tx.Audit(ctx, AuditEvent{Actor: i.actor, Action: "import", Subject: "group", Detail: map[string]any{
		"created": i.done.Created, "updated": i.done.Updated, "unpublished": i.done.Unpublished, "model": i.done.Model,
		"designSystem": i.done.DesignSystem,
	}})
}

func (i *importing) importSites(ctx context.Context) error {
	for _, s := range i.Sites {
		old, err := i.tx.Site(ctx, s.Key)
		version, count, what, before := int64(0), &i.done.Created.Sites, "created", &site.Site{}
		switch {
		case fault.Is(err, fault.NotFound):
			if err := i.freeSiteKey(ctx, s.Key); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			if reflect.DeepEqual(normalJSON(s), normalJSON(old.Site)) {
				i.done.Unchanged.Sites++
				continue
			}
			version, count, what, before = old.Version, &i.done.Updated.Sites, "updated", &old.Site
		}
		if _, err := i.tx.SaveSite(ctx, s, version); err != nil {
			return err
		}
		if err := i.tellSite(ctx, before, s, what); err != nil {
			return err
		}
		*count++
		i.done.note(siteFile(s.Key), what)
		i.changed = true
	}
	return nil
}

// importShared compiles what stands on every page. What is wrong with sites and menus shows only now, all of it at once; so
// those of the folder stand in for what was just saved of them, because they know their file and line.
func (i *importing) importShared(ctx context.Context) error {
	in, err := i.sharedInput(ctx)
	if err != nil {
		return err
	}
	for n, s := range in.Sites {
		if at := slices.IndexFunc(i.Sites, func(f *site.Site) bool { return f.Key == s.Key }); at >= 0 {
			in.Sites[n] = i.Sites[at]
		}
	}
	for n, m := range in.Menus {
		if at := slices.IndexFunc(i.Menus, func(f *menu.Menu) bool { return f.Space == m.Space && f.Name == m.Name }); at >= 0 {
			in.Menus[n] = i.Menus[at]
		}
	}
	return i.compileShared(ctx, in)
}
