package packages

import (
	"encoding/json"
	"regexp"
	"strings"
)

// composerForm is what Composer can say of a version before its release; it would refuse the whole list for another.
var composerForm = regexp.MustCompile(`^(?i:(beta|b|rc|alpha|a)([.-]?[0-9]+)*)?$`)

// vendorName is the package's name for Composer: "orvane/design-tokens".
func vendorName(l *line) string {
	scope, name := l.parts()
	return scope + "/" + name
}

// composer answers packages.json, p2/{vendor}/{name}.json and dist/{vendor}/{name}/{version}.zip.
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
		if l := c.by(vendorName, name); ok && l != nil {
			return c.composerList(l)
		}
	}
	if rest, ok := strings.CutPrefix(p, "dist/"); ok {
		slash := strings.LastIndexByte(rest, '/')
		number, zip := strings.CutSuffix(rest[slash+1:], ".zip")
		if l := c.by(vendorName, rest[:max(slash, 0)]); zip && l != nil {
			if v := l.find(number); v != nil && composerForm.MatchString(v.number.Prerelease()) {
				data, err := composerZip(l, v)
				return &File{Type: "application/zip", Data: data, Immutable: true, Packed: true}, err
			}
		}
	}
	return nil, missing("Composer has no such package or version here")
}

// composerList gives the versions that Composer can name, the highest first.
func (c *Catalogue) composerList(l *line) (*File, error) {
	list := []object{}
	for i := len(l.versions) - 1; i >= 0; i-- {
		v := l.versions[i]
		if !composerForm.MatchString(v.number.Prerelease()) {
			continue
		}
		data, err := composerZip(l, v)
		if err != nil {
			return nil, err
		}
		m := composerManifest(l, v)
		m["time"] = v.ReleasedAt.UTC().Format("2006-01-02T15:04:05+00:00")
		m["dist"] = object{
			"type": "zip", "url": c.Origin + "/composer/dist/" + vendorName(l) + "/" + v.Version + ".zip",
			"reference": sum1(data), "shasum": sum1(data),
		}
		list = append(list, m)
	}
	return jsonFile(object{"packages": object{vendorName(l): list}})
}

func composerManifest(l *line, v *version) object {
	return object{
		"name": vendorName(l), "description": v.Title, "version": v.Version, "type": "library", "keywords": []string{"design-tokens"},
	}
}

func composerZip(l *line, v *version) ([]byte, error) {
	files, err := Unpack(v.Tarball)
	if err != nil {
		return nil, err
	}
	manifest, err := json.MarshalIndent(composerManifest(l, v), "", "  ")
	return archive(append(under("", files), entry{"composer.json", append(manifest, '\n')})), err
}
