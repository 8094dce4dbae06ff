package packages

import (
	"crypto/sha1" //nolint:gosec // npm's old field "shasum" and Maven's files are SHA-1; what is relied on is SHA-512
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"path"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/published"
)

// manifestFile is npm's description of a package.
const manifestFile = "package.json"

// TypeNPM is the media type of the list of versions that an installation needs; see Short.
const TypeNPM = "application/vnd.npm.install-v1+json"

const typeJSON = "application/json"

type object = map[string]any

// Short gives the address of the list of versions as TypeNPM, for the address of the whole list.
func Short(path string) string { return path + "#short" }

// npm answers {name}, {name}/{version or tag}, {name}/-/{file}.tgz, -/ping and -/package/{name}/dist-tags.
func npm(c *Catalogue, p string) (*File, error) {
	p, short := strings.CutSuffix(p, "#short")
	if p == "-/ping" {
		return jsonFile(object{})
	}
	if name, ok := strings.CutPrefix(p, "-/package/"); ok {
		name, ok = strings.CutSuffix(name, "/dist-tags")
		if l := c.lines[name]; ok && l != nil {
			return jsonFile(l.tags)
		}
		return nil, missing("Not found")
	}
	name, rest := splitName(p)
	l := c.lines[name]
	switch {
	case l == nil:
		return nil, missing("Not found")
	case rest == "":
		return c.packument(l, short)
	case strings.HasPrefix(rest, "-/"):
		for _, v := range l.versions {
			if rest == "-/"+l.tarball(v) {
				return v.file("application/octet-stream", v.Tarball, true), nil
			}
		}
		return nil, missing("Not found")
	}
	if tagged, ok := l.tags[rest]; ok {
		rest = tagged
	}
	v := l.find(rest)
	if v == nil {
		return nil, missing("version not found: %s", rest)
	}
	m, err := c.manifest(l, v)
	if err != nil {
		return nil, err
	}
	return jsonFile(m)
}

// splitName takes "@scope/name/rest" or "name/rest" apart.
func splitName(p string) (name, rest string) {
	slash := strings.IndexByte(p, '/')
	if strings.HasPrefix(p, "@") && slash >= 0 {
		if next := strings.IndexByte(p[slash+1:], '/'); next >= 0 {
			slash += 1 + next
		} else {
			slash = -1
		}
	}
	if slash < 0 {
		return p, ""
	}
	return p[:slash], p[slash+1:]
}

func (l *line) tarball(v *version) string {
	return path.Base(l.name) + "-" + v.Version + ".tgz"
}

// packument is npm's word for the document of a package: all versions, and what the tags stand for.
func (c *Catalogue) packument(l *line, short bool) (*File, error) {
	versions, times := object{}, object{}
	var created time.Time
	for _, v := range l.versions {
		m, err := c.manifest(l, v)
		if err != nil {
			return nil, err
		}
		versions[v.Version], times[v.Version] = m, v.ReleasedAt.UTC().Format(timeForm)
		if created.IsZero() || v.ReleasedAt.Before(created) {
			created = v.ReleasedAt
		}
	}
	doc := object{"name": l.name, "dist-tags": l.tags, "versions": versions, "modified": c.changed.UTC().Format(timeForm)}
	if short {
		f, err := jsonFile(doc)
		if err == nil {
			f.Type = TypeNPM
		}
		return f, err
	}
	times["created"], times["modified"] = created.UTC().Format(timeForm), doc["modified"]
	delete(doc, "modified")
	files, err := Unpack(l.latest().Tarball)
	if err != nil {
		return nil, err
	}
	doc["_id"], doc["time"], doc["description"] = l.name, times, l.latest().Title
	doc["readme"], doc["readmeFilename"] = string(files["README.md"]), "README.md"
	return jsonFile(doc)
}

// timeForm is how npm writes a time.
const timeForm = "2006-01-02T15:04:05.000Z"

// manifest gives the package.json of a version, and where to fetch it.
func (c *Catalogue) manifest(l *line, v *version) (object, error) {
	files, err := Unpack(v.Tarball)
	if err != nil {
		return nil, err
	}
	m := object{}
	if err := json.Unmarshal(files[manifestFile], &m); err != nil {
		return nil, err
	}
	size := 0
	for _, data := range files {
		size += len(data)
	}
	m["_id"] = l.name + "@" + v.Version
	if why := v.ending(); why != "" { // npm says it to whoever installs the version
		m["deprecated"] = why
	}
	m["dist"] = object{
		"tarball": c.Origin + "/npm/" + l.name + "/-/" + l.tarball(v), "integrity": Integrity(v.Tarball), "shasum": sum1(v.Tarball),
		"fileCount": len(files), "unpackedSize": size,
	}
	return m, nil
}

// Integrity gives the hash of a file as lock files have it: "sha512-…".
func Integrity(data []byte) string {
	sum := sha512.Sum512(data)
	return "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
}

func sum1(data []byte) string {
	sum := sha1.Sum(data) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])
}

func jsonFile(v any) (*File, error) {
	data, err := json.Marshal(v)
	return &File{Type: typeJSON, Data: data}, err
}

// Manifest writes the package.json of a release. files are the others of the package: each can be imported by its name, and the
// package's own name is the tokens with their default contexts.
func Manifest(p *published.Package, files map[string][]byte) []byte {
	exports := object{"./" + manifestFile: "./" + manifestFile}
	for name := range files {
		at := "./" + name
		if stem, ok := strings.CutSuffix(name, ".js"); ok && files[stem+".d.ts"] != nil {
			exports[at] = ordered{{"types", "./" + stem + ".d.ts"}, {"default", at}}
			continue
		}
		exports[at] = at
	}
	exports["."] = ordered{{"types", "./tokens.d.ts"}, {"sass", "./tokens.scss"}, {"style", "./tokens.css"}, {"default", "./tokens.js"}}
	out, _ := json.MarshalIndent(object{ // of texts alone
		"name": p.Name, "version": p.Version, "description": p.Title, "keywords": []string{"design-tokens"},
		"type": "module", "main": "./tokens.js", "types": "./tokens.d.ts", "style": "./tokens.css", "sass": "./tokens.scss",
		"sideEffects": []string{"*.css", "*.scss"}, "exports": exports,
	}, "", "  ")
	return append(out, '\n')
}

// ordered is an object whose members stand in an order that counts, as conditions of exports do.
type ordered [][2]string

// MarshalJSON implements json.Marshaler.
func (o ordered) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			out = append(out, ',')
		}
		name, _ := json.Marshal(m[0])
		value, _ := json.Marshal(m[1])
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}
