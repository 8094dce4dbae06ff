package publishing

import (
	"path"

	"github.com/portico-cms/portico/internal/designsystem"
)

// loaderName stands beside the script of a design system: it puts the parts into a page that cannot do so on its server. It is one file
// for all sites: it reads which site it is for from its own address.
const loaderName = "loader.ts"

// LoaderFile is the last part of the address under which a loader is an asset.
const LoaderFile = "portico-loader.js"

// compileLoader bundles the loader of a release; nil where it has none. Errors: fault.Problems.
func (c *Compiler) compileLoader(release *designsystem.Release) (*file, error) {
	entry := path.Join(path.Dir(release.Scripts), loaderName)
	if release.Scripts == "" || release.File(entry) == nil {
		return nil, nil //nolint:nilnil // a design system may do without
	}
	js, err := c.tools.Bundle(release.Files(), entry)
	if err != nil {
		return nil, err
	}
	f := newFile(LoaderFile, "text/javascript; charset=utf-8", "script", js)
	return &f, nil
}
