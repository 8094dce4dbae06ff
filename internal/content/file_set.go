package content

import (
	"io/fs"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Head is what is remembered of every entry of a FileSet: where it stands, in the file and among entries.
type Head struct {
	yamlfile.Pos

	ID, Space, Type, Key string
}

// FileSet is the entries of a folder. It remembers heads and no documents, which are read again each time: there may be a hundred
// thousand of them.
type FileSet struct {
	fsys  fs.FS
	model *schema.Model
	dir   string
	heads []Head
	names []string // of the files, in order
	given []*File
	bad   bool // the scan found problems: reading again finds them again
}

// ScanFiles reads the entries below dir as ReadFiles does, and keeps their heads.
func ScanFiles(fsys fs.FS, dir string, m *schema.Model) (*FileSet, fault.Problems) {
	s := &FileSet{fsys: fsys, model: m, dir: dir}
	r := reader{fsys: fsys, dir: dir, model: m, seen: map[string]yamlfile.Pos{}, each: s.remember}
	r.walk()
	s.bad = len(r.problems) > 0
	return s, r.problems
}

func (s *FileSet) remember(f *File) {
	if n := len(s.names); n == 0 || s.names[n-1] != f.File {
		s.names = append(s.names, f.File)
	}
	s.heads = append(s.heads, headOf(f))
}

func headOf(f *File) Head { return Head{f.Pos, f.Entry.ID, f.Entry.Space, f.Entry.Type, f.Entry.Key} }

// Add puts entries behind those of the folder, which stand in no file.
func (s *FileSet) Add(files ...*File) {
	s.given = append(s.given, files...)
	for _, f := range files {
		s.heads = append(s.heads, headOf(f))
	}
}

// Model gives the content model that the entries were read with; nil where there are none.
func (s *FileSet) Model() *schema.Model {
	if s == nil {
		return nil
	}
	return s.model
}

// Len counts the entries.
func (s *FileSet) Len() int { return len(s.Heads()) }

// Heads gives the heads of all entries, in order. They are not to be changed.
func (s *FileSet) Heads() []Head {
	if s == nil {
		return nil
	}
	return s.heads
}

// Each reads the entries again, one after the other, and gives each with the number of its head. An error of visit ends it.
// Errors: fault.Conflict where a file has changed since it was scanned.
func (s *FileSet) Each(visit func(n int, f *File) error) error {
	if s == nil {
		return nil
	}
	n := 0
	one := func(f *File) error {
		if n >= len(s.heads) || headOf(f) != s.heads[n] {
			return changed(f.File)
		}
		n++
		return visit(n-1, f)
	}
	for _, name := range s.names {
		files, ps := s.read(name)
		if len(ps) > 0 && !s.bad {
			return changed(name)
		}
		for _, f := range files {
			if err := one(f); err != nil {
				return err
			}
		}
	}
	for _, f := range s.given {
		own := *f // what is read is the visitor's to change
		own.Entry = f.Entry.Clone()
		if err := one(&own); err != nil {
			return err
		}
	}
	return nil
}

func (s *FileSet) read(name string) (files []*File, ps fault.Problems) {
	r := reader{fsys: s.fsys, dir: s.dir, model: s.model, each: func(f *File) { files = append(files, f) }}
	r.read(name)
	return files, r.problems
}

func changed(name string) error {
	return fault.New(fault.Conflict, "%s was changed while it was read: try again", name)
}

// Locate gives problems of one entry the place in its file.
func (s *FileSet) Locate(n int, ps fault.Problems) fault.Problems {
	head := s.heads[n]
	if head.File != "" {
		files, _ := s.read(head.File)
		for _, f := range files {
			if headOf(f) == head {
				return f.Locate(ps)
			}
		}
	}
	return (&File{Pos: head.Pos}).Locate(ps)
}
