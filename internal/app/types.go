package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	contenttypes "github.com/portico-cms/portico/content-types"
	"github.com/portico-cms/portico/internal/config"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/typegen"
)

// types writes the content types as types of a language, to a file, to a folder, or to standard output.
func types(cmd config.Command, stdout io.Writer) error {
	model, err := modelOf(cmd.Dir)
	if err != nil {
		return err
	}
	files, err := typegen.Generate(model, cmd.Language, cmd.Namespace)
	if err != nil {
		return err
	}
	info, err := os.Stat(cmd.Out)
	if err != nil && cmd.Out != "" && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	isFolder := err == nil && info.IsDir()
	single := typegen.SingleFile(cmd.Language)
	switch {
	case single && cmd.Out == "":
		_, err := stdout.Write(files[0].Text)
		return err
	case single && isFolder:
		return writeTyped(filepath.Join(cmd.Out, files[0].Name), files[0].Text)
	case single:
		return writeTyped(cmd.Out, files[0].Text)
	case cmd.Out == "":
		return fault.New(fault.Invalid, "%s has a file for each type: name a folder for them with --out", cmd.Language)
	case info != nil && !isFolder:
		return fault.New(fault.Invalid, "%s has a file for each type, and %s is no folder", cmd.Language, cmd.Out)
	}
	return writeAllTyped(cmd.Out, files, stdout)
}

// modelOf reads the content types of a project folder as check does, or gives the embedded ones where dir is "".
func modelOf(dir string) (*schema.Model, error) {
	if dir == "" {
		m, err := schema.Load(contenttypes.FS)
		return m, fault.InFolder(err, "content-types")
	}
	const sub = "content-types"
	if info, err := os.Stat(filepath.Join(dir, sub)); err != nil || !info.IsDir() {
		return nil, fault.New(fault.Invalid, "%s is no project folder: it holds no content-types/", dir)
	}
	m, err := schema.LoadDir(os.DirFS(dir), sub)
	return m, fault.InFolder(err, dir)
}

// writeAllTyped writes the files, and takes away those that an earlier model had and this one has not: they would not compile.
func writeAllTyped(dir string, files []typegen.File, stdout io.Writer) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	current := map[string]bool{}
	for _, f := range files {
		current[f.Name] = true
		if err := writeTyped(filepath.Join(dir, f.Name), f.Text); err != nil {
			return err
		}
	}
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	removed := 0
	for _, entry := range list {
		path := filepath.Join(dir, entry.Name())
		if !entry.Type().IsRegular() || current[entry.Name()] || filepath.Ext(path) != filepath.Ext(files[0].Name) || !isTyped(path) {
			continue
		}
		if err := os.Remove(path); err != nil {
			return err
		}
		removed++
	}
	_, err = fmt.Fprintf(stdout, "%d files in %s; old ones removed: %d\n", len(files), dir, removed)
	return err
}

// writeTyped writes one file, but not over one that somebody wrote by hand.
func writeTyped(path string, text []byte) error {
	if _, err := os.Stat(path); err == nil && !isTyped(path) {
		return fault.New(fault.Conflict, "%s was not written by portico types: it stays as it is", path)
	}
	return os.WriteFile(path, text, 0o644)
}

// isTyped says whether a file was written by this command.
func isTyped(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(file, 300))
	return err == nil && bytes.Contains(head, []byte(typegen.Marker))
}

// writeSchema writes the JSON Schema of the files that content types, or components, are declared in.
func writeSchema(of string, stdout io.Writer) error {
	src := schema.FileSchema()
	if of == "component" {
		src = schema.ComponentFileSchema()
	}
	_, err := stdout.Write(src)
	return err
}
