// Package assets bundles style sheets and scripts with esbuild's Go API: from memory into memory, so that importing a
// design system needs no Node and can never read a file that is not part of it.
package assets

import (
	"fmt"
	"path"
	"sort"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/portico-cms/portico/internal/fault"
)

// namespace keeps esbuild from looking at the disk: every path lives in it.
const namespace = "portico"

// The browsers that the bundles are written for: those that have the popover attribute (2024). Newer CSS, such as nesting,
// is lowered as far as esbuild can.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "111"},
	{Name: api.EngineFirefox, Version: "113"},
	{Name: api.EngineSafari, Version: "16.4"},
}

var loaders = map[string]api.Loader{
	".css": api.LoaderCSS, ".js": api.LoaderJS, ".mjs": api.LoaderJS, ".ts": api.LoaderTS, ".json": api.LoaderJSON,
}

// Bundle gives entry with all that it imports from files (path with slashes → content) as one minified file: a style sheet
// for .css, a classic script in its own scope for .ts and .js. Nothing outside files is read. Rules of the shared parts, which are
// marked with #portico-part, come out armoured against those of host pages. Error: fault.Problems with file, line and column.
func Bundle(files map[string][]byte, entry string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		Write:             false,
		Outfile:           "out" + outExt(entry),
		AbsWorkingDir:     "/",
		Platform:          api.PlatformBrowser,
		Format:            format(entry),
		Target:            api.ES2020,
		Engines:           engines,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		TsconfigRaw:       "{}", // else a tsconfig.json of the disk would count
		LogLevel:          api.LogLevelSilent,
		Plugins:           []api.Plugin{memory(files)},
	})
	found := result.Errors
	for _, w := range result.Warnings {
		if w.ID == "css-syntax-error" { // browsers drop such a rule in silence; its author wants to know
			found = append(found, w)
		}
	}
	if len(found) > 0 {
		return nil, problems(found).Err()
	}
	for _, f := range result.OutputFiles {
		if path.Ext(f.Path) == outExt(entry) {
			if outExt(entry) == ".css" {
				return armour(f.Contents), nil
			}
			return f.Contents, nil
		}
	}
	return nil, fmt.Errorf("assets.Bundle(%q): no output", entry)
}

func outExt(entry string) string {
	if path.Ext(entry) == ".css" {
		return ".css"
	}
	return ".js"
}

func format(entry string) api.Format {
	if path.Ext(entry) == ".css" {
		return api.FormatDefault
	}
	return api.FormatIIFE
}

// memory is the plugin that answers every import from files.
func memory(files map[string][]byte) api.Plugin {
	return api.Plugin{Name: "memory", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			name, err := find(files, a)
			if err != nil {
				return api.OnResolveResult{}, err
			}
			return api.OnResolveResult{Path: name, Namespace: namespace}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			loader, ok := loaders[path.Ext(a.Path)]
			if !ok {
				return api.OnLoadResult{}, fmt.Errorf("%s is neither a style sheet nor a script", a.Path)
			}
			text := string(files[a.Path])
			return api.OnLoadResult{Contents: &text, Loader: loader}, nil
		})
	}}
}

func find(files map[string][]byte, a api.OnResolveArgs) (string, error) {
	if a.Kind == api.ResolveEntryPoint {
		if _, ok := files[a.Path]; !ok {
			return "", fmt.Errorf("the file %s is not there", a.Path)
		}
		return a.Path, nil
	}
	if !strings.HasPrefix(a.Path, "./") && !strings.HasPrefix(a.Path, "../") {
		return "", fmt.Errorf("%q: only files of the design system can be used, by a path that begins with ./ or ../", a.Path)
	}
	name := path.Join(path.Dir(a.Importer), a.Path)
	for _, ext := range []string{"", ".ts", ".js", ".css"} {
		if _, ok := files[name+ext]; ok {
			return name + ext, nil
		}
	}
	return "", fmt.Errorf("%q: there is no file %s in the design system", a.Path, name)
}

// problems turns esbuild's messages into ours.
func problems(msgs []api.Message) fault.Problems {
	var ps fault.Problems
	for _, m := range msgs {
		p := fault.Problem{Code: "bundle", Message: m.Text}
		if l := m.Location; l != nil {
			p.File, p.Line, p.Column = strings.TrimPrefix(l.File, namespace+":"), l.Line, l.Column+1
		}
		ps.Add(p)
	}
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].Message < ps[j].Message })
	return ps
}
