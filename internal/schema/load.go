package schema

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// componentsDir is the folder, beside the content types, of the components that several of them use.
const componentsDir = "components"

// Load reads the model from the *.yaml files at the root of fsys, and in its folder components. The error is a fault.Problems
// with everything that is wrong in any of them, so that an author mends a model once and not ten times.
func Load(fsys fs.FS) (*Model, error) { return LoadDir(fsys, ".") }

// LoadDir is Load for a folder of fsys; problems name the files with it.
func LoadDir(fsys fs.FS, dir string) (*Model, error) {
	var ps fault.Problems
	list, err := fs.ReadDir(fsys, dir)
	if err != nil {
		ps.Add(yamlfile.Pos{File: dir}.Problem("unreadable", "the folder of the content types cannot be read: %v", reason(err)))
		return nil, ps.Err()
	}
	files := map[string][]byte{}
	readFolder(fsys, dir, "", list, files, &ps)
	switch list, err := fs.ReadDir(fsys, path.Join(dir, componentsDir)); {
	case err == nil:
		readFolder(fsys, dir, componentsDir, list, files, &ps)
	case !errors.Is(err, fs.ErrNotExist):
		ps.Add(yamlfile.Pos{File: path.Join(dir, componentsDir)}.Problem("unreadable", "the components cannot be read: %v", reason(err)))
	}
	return build(dir, files, ps)
}

// readFolder puts the .yaml files of dir/sub into files, by their path below dir.
func readFolder(fsys fs.FS, dir, sub string, list []fs.DirEntry, files map[string][]byte, ps *fault.Problems) {
	for _, entry := range list {
		name := entry.Name()
		if entry.IsDir() || strings.HasPrefix(name, ".") {
			continue
		}
		file := path.Join(dir, sub, name)
		switch path.Ext(name) {
		case ".yml":
			ps.Add(yamlfile.Pos{File: file}.Problem("bad_name", "content types are read from .yaml files: rename it"))
		case ".yaml":
			if src, ok := readFile(fsys, file, ps); ok {
				files[path.Join(sub, name)] = src
			}
		}
	}
}

// FromFiles makes the model again that Files gave.
func FromFiles(files map[string][]byte) (*Model, error) { return build(".", files, nil) }

func readFile(fsys fs.FS, file string, ps *fault.Problems) ([]byte, bool) {
	if info, err := fs.Stat(fsys, file); err == nil && info.Size() > maxFile {
		ps.Add(yamlfile.Pos{File: file}.Problem("too_large", "the file has %d bytes; %d are allowed", info.Size(), maxFile))
		return nil, false
	}
	src, err := fs.ReadFile(fsys, file)
	if err != nil {
		ps.Add(yamlfile.Pos{File: file}.Problem("unreadable", "cannot be read: %v", reason(err)))
		return nil, false
	}
	return src, true
}

// reason leaves out the path that errors of fs begin with: the problem names it already.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// build reads the files and checks them in two rounds: each by itself, then what they say of each other.
func build(dir string, files map[string][]byte, ps fault.Problems) (*Model, error) {
	m := &Model{byName: map[string]*Type{}, components: map[string]*Component{}, files: map[string][]byte{}, hash: hash(files)}
	types := 0
	for name := range files {
		if !isComponent(name) {
			types++
		}
	}
	if types == 0 && len(ps) == 0 {
		ps.Add(yamlfile.Pos{File: dir}.Problem("required", "there is no content type: at least one .yaml file is needed"))
	}
	if n := max(types, len(files)-types); n > MaxTypes {
		what := "content types"
		if types <= MaxTypes {
			what = "components"
		}
		ps.Add(yamlfile.Pos{File: dir}.Problem("too_many", "there are %d %s; %d are allowed", n, what, MaxTypes))
		return nil, ps.Err()
	}
	var sources []*source
	for _, name := range slices.Sorted(maps.Keys(files)) {
		m.files[name] = slices.Clone(files[name])
		s := readSource(path.Join(dir, name), files[name], isComponent(name), &ps)
		if s == nil {
			continue
		}
		sources = append(sources, s)
		// Also where it has problems: others that refer to it are not wrong for that.
		if s.typ == nil {
			m.components[s.component.name] = s.component
			continue
		}
		m.byName[s.typ.name] = s.typ
		m.types = append(m.types, s.typ)
	}
	slices.SortFunc(m.types, func(a, b *Type) int { return cmp.Compare(a.name, b.name) })
	for _, s := range sources {
		s.link(m)
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// isComponent says whether a file of the model, by its path in it, is a component.
func isComponent(name string) bool { return strings.HasPrefix(name, componentsDir+"/") }

// hash is taken over names and contents with their lengths, so that no two sets of files give the same bytes.
func hash(files map[string][]byte) string {
	h := sha256.New()
	part := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		h.Write(b)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		part([]byte(name))
		part(files[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}
