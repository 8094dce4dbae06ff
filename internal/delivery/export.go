package delivery

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"html"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/published"
)

const typeZip = "application/zip"

// Export gives all that a site may bake in when it is built, for when it cannot reach any node: every part in every locale and layout
// as HTML, the bundles, the files that the parts load, and the policy. It holds no notices in its HTML: those are of the moment, and
// the bundles have them. The same publication gives the same bytes. Errors: fault.NotFound.
func (n *Node) Export(s *published.Snapshot, key string) (*Body, error) {
	site, err := n.site(s, key)
	if err != nil {
		return nil, err
	}
	names, of := slices.Sorted(maps.Keys(site.Bundles)), ""
	for _, name := range names {
		of += "|" + itoa(int64(site.Bundles[name].ID))
	}
	return n.cached(bodyKey{of: site.ID, part: "/export", rest: of}, func() *Body {
		b := NewBody(typeZip, n.exported(s, site, names))
		b.SurrogateKey, b.packed = published.SiteTag(key), true
		for _, name := range names {
			b.SurrogateKey += " " + published.BundleTag(published.BundleKey(key, name))
		}
		return b
	}), nil
}

// exportIndex is the file that says what the others are.
type exportIndex struct {
	Site         string                 `json:"site"`
	Generation   int64                  `json:"generation"` // the newest that the archive holds something of
	DesignSystem published.DesignSystem `json:"designSystem"`
	Locales      []published.SiteLocale `json:"locales"`
	Default      string                 `json:"defaultLocale"`
	Layouts      []string               `json:"layouts"`
	Parts        []string               `json:"parts"`
	Files        map[string]string      `json:"files"` // name → hash, as an entity tag has it
}

func (n *Node) exported(s *published.Snapshot, site *published.SiteView, names []string) []byte {
	files := map[string][]byte{"csp.json": encode(n.cspOf(site))}
	index := exportIndex{
		Site: site.Site.Key, Generation: site.Generation, DesignSystem: site.Site.DesignSystem, Locales: site.Site.Locales,
		Default: site.Site.DefaultLocale, Layouts: published.Layouts, Files: map[string]string{},
	}
	for _, name := range names {
		b := site.Bundles[name]
		index.Generation = max(index.Generation, b.Generation)
		files["bundles/"+name+".json"] = encode(bundleJSON{b.Generation, &b.Bundle, n.csp(site.Site.CSP)})
		if b.Audience != "" {
			continue
		}
		index.Parts = slices.Sorted(maps.Keys(b.Parts))
		for layout, view := range b.Views {
			p := &page{bundle: b, site: site, index: -1, layout: layout, theme: site.Site.Theme}
			for part, segments := range view.Parts {
				files["parts/"+name+"/"+layout+"/"+part+".html"] = []byte(p.fill(segments))
			}
		}
		for code, page := range errorPages(site, b) {
			files["errors/"+name+"/"+code+".html"] = []byte(page)
		}
		for _, link := range b.Assets {
			link.URL = strings.TrimPrefix(link.URL, n.Origin)
			if a, err := assetOf(s, &link); err == nil {
				files[link.URL[1:]] = a.Data
			}
		}
	}
	for name, data := range files {
		index.Files[name] = hashOf(string(data))
	}
	files["portico.json"] = encode(index)
	return zipped(files)
}

// errorPart begins the names of parts that are the middle of an error page; what follows is its status.
const errorPart = "error-"

// errorPages gives whole documents by status, for a server to answer with when the site itself cannot: header, text and footer.
func errorPages(site *published.SiteView, b *published.BundleView) map[string]string {
	p := &page{bundle: b, site: site, index: -1, layout: published.LayoutFull, theme: site.Site.Theme}
	parts, out := p.parts().Parts, map[string]string{}
	for name := range parts {
		code, ok := strings.CutPrefix(name, errorPart)
		if !ok {
			continue
		}
		out[code] = `<!DOCTYPE html>
<html lang="` + b.Locale + `" dir="` + locale.Direction(b.Locale) + `">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>` + html.EscapeString(code+" – "+site.Site.Name) + `</title>
` + p.fill(parts["head"]) + "</head>\n<body class=\"portico-document\">\n" + p.fill(parts["header"]) +
			"\n<main>\n" + p.fill(parts[name]) + "\n</main>\n" +
			p.fill(parts["footer"]) + "\n" + p.fill(parts["scripts"]) + "</body>\n</html>\n"
	}
	return out
}

// zipEpoch stands in for the times of the files, which they have not: the first that the format has.
var zipEpoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// zipped writes an archive, in the order of the names.
func zipped(files map[string][]byte) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipEpoch})
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			panic("delivery: " + err.Error()) // a bytes.Buffer takes everything
		}
	}
	if err := w.Close(); err != nil {
		panic("delivery: " + err.Error())
	}
	return out.Bytes()
}
