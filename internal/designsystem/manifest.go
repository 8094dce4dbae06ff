package designsystem

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Manifest is design-system.yaml.
type Manifest struct {
	yamlfile.Pos `json:"-" yaml:"-"`

	Name     string   `json:"name" yaml:"name"`         // ^[a-z][a-z0-9-]{0,39}$
	Version  string   `json:"version" yaml:"version"`   // semantic version, without v
	Title    string   `json:"title" yaml:"title"`       // for people
	Package  string   `json:"package" yaml:"package"`   // npm name of the token package, "@scope/name"
	Brands   []Brand  `json:"brands" yaml:"brands"`     // the first is the default
	Resolver string   `json:"resolver" yaml:"resolver"` // path of the DTCG resolver
	Parts    []string `json:"parts" yaml:"parts"`       // each is a template fragments/<part>.html
	Styles   string   `json:"styles" yaml:"styles"`     // path of the style sheet that imports the rest
	Scripts  string   `json:"scripts" yaml:"scripts"`   // path of the script that imports the rest; may be empty
}

// Brand is one look of the design system.
type Brand struct {
	yamlfile.Pos `json:"-" yaml:"-"`

	Key  string `json:"key" yaml:"key"`
	Name string `json:"name" yaml:"name"`
	Logo string `json:"logo,omitempty" yaml:"logo"` // path of its SVG; left out, it is brands/<key>.svg
}

// LogoFile gives the path of the brand's logo.
func (b Brand) LogoFile() string {
	if b.Logo != "" {
		return b.Logo
	}
	return BrandsDir + "/" + b.Key + ".svg"
}

var (
	keyForm     = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	packageForm = regexp.MustCompile(`^(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$`)
)

func problem(file string, line int, code, format string, args ...any) fault.Problem {
	return fault.Problem{File: file, Line: line, Code: code, Message: fmt.Sprintf(format, args...)}
}

// readManifest says whether the manifest could be decoded, so that the rest can be checked.
func (r *Release) readManifest(ps *fault.Problems) bool {
	src, ok := r.files[ManifestFile]
	if !ok {
		ps.Add(problem(ManifestFile, 0, "missing", "there is no %s in this folder", ManifestFile))
		return false
	}
	if !yamlfile.Decode(ManifestFile, src, &r.Manifest, ps) {
		return false
	}
	c := checker{r, src, ps}
	c.identity()
	c.brands()
	c.parts()
	c.file("resolver", r.Resolver, ".json", true)
	c.file("styles", r.Styles, ".css", true)
	c.file("scripts", r.Scripts, ".ts .js", false)
	return true
}

type checker struct {
	*Release
	src []byte
	ps  *fault.Problems
}

// at puts a problem on the line of the manifest where a top-level key stands.
func (c checker) at(key, code, format string, args ...any) {
	c.ps.Add(problem(ManifestFile, lineOfKey(c.src, key), code, format, args...))
}

func (c checker) identity() {
	if !keyForm.MatchString(c.Name) {
		c.at("name", "bad_name", "name %q: use 1 to 40 of a-z, 0-9 and -, beginning with a letter", c.Name)
	}
	if _, err := semver.StrictNewVersion(c.Version); err != nil {
		c.at("version", "bad_version", "version %q is not a semantic version such as 1.4.0", c.Version)
	}
	if strings.TrimSpace(c.Title) == "" {
		c.at("title", "required", "the design system has no title")
	}
	if !packageForm.MatchString(c.Package) || len(c.Package) > 214 {
		c.at("package", "bad_package", "package %q is not an npm package name such as @example/design-tokens", c.Package)
	}
}

func (c checker) brands() {
	if len(c.Brands) == 0 {
		c.at("brands", "required", "the design system has no brand")
	}
	seen := map[string]bool{}
	for _, b := range c.Brands {
		if !keyForm.MatchString(b.Key) {
			c.ps.Add(b.Pos.Problem("bad_key", "brand key %q: use 1 to 40 of a-z, 0-9 and -, beginning with a letter", b.Key))
		}
		if seen[b.Key] {
			c.ps.Add(b.Pos.Problem("repeated", "brand %q stands twice", b.Key))
		}
		seen[b.Key] = true
		if strings.TrimSpace(b.Name) == "" {
			c.ps.Add(b.Pos.Problem("required", "brand %q has no name", b.Key))
		}
		if _, ok := c.files[b.LogoFile()]; !ok {
			c.ps.Add(b.Pos.Problem("missing", "brand %q: its logo %s is not there", b.Key, b.LogoFile()))
		}
	}
}

func (c checker) parts() {
	if len(c.Parts) == 0 {
		c.at("parts", "required", "the design system has no parts, such as [head, header, footer, scripts]")
	}
	for i, part := range c.Parts {
		file := path.Join(FragmentsDir, part+".html")
		switch _, ok := c.files[file]; {
		case !keyForm.MatchString(part):
			c.at("parts", "bad_name", "part %q: use 1 to 40 of a-z, 0-9 and -, beginning with a letter", part)
		case slices.Contains(c.Parts[:i], part):
			c.at("parts", "repeated", "part %q stands twice", part)
		case !ok:
			c.at("parts", "missing", "part %q: its template %s is not there", part, file)
		}
	}
}

func (c checker) file(key, name, exts string, required bool) {
	switch _, ok := c.files[name]; {
	case name == "" && !required:
	case name == "":
		c.at(key, "required", "the design system names no %s", key)
	case !ok:
		c.at(key, "missing", "%s: the file %s is not there", key, name)
	case !slices.Contains(strings.Fields(exts), path.Ext(name)):
		c.at(key, "bad_value", "%s: %s must end in %s", key, name, strings.ReplaceAll(exts, " ", " or "))
	}
}

// lineOfKey finds the line on which a top-level key begins; 1 where it is not there.
func lineOfKey(src []byte, key string) int {
	for i, line := range strings.Split(string(src), "\n") {
		for _, form := range []string{key, `"` + key + `"`, "'" + key + "'"} {
			if rest, ok := strings.CutPrefix(line, form); ok && strings.HasPrefix(strings.TrimLeft(rest, " "), ":") {
				return i + 1
			}
		}
	}
	return 1
}
