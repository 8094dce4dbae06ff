package authoring

import (
	"errors"
	"io/fs"
	"path"
	"strconv"
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
	dirMedia        = "media"
)

// Folder is what was read from a project folder. A part that the folder does not have is nil or empty.
type Folder struct {
	Model        *schema.Model
	DesignSystem *designsystem.Release
	Sites        []*site.Site
	Menus        []*menu.Menu // as they are published
	Entries      *content.FileSet

	media  []*mediumFile
	menus  []menuState     // as Menus, with their drafts; also those that are not published
	parts  map[string]bool // the folders that are there, also those whose files are broken
	unread map[string]bool // keys of the sites whose files are broken: who leads there is not wrong for that
}

// ReadFolder reads content-types/, design-system/, sites/, menus/, media/ and entries/, as far as they are there, and checks each
// file by itself. model is what entries are checked against where the folder has no content types of its own. The problems
// are those of all files, by file and line; what is given beside problems is not complete.
func ReadFolder(fsys fs.FS, model *schema.Model) (*Folder, fault.Problems) {
	f, problems := &Folder{parts: map[string]bool{}, unread: map[string]bool{}}, fault.Problems{}
	for _, dir := range []string{dirTypes, dirDesignSystem, dirSites, dirMenus, dirMedia, dirEntries} {
		if info, err := fs.Stat(fsys, dir); err == nil && info.IsDir() {
			f.parts[dir] = true
		}
	}
	if len(f.parts) == 0 {
		problems.Add(fault.Problem{
			Code:    "no_project",
			Message: "this is no project folder: it holds neither content-types/ nor design-system/, sites/, menus/ or entries/",
		})
		return f, problems
	}
	if f.parts[dirTypes] {
		m, err := schema.LoadDir(fsys, dirTypes)
		problems = append(problems, problemsOf(err, "")...)
		f.Model = m
	}
	if f.parts[dirDesignSystem] {
		sub, err := fs.Sub(fsys, dirDesignSystem)
		if err == nil {
			f.DesignSystem, err = designsystem.Load(sub)
		}
		problems = append(problems, problemsOf(err, dirDesignSystem)...)
	}
	f.readSites(fsys, &problems)
	f.readMenus(fsys, &problems)
	f.readMedia(fsys, &problems)
	if f.parts[dirTypes] {
		model = f.Model // nil where it is broken: then of entries nothing can be said
	}
	if model != nil {
		entries, ps := content.ScanFiles(fsys, dirEntries, model)
		f.Entries, problems = entries, append(problems, ps...)
	}
	problems.Sort()
	return f, problems
}

// siteFile and menuFileName give the files of a site and of a menu.
func siteFile(key string) string { return dirSites + "/" + key + ".yaml" }

func menuFileName(m *menu.Menu) string { return dirMenus + "/" + m.Space + "/" + m.Name + ".yaml" }

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
	for _, name := range yamlFiles(fsys, dirSites, 1, "sites/{site}.yaml", problems) {
		s, stem := &site.Site{}, strings.TrimSuffix(path.Base(name), ".yaml")
		if !yamlfile.Read(fsys, name, s, problems) {
			f.unread[stem] = true
			continue
		}
		s.Normalize()
		*problems = append(*problems, s.Validate()...)
		if s.Key != stem {
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
	for _, name := range yamlFiles(fsys, dirMenus, 2, "menus/{space}/{name}.yaml", problems) {
		m := &menuFile{}
		if !yamlfile.Read(fsys, name, m, problems) {
			continue
		}
		space, stem := path.Base(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".yaml")
		if m.Space != space || m.Name != stem {
			problems.Add(m.Pos.Problem("bad_name", "this file holds menu %q of space %q: it belongs to menus/%s/%s.yaml",
				m.Name, m.Space, m.Space, m.Name))
		}
		state := m.state(problems)
		f.menus = append(f.menus, state)
		if state.live != nil {
			f.Menus = append(f.Menus, state.live)
		}
	}
}

// yamlFiles gives the .yaml files that stand at their depth below dir. Others are named: a file that is silently left out looks
// like one that was read.
func yamlFiles(fsys fs.FS, dir string, depth int, form string, problems *fault.Problems) (names []string) {
	fail := func(name, code, format string, args ...any) {
		problems.Add(yamlfile.Pos{File: name}.Problem(code, format, args...))
	}
	err := fs.WalkDir(fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == dir:
		case err != nil:
			fail(name, "unreadable", "cannot be read: %v", err)
		case strings.HasPrefix(entry.Name(), ".") && entry.IsDir():
			return fs.SkipDir
		case entry.IsDir() || strings.HasPrefix(entry.Name(), "."):
		case path.Ext(name) == ".yml":
			fail(name, "bad_name", "files end in .yaml here: rename it")
		case path.Ext(name) != ".yaml":
		case strings.Count(name, "/") != depth:
			fail(name, "misplaced", "this file belongs to %s", form)
		default:
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		fail(dir, "unreadable", "cannot be read: %v", err)
	}
	return names
}

// quoteShort quotes what somebody typed, cut where it is long.
func quoteShort(s string) string { return strconv.Quote(s[:min(len(s), 40)]) }
