package assets

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// esbuild splits by file: what is imported through one large file that exports a whole library lands together, in whichever chunk
// loads first. barrelFiles are those files of the libraries that have many parts, below node_modules; imports through them are
// rewritten so that they go to the file that defines each name.
var barrelFiles = map[string]string{
	"@mantine/core":       "@mantine/core/esm/index.mjs",
	"@mantine/hooks":      "@mantine/hooks/esm/index.mjs",
	"@mantine/dates":      "@mantine/dates/esm/index.mjs",
	"@tabler/icons-react": "@tabler/icons-react/dist/esm/tabler-icons-react.mjs",
}

var (
	namedImport = regexp.MustCompile(`import\s*\{([^{}]*)\}\s*from\s*["']([^"'./][^"']*)["']`)
	namedFrom   = regexp.MustCompile(`(?:import|export)\s*\{([^{}]*)\}\s*from\s*["'](\.[^"']+)["']`)
	scripts     = regexp.MustCompile(`\.(?:tsx?|mjs|js)$`)
)

// A definition is where a name of a library comes from: a file, and its name there.
type definition struct{ file, name string }

// barrels is the plugin that rewrites these imports in our files and in those of the libraries themselves.
func barrels(dir string) api.Plugin {
	modules := filepath.Join(dir, "node_modules")
	defined := sync.OnceValue(func() map[string]map[string]definition { return readBarrels(modules) })
	return api.Plugin{Name: "barrels", Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: `\.(?:tsx?|mjs)$`}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			src, err := os.ReadFile(a.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			text := namedImport.ReplaceAllStringFunc(string(src), func(found string) string { return straighten(defined(), found) })
			return api.OnLoadResult{Contents: &text, Loader: loaderOf(a.Path), ResolveDir: filepath.Dir(a.Path)}, nil
		})
	}}
}

func loaderOf(name string) api.Loader {
	switch filepath.Ext(name) {
	case ".tsx":
		return api.LoaderTSX
	case ".ts":
		return api.LoaderTS
	}
	return api.LoaderJS
}

// straighten gives an import of names from a library as imports from the files that define them, on one line. What is not known
// stays as it is.
func straighten(defined map[string]map[string]definition, found string) string {
	parts := namedImport.FindStringSubmatch(found)
	names, library := defined[parts[2]], parts[2]
	if names == nil {
		return found
	}
	var direct, rest []string
	for name := range strings.SplitSeq(parts[1], ",") {
		exported, local := renamed(name)
		switch d, known := names[exported]; {
		case exported == "" || strings.HasPrefix(exported, "type "):
		case known:
			direct = append(direct, `import { `+d.name+` as `+local+` } from "`+filepath.ToSlash(d.file)+`"`)
		default:
			rest = append(rest, name)
		}
	}
	if len(rest) > 0 {
		direct = append(direct, `import {`+strings.Join(rest, ",")+`} from "`+library+`"`)
	}
	return strings.Join(direct, "; ")
}

// renamed splits "a as b".
func renamed(s string) (from, to string) {
	fields := strings.Fields(s)
	switch {
	case len(fields) == 0:
		return "", ""
	case fields[0] == "type":
		return strings.Join(fields, " "), ""
	case len(fields) == 3 && fields[1] == "as":
		return fields[0], fields[2]
	}
	return fields[0], fields[0]
}

// readBarrels gives the definition of each name by library. A library that is not there, or that is built in another way, has none.
func readBarrels(modules string) map[string]map[string]definition {
	all := map[string]map[string]definition{}
	for library, file := range barrelFiles {
		barrel := filepath.Join(modules, filepath.FromSlash(file))
		src, err := os.ReadFile(barrel)
		if err != nil {
			continue
		}
		names := map[string]definition{}
		for _, found := range namedFrom.FindAllStringSubmatch(string(src), -1) {
			target := filepath.Join(filepath.Dir(barrel), filepath.FromSlash(found[2]))
			if !scripts.MatchString(target) {
				continue
			}
			for name := range strings.SplitSeq(found[1], ",") {
				if from, to := renamed(name); from != "" {
					names[to] = definition{target, from}
				}
			}
		}
		all[library] = names
	}
	return all
}
