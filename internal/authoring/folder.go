package authoring

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// The parts of a project folder.
const (
	dirTypes        = "content-types"
	dirDesignSystem = "design-system"
	dirSites        = "sites"
	dirMenus        = "menus"
	dirEntries      = "entries"
)

// Folder is what was read from a project folder. A part that the folder does not have is nil or empty.
type Folder struct {
	Model        *schema.Model
	DesignSystem *designsystem.Release
	Sites        []*site.Site
	Menus        []*menu.Menu
	Entries      []*content.File
}

// ReadFolder reads content-types/, design-system/, sites/, menus/ and entries/, as far as they are there, and checks each
// file by itself. model is what entries are checked against where the folder has no content types of its own. The problems
// are those of all files, by file and line; what is given beside problems is not complete.
func ReadFolder(fsys fs.FS, model *schema.Model) (*Folder, fault.Problems) {
	f, problems := &Folder{}, fault.Problems{}
	has := func(dir string) bool {
		info, err := fs.Stat(fsys, dir)
		return err == nil && info.IsDir()
	}
	if !slices.ContainsFunc([]string{dirTypes, dirDesignSystem, dirSites, dirMenus, dirEntries}, has) {
		problems.Add(fault.Problem{Code: "no_project", Message: "this is no project folder: it holds neither content-types/ nor design-system/, sites/, menus/ or entries/"})
		return f, problems
	}
	if has(dirTypes) {
		m, err := schema.LoadDir(fsys, dirTypes)
		problems = append(problems, problemsOf(err, "")...)
		f.Model = m
	}
	if has(dirDesignSystem) {
		sub, err := fs.Sub(fsys, dirDesignSystem)
		if err == nil {
			f.DesignSystem, err = designsystem.Load(sub)
		}
		problems = append(problems, problemsOf(err, dirDesignSystem)...)
	}
	f.readSites(fsys, &problems)
	f.readMenus(fsys, &problems)
	if f.Model != nil {
		model = f.Model
	}
	if model != nil {
		entries, ps := content.ReadFiles(fsys, dirEntries, model)
		f.Entries, problems = entries, append(problems, ps...)
	}
	problems.Sort()
	return f, problems
}

// problemsOf gives the problems of an error, their files below dir; an error that is none becomes one.
func problemsOf(err error, dir string) fault.Problems {
	if err == nil {
		return nil
	}
	var ps fault.Problems
	if err = fault.InFolder(err, dir); errors.As(err, &ps) {
		return ps
	}
	return fault.Problems{{File: dir, Code: "unreadable", Message: err.Error()}}
}

func (f *Folder) readSites(fsys fs.FS, problems *fault.Problems) {
	for _, name := range glob(fsys, dirSites+"/*.yaml") {
		s := &site.Site{}
		if !yamlfile.Read(fsys, name, s, problems) {
			continue
		}
		s.Normalize()
		*problems = append(*problems, s.Validate()...)
		if stem := strings.TrimSuffix(path.Base(name), ".yaml"); s.Key != stem {
			problems.Add(s.Pos.Problem("bad_key", "the file %s.yaml holds site %q: name the file after the key", stem, s.Key))
		}
		f.Sites = append(f.Sites, s)
	}
	*problems = append(*problems, repeatedSites(f.Sites)...)
}

// repeatedSites leaves unknown parents out: they may be registered in the database already.
func repeatedSites(sites []*site.Site) (ps fault.Problems) {
	for _, p := range site.ValidateGroup(sites) {
		if p.Code != "unknown_parent" {
			ps.Add(p)
		}
	}
	return ps
}

func (f *Folder) readMenus(fsys fs.FS, problems *fault.Problems) {
	for _, name := range glob(fsys, dirMenus+"/*/*.yaml") {
		m := &menu.Menu{}
		if !yamlfile.Read(fsys, name, m, problems) {
			continue
		}
		space, stem := path.Base(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".yaml")
		if m.Space != space || m.Name != stem {
			problems.Add(m.Pos.Problem("bad_name", "this file holds menu %q of space %q: it belongs to menus/%s/%s.yaml", m.Name, m.Space, m.Space, m.Name))
		}
		f.Menus = append(f.Menus, m)
	}
}

func glob(fsys fs.FS, pattern string) []string {
	names, err := fs.Glob(fsys, pattern)
	if err != nil {
		panic(err) // the patterns are constants
	}
	return names
}
