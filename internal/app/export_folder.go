package app

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

// exportTemp begins the name of the folder, inside the one that is exported into, where an export is written before it takes its
// place; so it is on the same disk.
const exportTemp = ".portico-export-"

// exportFolder is a folder that is being exported into. Until finish, nothing in it is touched.
type exportFolder struct {
	dir  string
	temp string
}

// newExportFolder prepares a folder. Errors: fault.Conflict where it has files, and they are not to be replaced.
func newExportFolder(dir string, replace bool) (*exportFolder, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fault.New(fault.Invalid, "the folder %s cannot be made: %v", dir, errors.Unwrap(err))
	}
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, fault.New(fault.Invalid, "the folder %s cannot be read: %v", dir, errors.Unwrap(err))
	}
	for _, entry := range list {
		if strings.HasPrefix(entry.Name(), exportTemp) { // of an export that was killed
			if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
				return nil, err
			}
			continue
		}
		if !replace {
			return nil, fault.New(fault.Conflict, "%s is not empty: name another folder, or replace what an export writes with --replace", dir)
		}
	}
	temp, err := os.MkdirTemp(dir, exportTemp)
	if err != nil {
		return nil, fault.New(fault.Invalid, "the folder %s cannot be written: %v", dir, errors.Unwrap(err))
	}
	return &exportFolder{dir, temp}, nil
}

// discard removes what was not finished.
func (f *exportFolder) discard() { _ = os.RemoveAll(f.temp) }

// write writes a file of the export.
func (f *exportFolder) write(name string, src []byte) error {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return fault.New(fault.Unprocessable, "%q is no name of a file in a folder", name)
	}
	file := filepath.Join(f.temp, "new", filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return err
	}
	return os.WriteFile(file, src, 0o640)
}

// finish puts the parts into their places, whole folders at a time. Files that no export writes stay.
func (f *exportFolder) finish(scope authoring.ExportScope) error {
	var parts []string
	for _, part := range authoring.Parts {
		if scope.Has(part) {
			parts = append(parts, authoring.PartFolder(part))
		}
	}
	for _, part := range parts { // first all that may fail
		if err := f.keep(part, scope); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(f.temp, "old"), 0o750); err != nil {
		return err
	}
	for _, part := range parts {
		place := filepath.Join(f.dir, part)
		if err := os.Rename(place, filepath.Join(f.temp, "old", part)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := os.Rename(filepath.Join(f.temp, "new", part), place); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// keep takes the files that are not of the export's kind over into the new folder of a part.
func (f *exportFolder) keep(part string, scope authoring.ExportScope) error {
	root := filepath.Join(f.dir, part)
	return filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && file == root {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(f.dir, file)
		if err != nil || belongs(scope, filepath.ToSlash(name)) {
			return err
		}
		to := filepath.Join(f.temp, "new", name)
		if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
			return err
		}
		return link(file, to)
	})
}

// link gives a file a second name, or copies it where the disk has no such thing.
func link(from, to string) error {
	if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}
