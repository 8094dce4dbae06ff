package token

import (
	"errors"
	"io/fs"
	"path"
)

// maxBytes bounds one file; the largest published design systems stay below 1 MB a file, and 100,000 tokens take about 10 MB.
const maxBytes = 32 << 20

// files reads and keeps the documents of one load; each is read, parsed and checked once.
type files struct {
	fsys    fs.FS
	rep     *report
	docs    map[string]*node // nil where the file cannot be used
	names   []string         // in the order of reading
	checked map[*node]bool   // token structures that the checker has seen, and what it said
}

func newFiles(fsys fs.FS, rep *report) *files {
	return &files{fsys: fsys, rep: rep, docs: map[string]*node{}, checked: map[*node]bool{}}
}

// read gives the value a file holds, nil (and reported at the place that asked) where there is none.
func (f *files) read(name string, asked place) *node {
	if doc, ok := f.docs[name]; ok {
		return doc
	}
	f.docs[name] = nil
	f.names = append(f.names, name)
	if asked.src == nil {
		asked.src = newSource(name, nil)
	}
	info, err := fs.Stat(f.fsys, name)
	var text []byte
	switch {
	case err == nil && info.IsDir():
		err = errors.New("it is a folder")
	case err == nil && info.Size() > maxBytes:
		f.rep.add(asked, "", "too_large", "%s has %d bytes; %d are allowed", quote(name), info.Size(), maxBytes)
		return nil
	case err == nil:
		text, err = fs.ReadFile(f.fsys, name)
	}
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err // without the path of this machine
		}
		f.rep.add(asked, "", "unreadable", "%s cannot be read: %v", quote(name), err)
		return nil
	}
	f.docs[name] = parseSource(newSource(name, text), f.rep)
	return f.docs[name]
}

// complete says whether every file could be read.
func (f *files) complete() bool {
	for _, doc := range f.docs {
		if doc == nil {
			return false
		}
	}
	return true
}

// relative gives the name of the file that ref, written in the file from, means; "" where it would leave the folder.
func relative(from, ref string) string {
	if path.IsAbs(ref) {
		return ""
	}
	name := path.Join(path.Dir(from), ref)
	if !fs.ValidPath(name) {
		return ""
	}
	return name
}

// tokens checks a token structure once, and says whether it can be merged.
func (f *files) tokens(n *node) bool {
	ok, seen := f.checked[n]
	if !seen {
		ok = checker{f.rep}.file(n)
		f.checked[n] = ok
	}
	return ok
}
