package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/output"
)

// tokenFolder is tokens as files of this machine.
type tokenFolder struct {
	root   string // folder that all files are in
	files  fs.FS
	asked  []string // paths that were named, and folders that were looked through
	system *token.System

	lenient bool
	leftOut fault.Problems // what lenient passed over
}

// openTokens loads a folder, a resolver document or token files. Problems name files as the command line did. The folder is given
// also where its tokens cannot be used, so that it can be watched.
func openTokens(paths []string, lenient bool) (*tokenFolder, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	f := &tokenFolder{asked: paths, lenient: lenient}
	info, err := os.Stat(paths[0])
	if err != nil {
		return f, readable(err, paths[0])
	}
	if info.IsDir() && len(paths) > 1 {
		return f, fault.New(fault.Invalid, "name one folder, or files")
	}
	if info.IsDir() {
		f.root = paths[0]
		err := f.load(func() (string, []string, error) { return inFolder(os.DirFS(f.root), f.root) })
		return f, err
	}
	f.root = commonFolder(paths)
	err = f.load(func() (string, []string, error) { return amongFiles(f.root, paths) })
	return f, err
}

// readable takes the path out of an error, which the message names as it was typed.
func readable(err error, name string) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fault.New(fault.Invalid, "%s cannot be read: %v", name, err)
}

func (f *tokenFolder) load(find func() (resolver string, files []string, err error)) error {
	f.files = os.DirFS(f.root)
	resolver, files, err := find()
	if err != nil {
		return err
	}
	if f.lenient {
		f.system, f.leftOut = token.LoadUsable(f.files, resolver, files...)
		for i := range f.leftOut {
			f.leftOut[i].File = inRoot(f.root, f.leftOut[i].File)
		}
		if f.system == nil {
			return f.leftOut
		}
		return nil
	}
	if resolver != "" {
		f.system, err = token.Load(f.files, resolver)
	} else {
		f.system, err = token.LoadFiles(f.files, files...)
	}
	return fault.InFolder(err, f.root)
}

// watched gives the files to look at for changes: those that were read, or all of the folder where none could be.
func (f *tokenFolder) watched() []string {
	out := slices.Clone(f.asked)
	if f.system == nil {
		if f.root != "" {
			out = append(out, f.root)
		}
		return out
	}
	for _, name := range f.system.Files() {
		out = append(out, filepath.Join(f.root, filepath.FromSlash(name)))
	}
	return out
}

// inFolder finds the one resolver of a folder, or its token files.
func inFolder(fsys fs.FS, root string) (resolver string, files []string, err error) {
	var resolvers []string
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && name != "."):
			return fs.SkipDir
		case d.IsDir():
		case isResolver(name) && path.Dir(name) == ".":
			resolvers = append(resolvers, name)
		case isTokens(name):
			files = append(files, name)
		}
		return nil
	})
	switch {
	case err != nil:
		return "", nil, readable(err, root)
	case len(resolvers) == 1:
		return resolvers[0], nil, nil
	case len(resolvers) > 1:
		return "", nil, fault.New(fault.Invalid, "%s holds several resolvers: name one of %s", root, strings.Join(resolvers, ", "))
	case len(files) == 0:
		return "", nil, fault.New(fault.Invalid, "%s holds no resolver (*.resolver.json) and no token files (*.tokens.json, *.tokens)", root)
	}
	return "", files, nil
}

func isResolver(name string) bool {
	return hasEnd(name, ".resolver.json", ".resolver.json5", ".resolver.jsonc")
}
func isTokens(name string) bool {
	return hasEnd(name, ".tokens.json", ".tokens", ".tokens.json5", ".tokens.jsonc")
}

func hasEnd(name string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(strings.ToLower(name), end) })
}

func amongFiles(root string, paths []string) (resolver string, files []string, err error) {
	for _, p := range paths {
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return "", nil, readable(err, p)
		}
		name := filepath.ToSlash(rel)
		if isResolver(name) && len(paths) == 1 {
			return name, nil, nil
		}
		if isResolver(name) {
			return "", nil, fault.New(fault.Invalid, "%s is a resolver, which names its files itself: name it alone", p)
		}
		files = append(files, name)
	}
	return "", files, nil
}

// commonFolder gives the folder that holds all paths, as they were typed.
func commonFolder(paths []string) string {
	root := filepath.Dir(paths[0])
	for _, p := range paths[1:] {
		for {
			rel, err := filepath.Rel(root, p)
			if err != nil || rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
				break
			}
			root = filepath.Join(root, "..")
		}
	}
	return root
}

func inRoot(root, name string) string {
	if name == "" {
		return name
	}
	return path.Join(filepath.ToSlash(root), name)
}

// write writes the files that differ from what is there, each whole or not at all.
func (t *tokensRun) write(files []output.File) error {
	out := t.cmd.Out
	if out == "" {
		out = "."
	}
	seen := map[string][]byte{}
	changed := 0
	for _, f := range files {
		if other, twice := seen[f.Path]; twice {
			if bytes.Equal(other, f.Data) {
				continue
			}
			return fault.New(fault.Invalid, "two formats write %s: build them into different folders", f.Path)
		}
		seen[f.Path] = f.Data
	}
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		full := filepath.Join(out, filepath.FromSlash(name))
		if old, err := os.ReadFile(full); err == nil && bytes.Equal(old, seen[name]) {
			continue
		}
		if err := replaceFile(full, seen[name]); err != nil {
			return err
		}
		changed++
	}
	if t.cmd.JSON {
		said := map[string]any{"ok": true, "files": slices.Sorted(maps.Keys(seen)), "changed": changed}
		maps.Copy(said, t.also)
		return t.json(said)
	}
	_, err := fmt.Fprintf(t.stdout, "%d files in %s; changed: %d\n", len(seen), out, changed)
	return err
}

// replaceFile puts a file in place of another in one step.
func replaceFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".tokens-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(0o644), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}

// stamp tells whether files, or what folders hold, have changed.
func stamp(paths []string) string {
	var b strings.Builder
	for _, p := range paths {
		_ = filepath.WalkDir(p, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil //nolint:nilerr // what is gone is a change, too
			}
			if d.IsDir() && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			if info, err := d.Info(); err == nil && !d.IsDir() && (isResolver(name) || isTokens(name) || name == p || hasEnd(name, ".lint.yaml")) {
				fmt.Fprintf(&b, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return b.String()
}
