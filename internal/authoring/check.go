package authoring

import (
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
)

// Checked counts what a check has looked at.
type Checked struct {
	Types, Sites, Menus, Entries int
	DesignSystem                 string // name and version; "" where the folder has none
}

// Check reads a project folder and compiles everything in it, without any database: what passes can be imported and
// published. model and look stand in for parts that the folder does not have. Every problem has its file and line.
func Check(fsys fs.FS, compiler *publishing.Compiler, model *schema.Model, look *publishing.Look) (Checked, fault.Problems) {
	f, problems := ReadFolder(fsys, model)
	done := Checked{Sites: len(f.Sites), Menus: len(f.Menus), Entries: f.Entries.Len()}
	if f.parts[dirTypes] {
		model = f.Model
	}
	if f.Model != nil {
		done.Types = len(f.Model.Types())
	}
	if f.parts[dirDesignSystem] {
		look = nil
	}
	if f.DesignSystem != nil {
		done.DesignSystem = f.DesignSystem.Name + " " + f.DesignSystem.Version
		own, err := compiler.Look(f.DesignSystem)
		problems = append(problems, problemsOf(err, dirDesignSystem)...)
		if err == nil {
			look = own
			problems = append(problems, problemsOf(fragment.Check(f.DesignSystem, nil), dirDesignSystem)...)
		}
	}
	if model != nil {
		problems = append(problems, f.checkEntries(model)...)
	}
	problems = append(problems, f.checkShared(compiler, model, look)...)
	problems.Sort()
	return done, problems.Unique()
}

// checkEntries checks what would be published, and that references lead to an entry of the folder. A folder without sites is
// one for a group that has them already: then spaces are not known.
func (f *Folder) checkEntries(model *schema.Model) (problems fault.Problems) {
	g := newGroup()
	for _, h := range f.Entries.Heads() {
		if len(f.Sites)+len(f.unread) == 0 {
			g.parents[h.Space] = ""
		}
	}
	for _, s := range f.Sites {
		g.parents[s.Key] = s.Parent
	}
	for key := range f.unread {
		g.parents[key] = ""
	}
	_, problems = g.identify(model, f.Entries)
	owners := map[string]string{}
	err := f.Entries.Each(func(_ int, e *content.File) error {
		problems = append(problems, checkEntry(model, g, e)...)
		problems = append(problems, e.Locate(repeatedValues(owners, model.Type(e.Entry.Type), e))...)
		return nil
	})
	return append(problems, problemsOf(err, dirEntries)...)
}

// checkEntry checks one entry of a folder: what would be published of it, and that its references lead somewhere.
func checkEntry(model *schema.Model, g *group, f *content.File) (problems fault.Problems) {
	t := model.Type(f.Entry.Type)
	lookup := func(r schema.Ref) (string, bool) { return g.target(f.Entry.Space, r) }
	problems = content.ResolveRefs(t, f.Entry, lookup)
	switch {
	case f.Published != nil:
		problems = append(problems, under("/published", content.ResolveRefs(t, f.Published, lookup))...)
		problems = append(problems, under("/published", content.CheckPublish(model, f.Published, f.Publish, nil))...)
	case len(f.Publish) > 0:
		problems = append(problems, content.CheckPublish(model, f.Entry, f.Publish, nil)...)
	}
	return f.Locate(problems)
}

// repeatedValues finds values that two entries of a space would have, of fields where they are unique.
func repeatedValues(owners map[string]string, t *schema.Type, f *content.File) (ps fault.Problems) {
	base := ""
	if f.Published != nil {
		base = "/published"
	}
	for _, v := range uniqueValues(t, f.Live()) {
		at := strings.Join([]string{f.Entry.Space, f.Entry.Type, v.Field, v.Locale, v.Hash}, " ")
		if other := owners[at]; other != "" {
			ps.Add(fault.Problem{Pointer: base + v.Pointer, Code: "repeated",
				Message: fmt.Sprintf("entry %s has this value already, and it is unique", other)})
			continue
		}
		owners[at] = f.Entry.Space + "/" + f.Entry.Type + "/" + f.Entry.Key
	}
	return ps
}

// notices gives the notices that would be published: an audience that one names has bundles of its own.
func (f *Folder) notices() (out []*content.Stored) {
	_ = f.Entries.Each(func(_ int, e *content.File) error { // what cannot be read was named before
		live := e.Live()
		if live == nil || live.Type != publishing.NoticeType {
			return nil
		}
		s := &content.Stored{Draft: e.Entry, Published: live, PublishedAt: map[string]time.Time{}}
		for _, tag := range e.Publish {
			s.PublishedAt[tag] = time.Time{}
		}
		out = append(out, s)
		return nil
	})
	return out
}

// checkShared compiles what stands on every page. Where that cannot be, because the sites are registered elsewhere or something
// that it needs is broken, it checks the menus by themselves.
func (f *Folder) checkShared(compiler *publishing.Compiler, model *schema.Model, look *publishing.Look) (problems fault.Problems) {
	if look != nil && len(f.Sites) > 0 && len(f.unread) == 0 {
		_, err := compiler.Shared(publishing.Shared{Sites: f.Sites, Menus: f.Menus, Look: look, Model: model, Notices: f.notices()})
		return problemsOf(err, "")
	}
	targets := menu.Targets{Sites: maps.Clone(f.unread)}
	for _, s := range f.Sites {
		targets.Sites[s.Key] = true
	}
	for _, m := range f.Menus {
		for _, p := range m.Validate(targets) {
			if p.Code != "unknown_site" || len(targets.Sites) > 0 {
				problems.Add(p)
			}
		}
	}
	return problems
}
