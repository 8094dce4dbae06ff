package publishing

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/token"
)

// Look is a release of the design system, compiled: templates parsed, styles and scripts bundled, tokens resolved.
type Look struct {
	Release   *designsystem.Release
	fragments *fragment.Set
	styles    map[string]file // by brand
	scripts   *file           // nil where the release has none
	loader    *file           // the same
	tokens    map[string]published.Tokens
	colors    map[string]map[string]bool // paths of the colour tokens, by brand
	files     published.TokenFiles
	guides    guides
}

// file is a bundled file under its content's name.
type file struct {
	record published.Record
	link   published.AssetLink
}

// Look compiles a release. What is wrong with it is a fault.Problems, with file and line.
func (c *Compiler) Look(release *designsystem.Release) (*Look, error) {
	return c.looks.get(release, c.compile)
}

// Trial compiles a release that nobody has made yet. It is kept beside the others, so that one draft after the other pushes none of what
// sites show out. Errors as of Look.
func (c *Compiler) Trial(release *designsystem.Release) (*Look, error) {
	return c.trials.get(release, c.compile)
}

// Kept gives the release of a hash where it was compiled lately; nil otherwise.
func (c *Compiler) Kept(hash string) *Look { return c.looks.find(hash) }

// compile goes on after a problem, so that templates, tokens, styles and scripts are all checked in one pass.
func (c *Compiler) compile(release *designsystem.Release) (*Look, error) {
	look := &Look{Release: release, styles: map[string]file{}, tokens: map[string]published.Tokens{}, colors: map[string]map[string]bool{}}
	var found findings
	var err error
	look.fragments, err = fragment.Compile(release)
	found.add(err)
	system, err := token.Load(release.FS(), release.Resolver)
	found.add(err)
	look.files = tokenFiles(release, system)
	for _, brand := range release.Brands {
		tokens, err := compileTokens(system, brand.Key)
		found.add(err)
		look.tokens[brand.Key] = tokens.forSites
		look.colors[brand.Key], err = colorsOf(system, brand.Key)
		found.add(err)
		css, err := c.tools.Bundle(release.Stylesheet(brand.Key, tokens.forParts))
		found.add(err)
		look.styles[brand.Key] = look.sameOr(newFile("portico-"+brand.Key+".css", "text/css; charset=utf-8", "style", css))
	}
	if release.Scripts != "" {
		js, err := c.tools.Bundle(release.Files(), release.Scripts)
		found.add(err)
		f := newFile("portico.js", "text/javascript; charset=utf-8", "script", js)
		look.scripts = &f
	}
	look.loader, err = c.compileLoader(release)
	found.add(err)
	look.guides, err = c.compileGuides(release, func(brand string) string { return look.tokens[brand].CSS })
	found.add(err)
	if err := found.err(); err != nil {
		return nil, err
	}
	return look, nil
}

// findings collects the problems of several steps. Brands share most of their files, and so their problems.
type findings struct {
	problems fault.Problems
	other    error // an error that is no list of problems
}

func (f *findings) add(err error) {
	var ps fault.Problems
	if errors.As(err, &ps) {
		f.problems = append(f.problems, ps...)
	} else if err != nil {
		f.other = err
	}
}

func (f *findings) err() error {
	if f.other != nil {
		return f.other
	}
	return f.problems.Unique().Err()
}

func newFile(name, media, as string, data []byte) file {
	key := fmt.Sprintf("%x", sha256.Sum256(data))
	integrity := sha512.Sum384(data)
	return file{
		record: published.NewRecord(published.KindAsset, key, published.Asset{File: name, Type: media, Data: data}),
		link: published.AssetLink{
			URL: "/a/" + key + "/" + name, Integrity: "sha384-" + base64.StdEncoding.EncodeToString(integrity[:]), As: as,
		},
	}
}

// sameOr gives the file of another brand that has the same content, and therefore the same key: a record stands once.
func (l *Look) sameOr(f file) file {
	for _, brand := range l.Release.Brands {
		if other, ok := l.styles[brand.Key]; ok && other.record.Key == f.record.Key {
			return other
		}
	}
	return f
}

// records gives what the release itself publishes: its files and its tokens, these under their brand where it is the main one.
func (l *Look) records(main bool) []published.Record {
	var out []published.Record
	seen := map[string]bool{}
	for _, brand := range l.Release.Brands {
		if style := l.styles[brand.Key].record; !seen[style.Key] {
			seen[style.Key] = true
			out = append(out, style)
		}
		key := brand.Key
		if !main {
			key = published.TokensKey(brand.Key, l.designSystem())
		}
		out = append(out, published.NewRecord(published.KindTokens, key, l.tokens[brand.Key]))
	}
	out = append(out, published.NewRecord(published.KindTokenFiles, published.TokenFilesKey(l.designSystem()), l.files))
	for _, f := range []*file{l.scripts, l.loader} {
		if f != nil {
			out = append(out, f.record)
		}
	}
	return append(out, l.guides.records()...)
}

func (l *Look) designSystem() published.DesignSystem {
	return published.DesignSystem{Name: l.Release.Name, Version: l.Release.Version, Package: l.Release.Package}
}
