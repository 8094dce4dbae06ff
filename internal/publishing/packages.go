package publishing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/packages"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/change"
	"github.com/portico-cms/portico/internal/token/output"
)

// tokenFiles gives the files that a release's tokens were read from.
func tokenFiles(release *designsystem.Release, system *token.System) published.TokenFiles {
	out := published.TokenFiles{Resolver: release.Resolver, Files: map[string]string{}}
	if system != nil {
		for _, name := range append(system.Files(), release.Resolver) {
			out.Files[name] = string(release.File(name))
		}
	}
	return out
}

// Released is a release of the design system with its time.
type Released struct {
	*designsystem.Release

	At time.Time
}

// PackageVersion is the version that package managers know a release under: without build metadata, which they pass over.
func PackageVersion(version string) string {
	version, _, _ = strings.Cut(version, "+")
	return version
}

// MostEarlier is how many releases the change list of a package goes back.
const MostEarlier = 10

// Package makes the package of a release's tokens, for package managers. earlier are the releases before it, the newest first; the
// change list is of those. Errors: fault.Problems for tokens that would get one name in a form.
func Package(r Released, earlier []Released) (published.Record, error) {
	system, err := token.Load(r.FS(), r.Resolver)
	if err != nil {
		return published.Record{}, err
	}
	files, err := packageFiles(system)
	if err != nil {
		return published.Record{}, err
	}
	p := published.Package{
		Name: r.Release.Package, Version: PackageVersion(r.Version), System: r.Name, Title: r.Title, ReleasedAt: r.At.UTC(),
	}
	if files["CHANGELOG.md"], err = changelog(r, system, earlier); err != nil {
		return published.Record{}, err
	}
	files["README.md"] = readme(&p)
	files["package.json"] = packages.Manifest(&p, files)
	p.Tarball = packages.Pack(files)
	return published.NewRecord(published.KindPackage, published.PackageKey(p.System, p.Version), p), nil
}

// packageForms are the forms of the tokens that a package holds.
var packageForms = []string{"css", "scss", "js", "json"}

// packageFiles writes the tokens with their default contexts, and for every combination of brand and theme. Other modifiers keep
// their defaults where all combinations would be too many.
func packageFiles(system *token.System) (map[string][]byte, error) {
	all, err := output.Resolve(system, nil)
	if fault.Is(err, fault.Invalid) {
		all, err = output.Resolve(system, fixed(system))
	}
	if err != nil {
		return nil, err
	}
	defaults, err := output.Resolve(system, all.Variants[0].Inputs)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, tokens := range []*output.Resolved{defaults, all} { // tokens.css of all has the themes in one
		for _, form := range packageForms {
			written, err := output.Render(form, tokens, servedOptions(form))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", form, err)
			}
			for _, f := range written {
				files[f.Path] = f.Data
			}
		}
	}
	return files, nil
}

// fixed chooses the first context of every modifier but brand and theme.
func fixed(system *token.System) map[string]string {
	inputs := map[string]string{}
	for _, m := range system.Modifiers() {
		if m.Name == modifierBrand || m.Name == modifierTheme {
			continue
		}
		if inputs[m.Name] = m.Default; m.Default == "" && len(m.Contexts) > 0 {
			inputs[m.Name] = m.Contexts[0]
		}
	}
	return inputs
}

// themeAttributes say which theme is wanted. The first is that of tokens.css and of the shared parts; packages knew only the second
// until 1.2.
var themeAttributes = []string{token.AttributeTheme, "data-theme"}

// servedOptions are those of tokens.css: a package and a site name the same tokens in the same way.
func servedOptions(form string) output.Options {
	o := output.Options{HexFallback: form == "css", ThemeAttributes: themeAttributes}
	if form == "css" || form == "scss" {
		o.Prefix = tokenPrefix
	}
	return o
}

// changelog lists what each release changed, this one first.
func changelog(r Released, system *token.System, earlier []Released) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("# Changes\n")
	for i := range min(len(earlier), MostEarlier) {
		before, err := token.Load(earlier[i].FS(), earlier[i].Resolver)
		if err != nil {
			break // it was made for another Portico: what it had cannot be said
		}
		list, err := change.Compare(before, system)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s", PackageVersion(r.Version), list.Markdown())
		r, system = earlier[i], before
	}
	fmt.Fprintf(&b, "\n## %s\n", PackageVersion(r.Version))
	return b.Bytes(), nil //nolint:nilerr // see above
}

const readmeText = `# %[1]s

%[2]s, version %[3]s: colours, sizes and fonts as design tokens. Made and served by Portico.

| | |
|---|---|
| tokens.css | custom properties; dark where the visitor's system is, or where data-portico-theme says so (or data-theme) |
| tokens.scss | Sass variables |
| tokens.js, tokens.d.ts | constants, and all tokens by path |
| tokens.json | path to value |

Files with a name between (tokens.dark.css) hold one brand or theme alone. CHANGELOG.md says what changed.

~~~js
import "%[1]s/tokens.css";
import { tokens } from "%[1]s";
~~~
`

func readme(p *published.Package) []byte {
	title := strings.NewReplacer("\n", " ", "\r", " ", "<", "&lt;", "[", "\\[", "`", "'").Replace(p.Title)
	return []byte(strings.ReplaceAll(fmt.Sprintf(readmeText, p.Name, title, p.Version), "~~~", "```"))
}

// Tags gives the record of what the channels of a design system stand for, as npm's tags (that of the channel stable is latest), and
// how versions end. before is the record's body now, nil where there is none; it stays as it is where nothing is different and no
// package is new.
func Tags(
	system string, channels map[string]string, ends map[string]published.PackageEnd, before []byte, added bool, now time.Time,
) published.Record {
	next := published.PackageTags{Tags: map[string]string{}}
	for channel, version := range channels {
		if channel == "stable" {
			channel = "latest"
		}
		next.Tags[channel] = PackageVersion(version)
	}
	for version, end := range ends {
		if next.Ends == nil {
			next.Ends = map[string]published.PackageEnd{}
		}
		next.Ends[PackageVersion(version)] = end
	}
	record := published.NewRecord(published.KindPackageTags, system, next)
	var was published.PackageTags
	if json.Unmarshal(before, &was) != nil { // there is none, or what is there says nothing
		was = published.PackageTags{}
	}
	last := was.ChangedAt
	if was.ChangedAt = nil; !added && bytes.Equal(published.NewRecord(published.KindPackageTags, system, was).Body, record.Body) {
		record.Body = before
		return record
	}
	now = now.UTC().Truncate(time.Second)
	if last != nil && !now.After(*last) { // who has the one before must see that this is another
		now = last.Add(time.Second)
	}
	next.ChangedAt = &now
	return published.NewRecord(published.KindPackageTags, system, next)
}
