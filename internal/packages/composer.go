package packages

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// composerForm is what Composer can say of a version before its release; it would refuse the whole list for another. Those are
// branches for it: dev-2.0.0-next.1.
var composerForm = regexp.MustCompile(`^(?i:(beta|b|rc|alpha|a)([.-]?[0-9]+)*)?$`)

func (v *version) spoken() bool { return composerForm.MatchString(v.number.Prerelease()) }

// branchPrefix begins the names of Composer's branches.
const branchPrefix = "dev-"

// branchTags are the channels that are branches for Composer, which move.
var branchTags = []string{"next", "preview"}

// vendorName is the package's name for Composer: "orvane/design-tokens".
func vendorName(l *line) string {
	scope, name := l.parts()
	return scope + "/" + name
}

// composer answers packages.json, p2/{vendor}/{name}.json, p2/{vendor}/{name}~dev.json and dist/{vendor}/{name}/{version}.zip.
func composer(c *Catalogue, p string) (*File, error) {
	if p == "packages.json" {
		names := []string{}
		for _, l := range c.sorted() {
			names = append(names, vendorName(l))
		}
		return jsonFile(object{
			"packages": []string{}, "metadata-url": c.Origin + "/composer/p2/%package%.json", "available-packages": names,
		})
	}
	if name, ok := strings.CutPrefix(p, "p2/"); ok {
		name, ok = strings.CutSuffix(name, ".json")
		name, branches := strings.CutSuffix(name, "~dev")
		switch l := c.by(vendorName, name); {
		case !ok || l == nil:
		case branches:
			return c.composerBranches(l)
		default:
			return c.composerList(l)
		}
	}
	if rest, ok := strings.CutPrefix(p, "dist/"); ok {
		slash := strings.LastIndexByte(rest, '/')
		number, zip := strings.CutSuffix(rest[slash+1:], ".zip")
		if l := c.by(vendorName, rest[:max(slash, 0)]); zip && l != nil {
			if v := l.find(number); v != nil {
				data, err := composerZip(l, v)
				return v.file("application/zip", data, true), err
			}
		}
	}
	return nil, missing("Composer has no such package or version here")
}

// composerList gives the versions that Composer has a word for, the highest first.
func (c *Catalogue) composerList(l *line) (*File, error) {
	list := []object{}
	for _, v := range slices.Backward(l.versions) {
		if !v.spoken() {
			continue
		}
		m, err := c.composerEntry(l, v, v.Version)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return jsonFile(object{"packages": object{vendorName(l): list}})
}

// composerBranches gives what the channels next and preview stand for, as branches, and by its version what Composer has no word for.
func (c *Catalogue) composerBranches(l *line) (*File, error) {
	list := []object{}
	add := func(v *version, name string) error {
		m, err := c.composerEntry(l, v, branchPrefix+name)
		list = append(list, m)
		return err
	}
	for _, tag := range branchTags {
		if v := l.find(l.tags[tag]); v != nil {
			if err := add(v, tag); err != nil {
				return nil, err
			}
		}
	}
	for _, v := range slices.Backward(l.versions) {
		if v.spoken() {
			continue
		}
		if err := add(v, v.Version); err != nil {
			return nil, err
		}
	}
	return jsonFile(object{"packages": object{vendorName(l): list}})
}

// composerEntry gives what a list says of a version, under a name.
func (c *Catalogue) composerEntry(l *line, v *version, name string) (object, error) {
	data, err := composerZip(l, v)
	if err != nil {
		return nil, err
	}
	m := composerManifest(l, v)
	m["version"], m["time"] = name, v.ReleasedAt.UTC().Format("2006-01-02T15:04:05+00:00")
	m["dist"] = object{
		"type": "zip", "url": c.Origin + "/composer/dist/" + vendorName(l) + "/" + v.Version + ".zip",
		"reference": sum1(data), "shasum": sum1(data),
	}
	switch {
	case v.end == nil:
	case v.end.Successor != "": // Composer says: use … instead
		m["abandoned"] = vendorName(l) + " " + v.end.Successor
	default:
		m["abandoned"] = true
	}
	return m, nil
}

// composerManifest gives the composer.json of a version: without a version that Composer would not read.
func composerManifest(l *line, v *version) object {
	m := object{"name": vendorName(l), "description": v.Title, "type": "library", "keywords": []string{"design-tokens"}}
	if v.spoken() {
		m["version"] = v.Version
	}
	return m
}

func composerZip(l *line, v *version) ([]byte, error) {
	files, err := Unpack(v.Tarball)
	if err != nil {
		return nil, err
	}
	manifest, err := json.MarshalIndent(composerManifest(l, v), "", "  ")
	return archive(append(under("", files), entry{"composer.json", append(manifest, '\n')})), err
}
