package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// File is an entry read from a file: the state that it is to have.
type File struct {
	yamlfile.Pos

	Entry     *Entry   // the draft: normalized, with defaults and slugs; ID is "" where the file has none; references name keys
	Publish   []string // the locales that are published, sorted: those the file lists, or all it has
	Published *Entry   // what is published, where it differs from the draft: the documents of Publish; else nil
	Archived  []string // the locales that are out of use, sorted
	Parent    string   // id or key of the entry above, in a tree; "" at the top
	Position  string   // orders siblings; "" where the file says nothing of the place in the tree
	places    yamlfile.Places
	base      string // pointer of the entry within the file
}

// entryFile is an entry as it is written in a file of its own, in this order.
type entryFile struct {
	yamlfile.Pos

	ID        string                    `yaml:"id"`
	Parent    string                    `yaml:"parent"`
	Position  string                    `yaml:"position"`
	Shared    map[string]any            `yaml:"shared"`
	Locales   map[string]map[string]any `yaml:"locales"`
	Empty     []string                  `yaml:"empty"` // pointers to values that neither a default nor a slug is to fill
	Publish   []string                  `yaml:"publish"`
	Archived  []string                  `yaml:"archived"`
	Published *publishedFile            `yaml:"published"`
}

// publishedFile is what is published of an entry.
type publishedFile struct {
	yamlfile.Pos

	Shared  map[string]any            `yaml:"shared"`
	Locales map[string]map[string]any `yaml:"locales"`
}

// listedFile is an entry in a list: it has a key too.
type listedFile struct {
	yamlfile.Pos

	Key       string                    `yaml:"key"`
	ID        string                    `yaml:"id"`
	Parent    string                    `yaml:"parent"`
	Position  string                    `yaml:"position"`
	Shared    map[string]any            `yaml:"shared"`
	Locales   map[string]map[string]any `yaml:"locales"`
	Empty     []string                  `yaml:"empty"`
	Publish   []string                  `yaml:"publish"`
	Archived  []string                  `yaml:"archived"`
	Published *publishedFile            `yaml:"published"`
}

func (l *listedFile) entry() entryFile {
	return entryFile{l.Pos, l.ID, l.Parent, l.Position, l.Shared, l.Locales, l.Empty, l.Publish, l.Archived, l.Published}
}

// Locate gives problems the place in the file that their pointers lead to.
func (f *File) Locate(ps fault.Problems) fault.Problems {
	out := slices.Clone(ps)
	for i := range out {
		pos := f.places.At(f.base + out[i].Pointer)
		out[i].File, out[i].Line, out[i].Column = f.File, pos.Line, pos.Column
	}
	return out
}

// ReadFiles reads the entries below dir: dir/{space}/{type}/{key}.yaml holds one, dir/{space}/{type}.yaml a list. Problems are
// those of all files in one pass; where there are any, the entries are not to be used. A dir that does not exist holds none.
// That a space is a registered site and that references lead somewhere is for the caller to check (see Locate).
func ReadFiles(fsys fs.FS, dir string, m *schema.Model) (all []*File, problems fault.Problems) {
	r := reader{fsys: fsys, dir: dir, model: m, seen: map[string]yamlfile.Pos{}, each: func(f *File) { all = append(all, f) }}
	r.walk()
	return all, r.problems
}

// reader reads files, and gives the entries in them to each.
type reader struct {
	fsys     fs.FS
	dir      string
	model    *schema.Model
	each     func(*File)
	seen     map[string]yamlfile.Pos // by id, and by space/type/key; nil where that was checked before
	problems fault.Problems
}

func (r *reader) walk() {
	err := fs.WalkDir(r.fsys, r.dir, r.visit)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.fail(r.dir, "unreadable", "cannot be read: %v", err)
	}
	r.problems.Sort()
}

func (r *reader) fail(file, code, format string, args ...any) {
	r.problems.Add(yamlfile.Pos{File: file}.Problem(code, format, args...))
}

