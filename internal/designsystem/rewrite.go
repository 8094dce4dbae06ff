package designsystem

import (
	"maps"
	"regexp"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/lint"
	"github.com/portico-cms/portico/internal/token/output"
)

// maxVersion is how long a version may be, in bytes.
const maxVersion = 60

// versionLine is the line of the manifest with the version; what stands around the value stays as it is.
var versionLine = regexp.MustCompile(`(?m)^((?:version|"version"|'version')[ \t]*:[ \t]*)("[^"\n]*"|'[^'\n]*'|[^\s#]+)`)

// WithFiles gives a release with some files replaced, and the version in its manifest. Error: fault.Problems.
func (r *Release) WithFiles(changed map[string][]byte, version string) (*Release, error) {
	files := r.Files()
	maps.Copy(files, changed)
	if version != "" {
		at := versionLine.FindSubmatchIndex(files[ManifestFile])
		if at == nil {
			return nil, fault.Problems{problem(ManifestFile, 0, "bad_version", "the version must stand in a line of its own: version: 1.4.0")}
		}
		text := string(files[ManifestFile])
		if quote := text[at[4]]; quote == '"' || quote == '\'' {
			version = string(quote) + version + string(quote)
		}
		files[ManifestFile] = []byte(text[:at[4]] + version + text[at[5]:])
	}
	next, err := FromFiles(files)
	if err == nil && version != "" && next.Version != strings.Trim(version, `"'`) {
		err = fault.Problems{problem(ManifestFile, 0, "bad_version", "the line with the version is not the one that counts")}
	}
	return next, err
}

// Findings judges the tokens of a release in every brand and theme by tokens.lint.yaml beside them. Errors: those of token.Load and of
// lint.Read. Where there are too many combinations of contexts, the defaults are judged.
func (r *Release) Findings() ([]lint.Finding, error) {
	fsys := r.FS()
	system, err := token.Load(fsys, r.Resolver)
	if err != nil {
		return nil, err
	}
	config, err := lint.Read(fsys, lint.File)
	if err != nil {
		return nil, err
	}
	all, err := output.Resolve(system, nil)
	if fault.Is(err, fault.Invalid) {
		defaults := map[string]string{}
		for _, m := range system.Modifiers() {
			if defaults[m.Name] = m.Default; m.Default == "" {
				defaults[m.Name] = m.Contexts[0]
			}
		}
		all, err = output.Resolve(system, defaults)
	}
	if err != nil {
		return nil, err
	}
	variants := make([]lint.Variant, len(all.Variants))
	for i, v := range all.Variants {
		variants[i] = lint.Variant{Label: all.Label(v), Set: v.Set}
	}
	found := lint.Check(variants, config)
	for _, w := range system.Warnings() {
		found = append(found, lint.Finding{Problem: w, Severity: lint.Warning})
	}
	return found, nil
}
