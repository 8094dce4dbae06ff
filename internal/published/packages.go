package published

import "time"

// Package is the body of a package record: one released version of the design tokens, as package managers fetch it. It never changes,
// because lock files name its hash.
type Package struct {
	Name       string    `json:"name"`    // as npm has it: "@scope/design-tokens"
	Version    string    `json:"version"` // semantic, without build metadata
	System     string    `json:"system"`  // name of the design system
	Title      string    `json:"title"`   // of the design system, for people
	ReleasedAt time.Time `json:"releasedAt"`
	Tarball    []byte    `json:"tarball"` // npm's, with everything that the others' archives hold
}

// PackageKey is the key of a package record.
func PackageKey(system, version string) string { return system + "@" + version }

// PackageTags is the body of a package-tags record: what moves about the packages of a design system.
type PackageTags struct {
	Tags map[string]string     `json:"tags"`           // npm's name of the channel → version; latest is the one in force
	Ends map[string]PackageEnd `json:"ends,omitempty"` // of versions that nobody should begin with any more

	// ChangedAt is when this, or the list of packages, was last another, to the second, each time later than the one before; nil before
	// there was such a time.
	ChangedAt *time.Time `json:"changedAt,omitempty"`
}

// PackageEnd says how a version ends. It stays to be had: lock files name it.
type PackageEnd struct {
	DeprecatedAt time.Time  `json:"deprecatedAt"`
	SunsetAt     *time.Time `json:"sunsetAt,omitempty"`  // when sites can no longer follow it; nil: not known yet
	Successor    string     `json:"successor,omitempty"` // version to go to
	Withdrawn    bool       `json:"withdrawn,omitempty"` // sites can no longer follow it
}

// TokenFiles is the body of a token-files record: the tokens of a release as they were written, of which a node makes what sites ask
// for in a form of their own.
type TokenFiles struct {
	Resolver string            `json:"resolver"` // path of the resolver document
	Files    map[string]string `json:"files"`    // it and all that it reads, by path

	ID uint64 `json:"-"` // see BundleView.ID
}

// TokenFilesKey is the key of a token-files record.
func TokenFilesKey(system DesignSystem) string { return system.Name + "@" + system.Version }
