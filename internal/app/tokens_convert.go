package app

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/lint"
	"github.com/portico-cms/portico/internal/token/output"
)

// convert brings files of older dialects into the format of today: one file, several that refer to one another, or all of a folder. Notes
// go to standard error, or with what is written where JSON is asked for.
func (t *tokensRun) convert() error {
	if len(t.cmd.Paths) == 0 {
		return fault.New(fault.Invalid, "convert takes the files to convert, or a folder with them")
	}
	root, sources, folder, err := t.oldFiles()
	if err != nil {
		return err
	}
	done, err := converted(sources, folder)
	if err != nil {
		return t.failed(fault.InFolder(err, root))
	}
	notes := []lint.Finding{}
	for _, n := range done.Notes {
		n.File = inRoot(root, n.File)
		notes = append(notes, lint.Finding{Problem: n, Severity: lint.Warning})
	}
	if !t.cmd.JSON {
		fmt.Fprintf(t.stderr, "%s: %s\n", strings.Join(t.cmd.Paths, ", "), done.Dialect)
		for _, n := range notes {
			fmt.Fprintln(t.stderr, n.String())
		}
	}
	var files []output.File
	for _, f := range done.Files {
		files = append(files, output.File{Path: newName(f.Name, folder), Data: f.Data})
	}
	t.also = map[string]any{"dialect": done.Dialect, "notes": notes}
	if t.cmd.Out != "" {
		return t.write(files)
	}
	switch {
	case t.cmd.JSON:
		return fault.New(fault.Invalid, "standard output holds what is said as JSON: name a folder for the files with --out")
	case len(files) != 1:
		return fault.New(fault.Invalid, "there are %d files to write: name a folder for them with --out", len(files))
	}
	_, err = t.stdout.Write(files[0].Data)
	return err
}

// converted converts one file by itself, and more together.
func converted(sources []token.ConvertSource, folder bool) (*token.Converted, error) {
	if len(sources) == 1 && !folder {
		return token.Convert(sources[0].Name, sources[0].Text)
	}
	return token.ConvertFiles(sources)
}

// newName gives the name of a converted file: what a folder held gets the ending by which a folder of tokens is read.
func newName(name string, folder bool) string {
	if !folder || isTokens(name) || isResolver(name) {
		return name
	}
	return strings.TrimSuffix(name, filepath.Ext(name)) + ".tokens.json"
}

// oldFiles reads what the command line names: files, by their path from the folder that holds all of them, or all of one folder.
func (t *tokensRun) oldFiles() (root string, sources []token.ConvertSource, folder bool, err error) {
	names, root := t.cmd.Paths, commonFolder(t.cmd.Paths)
	info, err := os.Stat(names[0])
	if err != nil {
		return "", nil, false, readable(err, names[0])
	}
	if folder = info.IsDir(); folder {
		if len(names) > 1 {
			return "", nil, false, fault.New(fault.Invalid, "name one folder, or files")
		}
		root = names[0]
		if names, err = jsonFiles(root); err != nil {
			return "", nil, false, readable(err, root)
		}
		if len(names) == 0 {
			return "", nil, false, fault.New(fault.Invalid, "%s holds no file to convert (*.json, *.jsonc, *.json5, *.tokens)", root)
		}
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", nil, false, readable(err, name)
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return "", nil, false, readable(err, name)
		}
		sources = append(sources, token.ConvertSource{Name: filepath.ToSlash(rel), Text: text})
	}
	return root, sources, folder, nil
}

// jsonFiles finds the files of a folder that may hold tokens.
func jsonFiles(root string) (names []string, err error) {
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != root && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.Type().IsRegular() && hasEnd(name, ".json", ".jsonc", ".json5", ".tokens") && !strings.HasPrefix(d.Name(), "."):
			names = append(names, name)
		}
		return nil
	})
	return names, err
}
