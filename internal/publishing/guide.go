package publishing

import (
	"bytes"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/styleguide"
)

// The components of a release, which sites take one by one. Both files are optional.
const (
	componentStyles  = "styles/components.css"
	componentScripts = "scripts/components.ts"
)

// guides are the style guides of a release by brand, with the files of its components.
type guides struct {
	brands map[string]published.Guide
	assets []published.Record
}

// compileGuides bundles the components of every brand, its tokens with them, and makes the style guide. tokens gives a brand's
// custom properties as CSS.
func (c *Compiler) compileGuides(release *designsystem.Release, tokens func(brand string) string) (out guides, err error) {
	if release.File(componentStyles) == nil {
		return out, nil
	}
	var found findings
	examples, err := styleguide.Compile(release)
	found.add(err)
	var scripts []published.AssetLink
	if release.File(componentScripts) != nil {
		js, err := c.tools.Bundle(release.Files(), componentScripts)
		found.add(err)
		f := newFile("portico-components.js", "text/javascript; charset=utf-8", "script", js)
		out.assets, scripts = append(out.assets, f.record), append(scripts, f.link)
	}
	out.brands = map[string]published.Guide{}
	for _, brand := range release.Brands {
		css, err := c.tools.Bundle(release.Files(), componentStyles)
		found.add(err)
		css = bytes.Join([][]byte{[]byte(tokens(brand.Key)), css}, []byte("\n"))
		f := newFile("portico-components-"+brand.Key+".css", "text/css; charset=utf-8", "style", css)
		out.assets = append(out.assets, f.record)
		out.brands[brand.Key] = published.Guide{
			Brand: brand.Key, Name: brand.Name, Assets: append([]published.AssetLink{f.link}, scripts...), Examples: examples,
		}
	}
	return out, found.err()
}

// records gives the style guides with what they load, each file once.
func (g *guides) records() (out []published.Record) {
	seen := map[string]bool{}
	for _, asset := range g.assets {
		if !seen[asset.Key] {
			seen[asset.Key] = true
			out = append(out, asset)
		}
	}
	for _, brand := range slices.Sorted(maps.Keys(g.brands)) {
		out = append(out, published.NewRecord(published.KindGuide, brand, g.brands[brand]))
	}
	return out
}
