// Package designsystem is a release of the design system: a manifest with a semantic version, and the files it names
// (tokens, fragment templates, messages, icons, logos, styles, scripts), read and checked in one pass. A release is
// immutable and keeps its files as they are, so that it can be stored in a database and loaded again.
package designsystem

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
)

// ManifestFile is the one file whose name is fixed; it names the rest.
const ManifestFile = "design-system.yaml"

// Folders of a release, beside the tokens that the resolver names.
const (
	FragmentsDir = "fragments"
	MessagesDir  = "messages"
	IconsDir     = "icons"
	BrandsDir    = "brands"
)

// Limits of a release: it is written by hand and stands in memory, so what is larger is a mistake (a node_modules folder).
const (
	MaxFiles     = 2000
	MaxFileBytes = 2 << 20
	MaxBytes     = 16 << 20
)

// Release is one version of the design system. Nothing in it may be changed.
type Release struct {
	Manifest
	Hash     string                       // SHA-256 over all names and contents, in hex
	Messages map[string]map[string]string // locale → key → plain text; every locale has the same keys
	Icons    map[string]string            // name → SVG, cleaned, ready to stand in HTML
	Logos    map[string]string            // brand → SVG, likewise

	files map[string][]byte
}

// Load reads a release from a folder that holds design-system.yaml. Go files, Markdown and hidden files are left out. Error:
// fault.Problems, with every problem of every file.
func Load(fsys fs.FS) (*Release, error) {
	var ps fault.Problems
	files := map[string][]byte{}
	total := 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || path.Ext(name) == ".go" || path.Ext(name) == ".md":
			return nil
		case !d.Type().IsRegular(): // a link may lead out of the folder
			ps.Add(problem(name, 0, "not_a_file", "is no plain file; links are not followed"))
			return nil
		}
		b, err := readCapped(fsys, name)
		if err != nil {
			return err
		}
		files[name] = b
		total += len(b)
		if len(files) > MaxFiles || total > MaxBytes {
			return fault.New(fault.Unprocessable, "the design system has more than %d files or %d bytes", MaxFiles, MaxBytes)
		}
		return nil
	})
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			ps.Add(problem(path.Path, 0, "unreadable", "cannot be read: %v", path.Err))
		} else {
			ps.Add(problem("", 0, "unreadable", "%v", err))
		}
		return nil, ps.Err()
	}
	r, err := FromFiles(files)
	if err != nil {
		var more fault.Problems
		if !errors.As(err, &more) {
			return nil, err
		}
		ps = append(ps, more...)
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

func readCapped(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > MaxFileBytes {
		return nil, fault.New(fault.Unprocessable, "%s has %d bytes; %d are allowed", name, info.Size(), MaxFileBytes)
	}
	return fs.ReadFile(fsys, name)
}

// FromFiles makes a release from its files (path with slashes → content), which it keeps and which must not be changed
// afterwards. Error: fault.Problems, with every problem of every file.
func FromFiles(files map[string][]byte) (*Release, error) {
	var ps fault.Problems
	r := &Release{files: maps.Clone(files), Hash: hash(files)}
	if !r.readManifest(&ps) {
		return nil, ps.Err()
	}
	r.Messages = readMessages(files, &ps)
	r.Icons = readIcons(files, &ps)
	r.Logos = r.readLogos(&ps)
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// Files gives all files of the release, as they were read. The map is the caller's; the contents are shared.
func (r *Release) Files() map[string][]byte { return maps.Clone(r.files) }

// File gives the content of one file; nil where there is none.
func (r *Release) File(name string) []byte { return r.files[name] }

// Fragments gives the templates: the stem of each file fragments/*.html → its source.
func (r *Release) Fragments() map[string]string {
	out := map[string]string{}
	for name, src := range r.files {
		if stem, ok := stemIn(name, FragmentsDir, ".html"); ok {
			out[stem] = string(src)
		}
	}
	return out
}

// Locales gives the locales that have messages, sorted.
func (r *Release) Locales() []string { return slices.Sorted(maps.Keys(r.Messages)) }

// Brand finds a brand by its key; nil where there is none.
func (r *Release) Brand(key string) *Brand {
	for i := range r.Brands {
		if r.Brands[i].Key == key {
			return &r.Brands[i]
		}
	}
	return nil
}

// hash is the same for the same names and contents; lengths keep "a"+"bc" apart from "ab"+"c".
func hash(files map[string][]byte) string {
	h := sha256.New()
	write := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		write([]byte(name))
		write(files[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// stemIn gives "header" for fragments/header.html; folders below dir do not count.
func stemIn(name, dir, ext string) (string, bool) {
	rest, ok := strings.CutPrefix(name, dir+"/")
	stem, ok2 := strings.CutSuffix(rest, ext)
	return stem, ok && ok2 && stem != "" && !strings.Contains(stem, "/")
}
