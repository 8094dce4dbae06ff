package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// defaultFile is read from the working directory where no other is named.
const defaultFile = "portico.yaml"

// readFile gives the values of a configuration file by key. The default file may be missing; one that was named may not.
func readFile(name string, table []*option, ps *fault.Problems) map[string]given {
	named := name != ""
	if !named {
		name = defaultFile
	}
	src, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		return nil
	case err != nil:
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		ps.Add(yamlfile.Pos{File: name}.Problem("unreadable", "the configuration file cannot be read: %v", err))
		return nil
	}
	return decodeFile(filepath.ToSlash(name), src, table, ps)
}

// decodeFile reads the file twice: yamlfile for what every YAML file is checked for, and then as nodes, because the place
// of each single value is needed when a value turns out to be wrong.
func decodeFile(name string, src []byte, table []*option, ps *fault.Problems) map[string]given {
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err == nil && doc.Kind == 0 {
		return nil // nothing but comments
	}
	var strict map[string]any
	if !yamlfile.Decode(name, src, &strict, ps) || doc.Content[0].Kind != yaml.MappingNode {
		return nil
	}
	values := map[string]given{}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		key, val := pairs[i], pairs[i+1]
		at := yamlfile.Pos{File: name, Line: key.Line}
		switch {
		case !slices.ContainsFunc(table, func(o *option) bool { return o.key == key.Value }):
			ps.Add(at.Problem("unknown_key", "unknown key %.80q; allowed: %s", key.Value, keysOf(table)))
		case val.Kind != yaml.ScalarNode:
			ps.Add(at.Problem("wrong_kind", "%s must be a single value", key.Value))
		case val.Tag != "!!null": // a key with nothing behind it is not given
			values[key.Value] = given{text: val.Value, source: fmt.Sprintf("%s:%d", name, val.Line), file: name, line: val.Line}
		}
	}
	return values
}

func keysOf(table []*option) string {
	keys := make([]string, len(table))
	for i, o := range table {
		keys[i] = o.key
	}
	slices.Sort(keys)
	return strings.Join(keys, ", ")
}
