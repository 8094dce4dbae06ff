package designsystem

import (
	"fmt"
	"maps"
	"path"
)

// Stylesheet gives what is bundled into the one style sheet of a brand: all files of the release, the brand's custom
// properties (tokens, as CSS), and an entry file that imports these and then the release's own styles.
func (r *Release) Stylesheet(brand string, tokens []byte) (files map[string][]byte, entry string) {
	files = maps.Clone(r.files)
	dir := path.Dir(r.Styles)
	tokenFile := path.Join(dir, brand+".tokens.generated.css")
	entry = path.Join(dir, brand+".generated.css")
	files[tokenFile] = tokens
	files[entry] = fmt.Appendf(nil, "@import %q;\n@import %q;\n", "./"+path.Base(tokenFile), "./"+path.Base(r.Styles))
	return files, entry
}
