package arch

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/portico-cms/portico"

// A source is one Go file: its folder and name relative to the root of the module, and what it imports.
type source struct {
	dir, name string
	test      bool
	imports   []string
	doc       string // the comment above its package clause
	text      []byte
}

// TestLayers checks every import of one package of the module by another.
func TestLayers(t *testing.T) {
	for _, src := range readSources(t) {
		r, ok := packages[src.dir]
		if !ok {
			t.Errorf("%s: package %s has no rule: decide where it stands, in internal/arch/rules_test.go", src.name, src.dir)
			continue
		}
		if src.test {
			continue // a test reaches for whatever proves its point
		}
		for _, imported := range src.imports {
			target, inside := strings.CutPrefix(imported, module+"/")
			if inside && !allowed(src.dir, r, target) {
				t.Errorf("%s: %s must not import %s%s", src.name, src.dir, target, because(r))
			}
		}
	}
}

// TestLibraries checks that each of the heavy dependencies stays behind its door.
func TestLibraries(t *testing.T) {
	for _, src := range readSources(t) {
		if src.test || packages[src.dir].layer == proof {
			continue
		}
		for _, imported := range src.imports {
			for _, lib := range libraries {
				if under(imported, lib.paths) && !under(src.dir, lib.where) {
					t.Errorf("%s: %s is imported only in %s: %s", src.name, imported, strings.Join(lib.where, ", "), lib.why)
				}
			}
		}
	}
}

// TestPackageDocs checks that every package says what it is for, once.
func TestPackageDocs(t *testing.T) {
	docs := map[string]int{}
	for _, src := range readSources(t) {
		if _, seen := docs[src.dir]; !seen {
			docs[src.dir] = 0
		}
		if src.doc != "" {
			docs[src.dir]++
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(docs)) {
		if n := docs[dir]; n != 1 {
			t.Errorf("%s: want one package comment, found %d", dir, n)
		}
	}
}

// skips matches a test that skips itself.
var skips = regexp.MustCompile(`\.Skip(f|Now)?\(`)

// TestNothingSkippedInCI checks that a test which may skip itself asks for the variable CI first: a proof
// that did not run is no proof.
func TestNothingSkippedInCI(t *testing.T) {
	for _, src := range readSources(t) {
		if src.test && src.dir != "internal/arch" && skips.Match(src.text) && !bytes.Contains(src.text, []byte(`"CI"`)) {
			t.Errorf("%s: a test here may skip itself without looking at CI", src.name)
		}
	}
}

// allowed tells whether package from may import package to.
func allowed(from string, r rule, to string) bool {
	target, known := packages[to]
	switch {
	case r.layer == proof:
		return true
	case !known, target.layer == proof, slices.Contains(r.not, to):
		return false
	case slices.Contains(r.also, to):
		return true
	case target.layer == data:
		return from == "internal/app"
	case to == "internal/app":
		return r.layer == command
	default:
		return r.layer != data && target.layer < r.layer
	}
}

// because gives a rule's reason, in brackets, if it has one.
func because(r rule) string {
	if r.why == "" {
		return ""
	}
	return " (" + r.why + ")"
}

// under tells whether a path is one of the roots or below one.
func under(p string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return p == root || strings.HasPrefix(p, root+"/")
	})
}

// readSources parses the imports of every Go file of the module, whatever its build tags.
func readSources(t *testing.T) []source {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var all []source
	err = filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != root && !ours(file):
			return filepath.SkipDir
		case !entry.IsDir() && strings.HasSuffix(file, ".go"):
			src, err := readSource(root, file)
			all = append(all, src)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// ours tells whether a folder can hold packages of this module: other modules, hidden folders,
// installed packages and the data of tests cannot.
func ours(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	name := filepath.Base(dir)
	return err != nil && name != "node_modules" && name != "testdata" && !strings.HasPrefix(name, ".")
}

func readSource(root, file string) (source, error) {
	rel, err := filepath.Rel(root, file)
	if err != nil {
		return source{}, err
	}
	name := filepath.ToSlash(rel)
	text, err := os.ReadFile(file)
	if err != nil {
		return source{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return source{}, err
	}
	src := source{dir: path.Dir(name), name: name, test: strings.HasSuffix(name, "_test.go"), doc: docText(parsed), text: text}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return source{}, err
		}
		src.imports = append(src.imports, imported)
	}
	return src, nil
}

// docText gives a file's package comment as text: build constraints and directives are not part of it.
func docText(f *ast.File) string {
	return strings.TrimSpace(f.Doc.Text())
}
