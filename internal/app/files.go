package app

import (
	"io/fs"
	"os"

	contenttypes "github.com/portico-cms/portico/content-types"
	designfiles "github.com/portico-cms/portico/design-system"
	"github.com/portico-cms/portico/examples/group"
	"github.com/portico-cms/portico/internal/assets"
	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/config"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/markdown"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
)

func newCompiler() *publishing.Compiler {
	return publishing.New(publishing.Tools{Bundle: assets.Bundle, Markdown: markdown.HTML, Text: markdown.TextOfHTML})
}

// files are the content types and the design system that this process brings along.
type files struct {
	model   *schema.Model
	release *designsystem.Release
	origin  string
}

func embeddedFiles() (files, error) {
	return readFiles(contenttypes.FS, designfiles.FS, authoring.OriginEmbedded)
}

// loadFiles gives what is configured: folders, or what is embedded in this binary.
func loadFiles(cfg *config.Config) (files, error) {
	var types, design fs.FS = contenttypes.FS, designfiles.FS
	origin := authoring.OriginEmbedded
	if cfg.ContentTypes != "" {
		types, origin = os.DirFS(cfg.ContentTypes), authoring.OriginImport
	}
	if cfg.DesignSystem != "" {
		design, origin = os.DirFS(cfg.DesignSystem), authoring.OriginImport
	}
	return readFiles(types, design, origin)
}

func readFiles(types, design fs.FS, origin string) (f files, err error) {
	f.origin = origin
	if f.model, err = schema.Load(types); err != nil {
		return f, fault.InFolder(err, "content-types")
	}
	if f.release, err = designsystem.Load(design); err != nil {
		return f, fault.InFolder(err, "design-system")
	}
	return f, nil
}

// sampleGroup gives the sites, menus and entries of examples/group, with the countries of CLDR as entries.
func sampleGroup(model *schema.Model) (*authoring.Folder, error) {
	f, problems := authoring.ReadFolder(group.FS, model)
	if err := problems.Err(); err != nil {
		return nil, fault.InFolder(err, "examples/group")
	}
	countries, err := countryEntries(model)
	if err != nil {
		return nil, err
	}
	f.Entries.Add(countries...)
	return f, nil
}
