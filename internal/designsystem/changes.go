package designsystem

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/change"
)

// Changes lists what is different in a release: its tokens as change.Compare has it, and the rest by what it means for who uses it.
// Major: a part, brand, icon or locale is gone. Minor: a new one, or what visitors get is another: templates, styles, scripts, texts,
// drawings. Patch: any other file. Errors: those of token.Load.
func Changes(before, after *Release) (*change.List, error) {
	was, err := token.Load(before.FS(), before.Resolver)
	if err != nil {
		return nil, err
	}
	is, err := token.Load(after.FS(), after.Resolver)
	if err != nil {
		return nil, err
	}
	list, err := change.Compare(was, is)
	if err != nil {
		return nil, err
	}
	tokens := map[string]bool{}
	for _, name := range append(was.Files(), is.Files()...) {
		tokens[name] = true
	}
	list.Changes = append(list.Changes, sets(before, after)...)
	list.Changes = append(list.Changes, fileChanges(before, after, tokens)...)
	slices.SortStableFunc(list.Changes, func(a, b change.Change) int { return int(b.Level) - int(a.Level) })
	if list.Level = change.None; len(list.Changes) > 0 {
		list.Level = list.Changes[0].Level
	}
	return list, nil
}

// sets compares what sites name: parts, brands, icons, locales.
func sets(before, after *Release) (out []change.Change) {
	brands := func(r *Release) (keys []string) {
		for _, b := range r.Brands {
			keys = append(keys, b.Key)
		}
		return keys
	}
	icons := func(r *Release) []string { return slices.Sorted(maps.Keys(r.Icons)) }
	for _, s := range []struct {
		kind    string
		was, is []string
	}{
		{"part", before.Parts, after.Parts}, {"brand", brands(before), brands(after)}, {"icon", icons(before), icons(after)},
		{"locale", before.Locales(), after.Locales()},
	} {
		for _, name := range s.was {
			if !slices.Contains(s.is, name) {
				out = append(out, change.Change{Level: change.Major, Kind: s.kind + "_removed", Path: name})
			}
		}
		for _, name := range s.is {
			if !slices.Contains(s.was, name) {
				out = append(out, change.Change{Level: change.Minor, Kind: s.kind + "_added", Path: name})
			}
		}
	}
	return out
}

// shownDirs hold what visitors get.
var shownDirs = []string{FragmentsDir, MessagesDir, IconsDir, BrandsDir}

// fileChanges compares the other files, by name.
func fileChanges(before, after *Release, tokens map[string]bool) (out []change.Change) {
	names := before.Files()
	maps.Copy(names, after.Files())
	for _, name := range slices.Sorted(maps.Keys(names)) {
		was, is := before.files[name], after.files[name]
		if tokens[name] || name == ManifestFile || bytes.Equal(was, is) {
			continue
		}
		c := change.Change{Level: change.Patch, Kind: "file", Path: name}
		dir, _, _ := strings.Cut(name, "/")
		if slices.Contains(shownDirs, dir) || slices.Contains([]string{".css", ".ts", ".js"}, path.Ext(name)) {
			c.Level = change.Minor
		}
		out = append(out, c)
	}
	if before.Package != after.Package {
		out = append(out, change.Change{Level: change.Major, Kind: "package", Path: after.Package, From: before.Package, To: after.Package})
	}
	return out
}

// HighEnough checks that the version of a release promises as much as it changes since another one: see NextVersion. Errors:
// fault.Problems in the manifest, with the version that it needs at least and what for.
func (r *Release) HighEnough(since string, list *change.List) error {
	if list.Level == change.None {
		return nil
	}
	least, err := NextVersion(since, list.Level)
	if err != nil || Raised(since, least, r.Version) == nil {
		return err
	}
	p := problem(ManifestFile, lineOfKey(r.files[ManifestFile], "version"), "bad_version",
		"this makes it %s at least, and it says %.60s; since %s: %s", least, r.Version, since, list.Largest(3))
	return fault.Problems{p}
}

// NextVersion gives the version that a change of a level makes of another one. A version that leads up to a release (2.0.0-rc.1) becomes
// that release where this is enough. Errors: fault.Invalid for what is no version, fault.Conflict for no change.
func NextVersion(version string, level change.Level) (string, error) {
	v, err := semver.StrictNewVersion(version)
	if err != nil {
		return "", fault.New(fault.Invalid, "%.60q is not a semantic version such as 1.4.0", version)
	}
	if v.Prerelease() != "" && level != change.None && level <= reaches(v) {
		return semver.New(v.Major(), v.Minor(), v.Patch(), "", "").String(), nil
	}
	switch level {
	case change.Major:
		return v.IncMajor().String(), nil
	case change.Minor:
		return v.IncMinor().String(), nil
	case change.Patch:
		return v.IncPatch().String(), nil
	}
	return "", fault.New(fault.Conflict, "nothing is different from %s: there is nothing to release", version)
}

// reaches gives the largest change that a release can be made for: 2.0.0 any, 1.3.0 a minor one.
func reaches(release *semver.Version) change.Level {
	switch {
	case release.Patch() > 0:
		return change.Patch
	case release.Minor() > 0:
		return change.Minor
	}
	return change.Major
}

// Raised checks a version that somebody wants in the place of the derived one: it may be higher, or lead up to one that is not lower
// (2.0.0-rc.1 for 2.0.0), and is above the one before. Errors: fault.Unprocessable at /version.
func Raised(before, derived, wanted string) error {
	base, err1 := semver.StrictNewVersion(before)
	least, err2 := semver.StrictNewVersion(derived)
	v, err := semver.StrictNewVersion(wanted)
	var message string
	switch {
	case err1 != nil || err2 != nil:
		return fault.New(fault.Internal, "the versions %q and %q cannot be compared", before, derived)
	case err != nil || len(wanted) > maxVersion:
		message = "this is not a semantic version such as 1.4.0"
	case v.Metadata() != "":
		message = "leave out what stands after the +: package managers pass over it"
	case !v.GreaterThan(base) || semver.New(v.Major(), v.Minor(), v.Patch(), "", "").LessThan(least):
		message = "the changes make it " + derived + " at least: a version can be raised, not lowered"
	default:
		return nil
	}
	return fault.Problems{{Pointer: "/version", Code: "bad_version", Message: message}}
}
