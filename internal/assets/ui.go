package assets

import (
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// uiEngines are the browsers of editors: those that know what Mantine 9 uses, such as color-mix and :has().
var uiEngines = []api.Engine{
	{Name: api.EngineChrome, Version: "119"},
	{Name: api.EngineFirefox, Version: "128"},
	{Name: api.EngineSafari, Version: "17.4"},
}

// A Manifest says what the page of the admin UI loads. Paths are those of UI.Files.
type Manifest struct {
	Entry   string   `json:"entry"`   // the module that starts
	Styles  []string `json:"styles"`  // style sheets
	Preload []string `json:"preload"` // modules that the entry imports at once, directly or not
	Chunks  []Chunk  `json:"chunks"`  // all scripts and styles, by path
}

// A Chunk is a file of the bundle.
type Chunk struct {
	Path   string `json:"path"`
	Bytes  int    `json:"bytes"`
	Source string `json:"source,omitempty"` // the file that is loaded later with it, where it is one of ours

	Imports []string `json:"imports,omitempty"` // paths of the modules that it needs at once
}

// UI is the bundled admin UI.
type UI struct {
	Files    map[string][]byte // path with slashes → content; assets/main-HASH.js and what it loads
	Manifest Manifest
	Metafile string // what each file is made of, as esbuild tells it
}

// BundleUI bundles the admin UI whose package.json is in dir: modules in chunks with hashed names. Unlike Bundle it reads the disk,
// node_modules included. dev keeps names and white space, and puts maps into the files. Error: fault.Problems with file, line and column.
func BundleUI(dir string, dev bool) (*UI, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	result := api.Build(uiOptions(dir, dev))
	if len(result.Errors) > 0 {
		return nil, problems(result.Errors).Err()
	}
	ui := &UI{Files: map[string][]byte{}, Metafile: result.Metafile}
	root := filepath.Join(dir, "dist")
	for _, f := range result.OutputFiles {
		name, err := filepath.Rel(root, f.Path)
		if err != nil {
			return nil, err
		}
		ui.Files[filepath.ToSlash(name)] = f.Contents
	}
	if err := ui.describe(result.Metafile); err != nil {
		return nil, err
	}
	return ui, nil
}

func uiOptions(dir string, dev bool) api.BuildOptions {
	o := api.BuildOptions{
		EntryPoints:       []string{"src/main.tsx"},
		AbsWorkingDir:     dir,
		Outdir:            "dist",
		EntryNames:        "assets/[name]-[hash]",
		ChunkNames:        "assets/[name]-[hash]",
		AssetNames:        "assets/[name]-[hash]",
		PublicPath:        "/ui/",
		Bundle:            true,
		Splitting:         true,
		Format:            api.FormatESModule,
		Platform:          api.PlatformBrowser,
		Target:            api.ES2022,
		Engines:           uiEngines,
		JSX:               api.JSXAutomatic,
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
		MinifyWhitespace:  !dev,
		MinifyIdentifiers: !dev,
		MinifySyntax:      !dev,
		Metafile:          true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		LogLevel:          api.LogLevelSilent,
		Plugins:           []api.Plugin{barrels(dir)},
	}
	if dev {
		o.Sourcemap = api.SourceMapInline
		o.Define["process.env.NODE_ENV"] = `"development"`
	}
	return o
}

// metafile is the part of esbuild's metafile that is of use here.
type metafile struct {
	Outputs map[string]struct {
		EntryPoint string
		CSSBundle  string
		Bytes      int
		Imports    []struct{ Path, Kind string }
	}
}

// describe makes the manifest. Style sheets that only chunks loaded later would need are dead: nothing loads them, so the build
// of one is an error, and styles are imported where the UI starts.
func (ui *UI) describe(meta string) error {
	var m metafile
	if err := json.Unmarshal([]byte(meta), &m); err != nil {
		return err
	}
	local := func(p string) string { return strings.TrimPrefix(p, "dist/") }
	var visit func(name string)
	visit = func(name string) {
		for _, i := range m.Outputs[name].Imports {
			if p := local(i.Path); i.Kind == "import-statement" && !slices.Contains(ui.Manifest.Preload, p) {
				ui.Manifest.Preload = append(ui.Manifest.Preload, p)
				visit(i.Path)
			}
		}
	}
	for name, out := range m.Outputs {
		c := Chunk{Path: local(name), Bytes: out.Bytes}
		for _, i := range out.Imports {
			if i.Kind == "import-statement" {
				c.Imports = append(c.Imports, local(i.Path))
			}
		}
		switch {
		case out.EntryPoint == "src/main.tsx":
			ui.Manifest.Entry = local(name)
			if out.CSSBundle != "" {
				ui.Manifest.Styles = append(ui.Manifest.Styles, local(out.CSSBundle))
			}
			visit(name)
		case strings.HasPrefix(out.EntryPoint, "src/"):
			c.Source = out.EntryPoint
			if out.CSSBundle != "" {
				return fmt.Errorf("%s imports styles, which nothing loads: import them in src/app/styles.css", out.EntryPoint)
			}
		}
		ui.Manifest.Chunks = append(ui.Manifest.Chunks, c)
	}
	slices.SortFunc(ui.Manifest.Chunks, func(a, b Chunk) int { return strings.Compare(a.Path, b.Path) })
	slices.Sort(ui.Manifest.Preload)
	if ui.Manifest.Entry == "" {
		return fmt.Errorf("there is no entry among %s", path.Join("dist", "assets"))
	}
	return nil
}
