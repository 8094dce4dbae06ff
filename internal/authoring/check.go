package authoring

import (
	"io/fs"
	"maps"

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
	done := Checked{Sites: len(f.Sites), Menus: len(f.Menus), Entries: len(f.Entries)}
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
	problems = append(problems, f.checkShared(compiler, look)...)
	problems.Sort()
	return done, problems.Unique()
}

// checkEntries checks what would be published, and that references lead to an entry of the folder. A folder without sites is
// one for a group that has them already: then spaces are not known.
func (f *Folder) checkEntries(model *schema.Model) (problems fault.Problems) {
	g := newGroup()
	for _, e := range f.Entries {
		if len(f.Sites)+len(f.unread) == 0 {
			g.parents[e.Entry.Space] = ""
		}
	}
	for _, s := range f.Sites {
		g.parents[s.Key] = s.Parent
	}
	for key := range f.unread {
		g.parents[key] = ""
	}
	_, problems = g.identify(f.Entries)
	for _, e := range f.Entries {
		lookup := func(r schema.Ref) (string, bool) { return g.target(e.Entry.Space, r) }
		problems = append(problems, e.Locate(content.CheckPublish(model, e.Entry, e.Publish, nil))...)
		problems = append(problems, e.Locate(content.ResolveRefs(model.Type(e.Entry.Type), e.Entry, lookup))...)
	}
	return append(problems, g.unique(model, f.Entries)...)
}

// checkShared compiles what stands on every page. Where that cannot be, because the sites are registered elsewhere or something
// that it needs is broken, it checks the menus by themselves.
func (f *Folder) checkShared(compiler *publishing.Compiler, look *publishing.Look) (problems fault.Problems) {
	if look != nil && len(f.Sites) > 0 && len(f.unread) == 0 {
		_, err := compiler.Shared(publishing.Shared{Sites: f.Sites, Menus: f.Menus, Look: look})
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