func (r *reader) visit(name string, entry fs.DirEntry, err error) error {
	if err != nil {
		if name == r.dir {
			return err
		}
		r.fail(name, "unreadable", "cannot be read: %v", err)
		return nil
	}
	if name == r.dir {
		return nil
	}
	if strings.HasPrefix(entry.Name(), ".") {
		if entry.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	if entry.IsDir() {
		return nil
	}
	switch path.Ext(name) {
	case ".yml":
		r.fail(name, "bad_name", "entries are read from .yaml files: rename it")
	case ".yaml":
		r.read(name)
	}
	return nil
}

func (r *reader) read(name string) {
	rel := strings.TrimPrefix(name, r.dir+"/")
	if r.dir == "." {
		rel = name
	}
	parts := strings.Split(strings.TrimSuffix(rel, ".yaml"), "/")
	if n := len(parts); n != 2 && n != 3 {
		r.fail(name, "misplaced", "an entry stands in {space}/{type}/{key}.yaml, a list of them in {space}/{type}.yaml")
		return
	}
	if r.model.Type(parts[1]) == nil { // said once for the file, not for each of a list
		r.fail(name, "unknown_type", "there is no content type %.80q; there are %s", parts[1], typeNames(r.model))
		return
	}
	if len(parts) == 2 {
		r.list(name, parts[0], parts[1])
		return
	}
	var raw entryFile
	places, ok := yamlfile.ReadPlaces(r.fsys, name, &raw, &r.problems)
	if ok {
		r.take(&File{Pos: raw.Pos, places: places}, raw, &Entry{Space: parts[0], Type: parts[1], Key: parts[2]})
	}
}

func (r *reader) list(name, space, typ string) {
	var raw []listedFile
	places, ok := yamlfile.ReadPlaces(r.fsys, name, &raw, &r.problems)
	if !ok {
		return
	}
	for i, l := range raw {
		f := &File{Pos: l.Pos, places: places, base: "/" + strconv.Itoa(i)}
		r.take(f, l.entry(), &Entry{Space: space, Type: typ, Key: l.Key})
	}
}

// take checks an entry by itself and against those before it.
func (r *reader) take(f *File, raw entryFile, e *Entry) {
	e.ID, e.Shared, e.Locales = raw.ID, raw.Shared, raw.Locales
	f.Publish, f.Archived, f.Parent, f.Position = raw.Publish, raw.Archived, raw.Parent, raw.Position
	normal, ps := Normalize(r.model, e)
	f.Entry = normal
	t := r.model.Type(normal.Type)
	ApplyDefaults(t, normal)
	DeriveSlugs(t, normal)
	ps = append(ps, f.empty(t, raw.Empty)...)
	Compute(t, normal) // once more: of defaults and slugs too
	ps = append(ps, f.publishedPart(r.model, raw.Published)...)
	ps = append(ps, f.locales("/publish", &f.Publish)...)
	ps = append(ps, f.locales("/archived", &f.Archived)...)
	ps = append(ps, f.states(t)...)
	if r.seen != nil {
		ps = append(ps, r.repeated("/key", f, normal.Space+"/"+normal.Type+"/"+normal.Key)...)
		if normal.ID != "" {
			ps = append(ps, r.repeated("/id", f, normal.ID)...)
		}
		if t.Singleton() {
			ps = append(ps, r.repeated("", f, normal.Space+"/"+normal.Type)...)
		}
	}
	r.problems = append(r.problems, f.Locate(ps)...)
	r.each(f)
}

func (r *reader) repeated(pointer string, f *File, name string) fault.Problems {
	first, ok := r.seen[name]
	if !ok {
		r.seen[name] = f.Pos
		return nil
	}
	return fault.Problems{{
		Pointer: pointer, Code: "repeated",
		Message: fmt.Sprintf("entry %s stands in %s:%d already", name, first.File, first.Line),
	}}
}
