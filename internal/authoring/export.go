package authoring

import (
	"context"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Parts are the parts of a project folder by the names under which they are exported, in the order in which they are written.
var Parts = []string{"types", "design-system", "sites", "menus", "entries", "media"}

// partFolders are the folders of the parts.
var partFolders = map[string]string{
	"types": dirTypes, "design-system": dirDesignSystem, "sites": dirSites, "menus": dirMenus, "entries": dirEntries, "media": dirMedia,
}

// PartFolder gives the folder of a part.
func PartFolder(part string) string { return partFolders[part] }

// ExportScope says what of everything an export writes. Types is not for the part types: a model is one whole.
type ExportScope struct {
	Parts []string // none: all
	Sites []string // spaces: keys of sites, or "shared"; none: all
	Types []string // of entries; none: all
}

// Has says whether a part is exported.
func (s ExportScope) Has(part string) bool {
	return len(s.Parts) == 0 || slices.Contains(s.Parts, part)
}

// Space says whether what belongs to a space is.
func (s ExportScope) Space(key string) bool {
	return len(s.Sites) == 0 || slices.Contains(s.Sites, key)
}

// Type says whether entries of a type are.
func (s ExportScope) Type(name string) bool {
	return len(s.Types) == 0 || slices.Contains(s.Types, name)
}

// Exported counts what an export wrote.
type Exported struct {
	Types, DesignSystem   int // files
	Sites, Menus, Entries int
	Media                 int // that the entries show, in the list of them
	Dangling              int // references to entries that are not there: an import of them is refused
}

// Export gives everything that a project folder holds to write, file by file in a stable order, as it was at one moment: what an
// import brings back. Entries in the trash, accounts, keys, sessions and history are not in it, and no more than a page of
// entries is in memory. An error of write ends it. Errors: fault.Forbidden, fault.Unprocessable for a scope that names what is
// not there.
func (a *Authoring) Export(
	ctx context.Context, actor Actor, scope ExportScope, write func(name string, src []byte) error,
) (done *Exported, err error) {
	if err := actor.may(identity.Manage, identity.Target{Type: identity.Models}); err != nil {
		return nil, err
	}
	done = &Exported{}
	err = a.store.View(ctx, func(tx Tx) error {
		e := &exporting{tx: tx, scope: scope, write: write, done: done}
		if e.model, err = a.modelIn(ctx, tx); err != nil {
			return err
		}
		if e.group, err = loadGroup(ctx, tx); err != nil {
			return err
		}
		return e.run(ctx)
	})
	return done, err
}

type exporting struct {
	tx    Tx
	scope ExportScope
	write func(name string, src []byte) error
	done  *Exported
	model *schema.Model
	group *group
}

func (e *exporting) run(ctx context.Context) error {
	if err := e.checkScope(); err != nil {
		return err
	}
	steps := map[string]func(context.Context) error{
		"types": e.types, "design-system": e.designSystem, "sites": e.sites, "menus": e.menus, "entries": e.entries,
		"media": e.media,
	}
	for _, part := range Parts {
		if !e.scope.Has(part) {
			continue
		}
		if err := steps[part](ctx); err != nil {
			return err
		}
	}
	return nil
}

// checkScope refuses names that lead to nothing, because a folder without what was meant looks like one that has all.
func (e *exporting) checkScope() error {
	var ps fault.Problems
	unknown := func(option, code, what string, names []string, known func(string) bool) {
		for _, name := range names {
			if !known(name) {
				ps.Add(fault.Problem{Pointer: option, Code: code, Message: "there is no " + what + " " + quoteShort(name)})
			}
		}
	}
	unknown("part", "unknown_part", "part", e.scope.Parts, func(name string) bool { return partFolders[name] != "" })
	unknown("site", "unknown_site", "site", e.scope.Sites, func(key string) bool {
		_, ok := e.group.parents[key]
		return ok || key == site.Shared
	})
	unknown("type", "unknown_type", "content type", e.scope.Types, func(name string) bool { return e.model.Type(name) != nil })
	return ps.Err()
}

func (e *exporting) types(context.Context) error {
	return e.files(dirTypes, e.model.Files(), &e.done.Types)
}

// designSystem writes the release that the channel stable stands for: where the folder is imported, it comes to all channels.
func (e *exporting) designSystem(ctx context.Context) error {
	d, err := designsIn(ctx, e.tx)
	if err != nil {
		return err
	}
	if len(d.list) == 0 {
		return fault.New(fault.NotFound, "no design system was loaded yet")
	}
	files, err := e.tx.DesignSystemFiles(ctx, d.of(ChannelStable).Number)
	if err != nil {
		return err
	}
	return e.files(dirDesignSystem, files, &e.done.DesignSystem)
}

func (e *exporting) files(dir string, files map[string][]byte, count *int) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := e.write(dir+"/"+name, files[name]); err != nil {
			return err
		}
		*count++
	}
	return nil
}

// marshal writes a value as a file.
func (e *exporting) marshal(name string, v any, count *int) error {
	src, err := yamlfile.Marshal(v)
	if err != nil {
		return namedProblem(name, err)
	}
	*count++
	return e.write(name, src)
}

// namedProblem says which file it is that cannot be written.
func namedProblem(name string, err error) error {
	return fault.New(fault.CodeOf(err), "%s: %v", name, err)
}

func (e *exporting) sites(ctx context.Context) error {
	all, err := e.tx.Sites(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		if !e.scope.Space(s.Key) {
			continue
		}
		if err := e.marshal(siteFile(s.Key), s.Site, &e.done.Sites); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporting) menus(ctx context.Context) error {
	all, err := e.tx.Menus(ctx)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !e.scope.Space(m.Draft.Space) {
			continue
		}
		if err := e.marshal(menuFileName(m.Draft), menuFileOf(m), &e.done.Menus); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporting) entries(ctx context.Context) error {
	for _, t := range e.model.Types() {
		if !e.scope.Type(t.Name()) {
			continue
		}
		err := eachIn(ctx, e.tx, content.Filter{Type: t.Name()}, func(s *content.Stored) error {
			if !e.scope.Space(s.Draft.Space) {
				return nil
			}
			return e.entry(s)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *exporting) entry(s *content.Stored) error {
	space := s.Draft.Space
	target := func(r schema.Ref) string {
		if p, ok := e.group.byID[r.Target]; !ok || p.Type != r.Type {
			e.done.Dangling++
		}
		return e.group.name(space, r)
	}
	parent := s.Parent
	if parent != "" {
		parent = target(schema.Ref{Type: s.Draft.Type, Target: parent})
	}
	name := dirEntries + "/" + content.FileName(s.Draft)
	src, err := content.MarshalFile(e.model, s, parent, target)
	if err != nil {
		return namedProblem(name, err)
	}
	e.done.Entries++
	return e.write(name, src)
}
