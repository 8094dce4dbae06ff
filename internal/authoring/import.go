package authoring

import (
	"context"
	"io/fs"
	"reflect"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// Imported says what an import did.
type Imported struct {
	Generation   int64  // the publication it made; the newest there is where nothing changed
	Model        bool   // the content model was replaced
	DesignSystem string // name and version that was released; "" for none
	Created      Counts
	Updated      Counts
	Unchanged    Counts
}

// Counts counts things by kind.
type Counts struct{ Sites, Menus, Entries int }

// Import brings a folder into the database and publishes it, in one transaction: all of it or nothing. What is there already
// under the same key is updated, so that an import can be repeated. origin says where the files came from. Errors: a
// fault.Problems for what is wrong in the files; fault.Conflict where a content model would lose data, or a release exists
// already with other content.
func (a *Authoring) Import(ctx context.Context, actor Actor, f *Folder, origin string) (done *Imported, err error) {
	if err := actor.may(identity.Manage, identity.Target{Type: identity.Models}); err != nil {
		return nil, err
	}
	done = &Imported{}
	done.Generation, err = a.publish(ctx, actor, "import", func(p *publication) error {
		*done = Imported{}
		i := importing{publication: p, Folder: f, actor: actor, done: done}
		return i.run(ctx, origin)
	})
	return done, err
}

// ImportFS reads a project folder and imports it.
func (a *Authoring) ImportFS(ctx context.Context, actor Actor, fsys fs.FS) (*Imported, error) {
	if err := actor.may(identity.Manage, identity.Target{Type: identity.Models}); err != nil {
		return nil, err
	}
	var model *schema.Model
	err := a.store.View(ctx, func(tx Tx) error {
		files, err := tx.Model(ctx)
		if err == nil {
			model, err = schema.FromFiles(files.Files)
		}
		return err
	})
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	f, problems := ReadFolder(fsys, model)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return a.Import(ctx, actor, f, OriginImport)
}

// importing is one import in its transaction.
type importing struct {
	*publication
	*Folder
	actor Actor
	done  *Imported
	model *schema.Model // in force after the import
}

func (i *importing) run(ctx context.Context, origin string) error {
	steps := []func() error{
		func() error { return i.importModel(ctx, origin) },
		func() error { return i.importDesignSystem(ctx, origin) },
		func() error { return i.importSites(ctx) },
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
	return i.tx.Audit(ctx, AuditEvent{Actor: i.actor, Action: "import", Subject: "group", Detail: map[string]any{
		"created": i.done.Created, "updated": i.done.Updated, "model": i.done.Model, "designSystem": i.done.DesignSystem,
	}})
}

func (i *importing) importSites(ctx context.Context) error {
	for _, s := range i.Sites {
		old, err := i.tx.Site(ctx, s.Key)
		version, count := int64(0), &i.done.Created.Sites
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
			version, count = old.Version, &i.done.Updated.Sites
		}
		if _, err := i.tx.SaveSite(ctx, s, version); err != nil {
			return err
		}
		*count++
		i.changed = true
	}
	return nil
}

func (i *importing) importMenus(ctx context.Context) error {
	for _, m := range i.Menus {
		old, err := i.tx.Menu(ctx, m.Space, m.Name)
		version, count := int64(0), &i.done.Created.Menus
		switch {
		case fault.Is(err, fault.NotFound):
		case err != nil:
			return err
		default:
			same := normalJSON(m)
			if old.Published != nil && reflect.DeepEqual(same, normalJSON(old.Draft)) && reflect.DeepEqual(same, normalJSON(old.Published)) {
				i.done.Unchanged.Menus++
				continue
			}
			version, count = old.Version, &i.done.Updated.Menus
		}
		if _, err := i.tx.SaveMenu(ctx, m, version, i.actor.ID); err != nil {
			return err
		}
		if err := i.tx.PublishMenu(ctx, m.Space, m.Name); err != nil {
			return err
		}
		if err := i.setMenuUses(ctx, m, false, true); err != nil {
			return err
		}
		*count++
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
