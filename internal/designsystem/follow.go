package designsystem

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/lint"
)

var (
	propertyName = regexp.MustCompile(`--[\p{L}\p{N}_-]+`)
	lintWord     = regexp.MustCompile(`[^\s\[\]{},:"'#]+`)
)

// Properties gives the custom properties that a token becomes: one, and of a composite those of its parts.
func Properties(names []string, typ token.Type) []string {
	name := token.CSSName(TokenPrefix, names)
	out := []string{name}
	for _, suffix := range token.Longhands(typ) {
		out = append(out, name+suffix)
	}
	return out
}

// Follow gives the files of a release that are others where tokens have new names: styles, scripts and templates, which name custom
// properties, and the configuration of the lints, which names paths.
func Follow(files map[string][]byte, properties, paths map[string]string) map[string][]byte {
	out := map[string][]byte{}
	for name, text := range files {
		next := mentions(name, string(text), func(word string, isPath bool) string {
			names := properties
			if isPath {
				names = paths
			}
			if to, ok := names[word]; ok {
				return to
			}
			return word
		})
		if next != string(text) {
			out[name] = []byte(next)
		}
	}
	return out
}

// Mentions names the places in styles, scripts, templates and the configuration of the lints that have a custom property or a path:
// "styles/nav.css:12", in order.
func Mentions(files map[string][]byte, properties, paths map[string]bool) (places []string) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		line := 0
		for text := range strings.Lines(string(files[name])) {
			line++
			found := false
			mentions(name, text, func(word string, isPath bool) string {
				found = found || isPath && paths[word] || !isPath && properties[word]
				return word
			})
			if found {
				places = append(places, fmt.Sprintf("%s:%d", name, line))
			}
		}
	}
	return places
}

// mentions calls each for what names a token in a file, and gives the text with what that says instead.
func mentions(name, text string, each func(word string, isPath bool) string) string {
	switch path.Ext(name) {
	case ".css", ".ts", ".js", ".html":
		return propertyName.ReplaceAllStringFunc(text, func(word string) string { return each(word, false) })
	case ".yaml":
		if name == lint.File {
			return inLints(text, func(word string) string { return each(word, true) })
		}
	}
	return text
}

// inLints calls each for the words of a configuration that are values.
func inLints(text string, each func(string) string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		said, comment := line, ""
		if at := strings.IndexByte(line, '#'); at >= 0 {
			said, comment = line[:at], line[at:]
		}
		kept := 0
		for _, at := range lintWord.FindAllStringIndex(said, -1) {
			if strings.HasPrefix(said[at[1]:], ":") {
				continue // a key
			}
			b.WriteString(said[kept:at[0]] + each(said[at[0]:at[1]]))
			kept = at[1]
		}
		b.WriteString(said[kept:] + comment)
	}
	return b.String()
}
