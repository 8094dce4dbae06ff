package packages

import (
	"bytes"
	"crypto/md5" //nolint:gosec // Maven's clients ask for one of these sums, old ones for the weakest; TLS protects the way
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/xml"
	"path"
	"strings"
	"time"
)

// sums are the files with the hash of another that Maven's clients ask for beside it.
var sums = map[string]func([]byte) string{
	".md5":    func(b []byte) string { s := md5.Sum(b); return hex.EncodeToString(s[:]) }, //nolint:gosec // see the import
	".sha1":   sum1,
	".sha256": func(b []byte) string { s := sha256.Sum256(b); return hex.EncodeToString(s[:]) },
	".sha512": func(b []byte) string { s := sha512.Sum512(b); return hex.EncodeToString(s[:]) },
}

// maven answers {group}/{artifact}/maven-metadata.xml and {group}/{artifact}/{version}/{artifact}-{version}.pom and .jar, each with
// its sums. Dots in a group are slashes in an address.
func maven(c *Catalogue, p string) (*File, error) {
	if sum := sums[path.Ext(p)]; sum != nil {
		f, err := maven(c, strings.TrimSuffix(p, path.Ext(p)))
		if err != nil {
			return nil, err
		}
		return &File{Type: "text/plain; charset=utf-8", Data: []byte(sum(f.Data)), Immutable: f.Immutable, Modified: f.Modified}, nil
	}
	folder, file := path.Split(p)
	folder = strings.TrimSuffix(folder, "/")
	if l := c.by(mavenFolder, folder); l != nil && file == "maven-metadata.xml" {
		return mavenMetadata(l)
	}
	folder, number := path.Split(folder)
	l := c.by(mavenFolder, strings.TrimSuffix(folder, "/"))
	if l == nil {
		return nil, missing("Maven has no such artifact here")
	}
	v := l.find(number)
	_, artifact := l.parts()
	switch {
	case v == nil:
	case file == artifact+"-"+v.Version+".pom":
		data, err := pom(l, v)
		return v.file("application/xml", data, false), err
	case file == artifact+"-"+v.Version+".jar":
		data, err := webJar(l, v)
		return v.file("application/java-archive", data, true), err
	}
	return nil, missing("Maven has no such version or file here")
}

func mavenFolder(l *line) string {
	group, artifact := l.parts()
	return strings.ReplaceAll(group, ".", "/") + "/" + artifact
}

// mavenMetadata lists the versions.
func mavenMetadata(l *line) (*File, error) {
	type versioning struct {
		Latest      string   `xml:"latest"`
		Release     string   `xml:"release"`
		Versions    []string `xml:"versions>version"`
		LastUpdated string   `xml:"lastUpdated"`
	}
	m := struct {
		XMLName    xml.Name   `xml:"metadata"`
		GroupID    string     `xml:"groupId"`
		ArtifactID string     `xml:"artifactId"`
		Versioning versioning `xml:"versioning"`
	}{}
	m.GroupID, m.ArtifactID = l.parts()
	var last time.Time
	for _, v := range l.versions {
		m.Versioning.Versions = append(m.Versioning.Versions, v.Version)
		if v.ReleasedAt.After(last) {
			last = v.ReleasedAt
		}
	}
	m.Versioning.Latest = l.versions[len(l.versions)-1].Version
	m.Versioning.Release = l.tags["latest"]
	m.Versioning.LastUpdated = last.UTC().Format("20060102150405")
	data, err := document(m)
	return &File{Type: "application/xml", Data: data}, err
}

func pom(l *line, v *version) ([]byte, error) {
	p := struct {
		XMLName      xml.Name `xml:"http://maven.apache.org/POM/4.0.0 project"`
		ModelVersion string   `xml:"modelVersion"`
		GroupID      string   `xml:"groupId"`
		ArtifactID   string   `xml:"artifactId"`
		Version      string   `xml:"version"`
		Packaging    string   `xml:"packaging"`
		Name         string   `xml:"name"`
		Description  string   `xml:"description"`
	}{ModelVersion: "4.0.0", Version: v.Version, Packaging: "jar", Name: v.Title, Description: v.Title + ": design tokens as a WebJar"}
	p.GroupID, p.ArtifactID = l.parts()
	return document(p)
}

// webJar is a jar whose files a servlet container serves under /webjars/{artifact}/{version}/.
func webJar(l *line, v *version) ([]byte, error) {
	files, err := Unpack(v.Tarball)
	if err != nil {
		return nil, err
	}
	group, artifact := l.parts()
	return archive(append([]entry{
		{"META-INF/MANIFEST.MF", []byte("Manifest-Version: 1.0\r\n\r\n")},
		{
			"META-INF/maven/" + group + "/" + artifact + "/pom.properties",
			[]byte("groupId=" + group + "\nartifactId=" + artifact + "\nversion=" + v.Version + "\n"),
		},
	}, under("META-INF/resources/webjars/"+artifact+"/"+v.Version+"/", files)...)), nil
}

// document writes XML with its declaration.
func document(v any) ([]byte, error) {
	data, err := xml.MarshalIndent(v, "", "  ")
	return bytes.Join([][]byte{[]byte(xml.Header), data, []byte("\n")}, nil), err
}
