package published

import "slices"

// The surrogate keys that answers carry, by which a CDN purges them and a change signal says what changed.

// SiteTag is on every answer of a site.
func SiteTag(site string) string { return "site:" + site }

// BundleTag is on what is made of one bundle, named by its record's key: fragments, menus, the bundle itself.
func BundleTag(key string) string { return "bundle:" + key }

// TokensTag is on the design tokens of a brand.
func TokensTag(brand string) string { return "tokens:" + brand }

// TypeTag is on answers of entries of a content type, lists above all.
func TypeTag(name string) string { return "type:" + name }

// PackagesTag is on what package managers ask of lists; a package itself never changes.
const PackagesTag = "packages"

// EntryTag is on answers that hold an entry.
func EntryTag(id string) string { return "entry:" + id }

// MediaTag is on a medium's own answers. It changes where its name does, or it is deleted.
func MediaTag(id string) string { return "media:" + id }

// SitesTag is on the list of public sites.
const SitesTag = "sites"

// Tags gives the surrogate keys of all answers that a record's change makes old. entryType is that of an entry record, "" where it
// is not known; known is false then, and only the answers that name the entry are covered. It is false as well where answers of any
// site may be old: a type that was for everybody may stand in all of them.
func (r Ref) Tags(entryType string) (tags []string, known bool) {
	switch r.Kind {
	case KindSite:
		return []string{SiteTag(r.Key), SitesTag}, true
	case KindBundle:
		return []string{BundleTag(r.Key)}, true
	case KindTokens:
		return []string{TokensTag(r.Key)}, true
	case KindType:
		return []string{TypeTag(r.Key)}, true
	case KindLimited:
		return nil, false
	case KindPackage, KindPackageTags:
		return []string{PackagesTag}, true
	case KindMedia:
		return []string{MediaTag(r.Key)}, true
	case KindEntry:
		if entryType == "" {
			return []string{EntryTag(r.Key)}, false
		}
		return slices.Compact([]string{EntryTag(r.Key), TypeTag(entryType)}), true
	}
	return nil, true // what only nodes read, and assets, whose addresses change with them
}
