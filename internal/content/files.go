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
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// File is an entry read from a file.
type File struct {
	yamlfile.Pos

	Entry   *Entry   // normalized, with defaults and slugs; ID is "" where the file has none; references name keys
	Publish []string // the locales to publish, sorted: those the file lists, or all it has
	places  yamlfile.Places
	base    string // pointer of the entry within the file
}

// entryFile is an entry as it is written in a file of its own; in a list it has a key too.
type entryFile struct {
	yamlfile.Pos

	ID      string                    `yaml:"id"`
	Shared  map[string]any            `yaml:"shared"`
	Locales map[string]map[string]any `yaml:"locales"`
	Publish []string                  `yaml:"publish"`
}

type listedFile struct {
	yamlfile.Pos

	Key     string                    `yaml:"key"`
	ID      string                    `yaml:"id"`
	Shared  map[string]any            `yaml:"shared"`
	Locales map[string]map[string]any `yaml:"locales"`
	Publish []string                  `yaml:"publish"`
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
func ReadFiles(fsys fs.FS, dir string, m *schema.Model) ([]*File, fault.Problems) {
	r := reader{fsys: fsys, dir: dir, model: m, seen: map[string]*File{}}
	err := fs.WalkDir(fsys, dir, r.visit)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.fail(dir, "unreadable", "cannot be read: %v", err)
	}
	r.problems.Sort()
	return r.files, r.problems
}

type reader struct {
	fsys     fs.FS
	dir      string
	model    *schema.Model
	files    []*File
	seen     map[string]*File // by id, and by space/type/key
	problems fault.Problems
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
		e := &Entry{ID: raw.ID, Space: parts[0], Type: parts[1], Key: parts[2], Shared: raw.Shared, Locales: raw.Locales}
		r.take(&File{Pos: raw.Pos, Entry: e, Publish: raw.Publish, places: places})
	}
}

func (r *reader) list(name, space, typ string) {
	var raw []listedFile
	places, ok := yamlfile.ReadPlaces(r.fsys, name, &raw, &r.problems)
	if !ok {
		return
	}
	for i, l := range raw {
		f := &File{Pos: l.Pos, Publish: l.Publish, places: places, base: "/" + strconv.Itoa(i)}
		f.Entry = &Entry{ID: l.ID, Space: space, Type: typ, Key: l.Key, Shared: l.Shared, Locales: l.Locales}
		r.take(f)
	}
}

// take checks an entry by itself and against those before it.
func (r *reader) take(f *File) {
	normal, ps := Normalize(r.model, f.Entry)
	f.Entry = normal
	t := r.model.Type(normal.Type)
	ApplyDefaults(t, normal)
	DeriveSlugs(t, normal)
	Compute(t, normal) // once more: of defaults and slugs too
	ps = append(ps, f.publish()...)
	ps = append(ps, r.repeated("/key", f, normal.Space+"/"+normal.Type+"/"+normal.Key)...)
	if normal.ID != "" {
		ps = append(ps, r.repeated("/id", f, normal.ID)...)
	}
	if t.Singleton() {
		ps = append(ps, r.repeated("", f, normal.Space+"/"+normal.Type)...)
	}
	r.problems = append(r.problems, f.Locate(ps)...)
	r.files = append(r.files, f)
}

// publish brings the list of locales to its canonical form.
func (f *File) publish() fault.Problems {
	var ps fault.Problems
	if f.Publish == nil {
		f.Publish = f.Entry.Tags()
		return nil
	}
	for i, given := range f.Publish {
		tag, err := locale.Parse(given)
		if _, ok := f.Entry.Locales[tag]; err != nil || !ok {
			ps.Add(fault.Problem{
				Pointer: "/publish/" + strconv.Itoa(i), Code: "bad_locale",
				Message: fmt.Sprintf("the entry has no document in locale %.40q to publish", given),
			})
			continue
		}
		f.Publish[i] = tag
	}
	slices.Sort(f.Publish)
	f.Publish = slices.Compact(f.Publish)
	return ps
}

func (r *reader) repeated(pointer string, f *File, name string) fault.Problems {
	first := r.seen[name]
	if first == nil {
		r.seen[name] = f
		return nil
	}
	return fault.Problems{{
		Pointer: pointer, Code: "repeated",
		Message: fmt.Sprintf("entry %s stands in %s:%d already", name, first.File, first.Line),
	}}
}
