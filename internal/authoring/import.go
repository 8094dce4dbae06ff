package authoring

import (
	"context"
	"io/fs"
	"reflect"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/schema"
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
	if err := actor.may(identity.RunImport); err != nil {
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
	if err := actor.may(identity.RunImport); err != nil {
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
		func() error { return i.shared(ctx) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if !i.changed && len(i.records) == 0 {
		return nil
	}
	return i.tx.Audit(ctx, AuditEvent{Actor: i.actor.ID, Action: "import", Subject: "group", Detail: map[string]any{
		"created": i.done.Created, "updated": i.done.Updated, "model": i.done.Model, "designSystem": i.done.DesignSystem,
	}})
}

func (i *importing) importSites(ctx context.Context) error {
	for _, s := range i.Sites {
		old, err := i.tx.Site(ctx, s.Key)
		version, count := int64(0), &i.done.Created.Sites
		switch {
		case fault.Is(err, fault.NotFound):
		case err != nil:
			return err
		default:
			want := *s
			want.Pos = old.Pos
			if reflect.DeepEqual(normalJSON(want), normalJSON(old.Site)) {
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
		if err := i.checkMenu(ctx, m); err != nil {
			return err
		}
		if _, err := i.tx.SaveMenu(ctx, m, version, i.actor.ID); err != nil {
			return err
		}
		if err := i.tx.PublishMenu(ctx, m.Space, m.Name); err != nil {
			return err
		}
		*count++
		i.changed = true
	}
	return nil
}

// checkMenu gives problems while their file and line are still known: the menu that is stored has none.
func (p *publication) checkMenu(ctx context.Context, m *menu.Menu) error {
	sites, err := p.tx.Sites(ctx)
	if err != nil {
		return err
	}
	targets := menu.Targets{Sites: map[string]bool{}}
	for _, s := range sites {
		targets.Sites[s.Key] = true
	}
	return m.Validate(targets).Err()
}

func (i *importing) importEntries(ctx context.Context) error {
	if len(i.Entries) == 0 {
		return nil
	}
	ids, stored, err := i.identify(ctx)
	if err != nil {
		return err
	}
	var problems fault.Problems
	var published []*content.Stored
	for n, file := range i.Entries {
		typ := i.model.Type(file.Entry.Type)
		lookup := func(r schema.Ref) (string, bool) { id, ok := ids[r]; return id, ok }
		problems = append(problems, file.Locate(content.ResolveRefs(typ, file.Entry, lookup))...)
		problems = append(problems, file.Locate(content.CheckPublish(i.model, file.Entry, file.Publish, nil))...)
		if len(problems) > 0 {
			continue
		}
		now, err := i.importEntry(ctx, file, stored[n])
		if err != nil {
			return err
		}
		if now != nil {
			published = append(published, now)
		}
	}
	if len(problems) > 0 {
		return problems.Err()
	}
	i.entries(i.model, published)
	return nil
}

// identify gives every entry of the folder its id: the one it has in the database, the one in its file, or a new one. ids
// also knows the entries that are in the database only, for references to them.
func (i *importing) identify(ctx context.Context) (ids map[schema.Ref]string, stored []*content.Stored, err error) {
	all, err := i.tx.Entries(ctx, content.Filter{})
	if err != nil {
		return nil, nil, err
	}
	type place struct{ space, typ, key string }
	byPlace, byID := map[place]*content.Stored{}, map[string]*content.Stored{}
	ids = map[schema.Ref]string{}
	for _, s := range all {
		e := s.Draft
		byPlace[place{e.Space, e.Type, e.Key}], byID[e.ID] = s, s
		ids[schema.Ref{Type: e.Type, Target: e.Key}], ids[schema.Ref{Type: e.Type, Target: e.ID}] = e.ID, e.ID
	}
	stored = make([]*content.Stored, len(i.Entries))
	for n, file := range i.Entries {
		e := file.Entry
		if stored[n] = byPlace[place{e.Space, e.Type, e.Key}]; stored[n] == nil && e.ID != "" {
			stored[n] = byID[e.ID]
		}
		switch {
		case stored[n] != nil && e.ID == "":
			e.ID = stored[n].Draft.ID
		case e.ID == "":
			e.ID = content.NewID()
		}
		ids[schema.Ref{Type: e.Type, Target: e.Key}], ids[schema.Ref{Type: e.Type, Target: e.ID}] = e.ID, e.ID
	}
	return ids, stored, nil
}

// importEntry saves and publishes one entry, and gives it as it is then; nil where it was so already.
func (i *importing) importEntry(ctx context.Context, file *content.File, old *content.Stored) (*content.Stored, error) {
	version, count := int64(0), &i.done.Created.Entries
	if old != nil {
		same := normalJSON(file.Entry)
		if reflect.DeepEqual(same, normalJSON(old.Draft)) && publishedAs(old, file) {
			i.done.Unchanged.Entries++
			return nil, nil //nolint:nilnil // nothing to publish is no error
		}
		version, count = old.Version, &i.done.Updated.Entries
	}
	if _, err := i.tx.SaveEntry(ctx, file.Entry, version, i.actor.ID); err != nil {
		return nil, err
	}
	*count++
	i.changed = true
	if len(file.Publish) == 0 {
		return nil, nil //nolint:nilnil // as above
	}
	if err := i.tx.PublishEntry(ctx, file.Entry.ID, file.Publish, i.log.At); err != nil {
		return nil, err
	}
	return i.tx.Entry(ctx, file.Entry.ID)
}

// publishedAs says whether what the file wants to be published is so, with the content of the draft.
func publishedAs(s *content.Stored, file *content.File) bool {
	for _, tag := range file.Publish {
		if s.Status(tag) != content.StatusPublished {
			return false
		}
	}
	return true
}
