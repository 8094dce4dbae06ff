package packages

import (
	"encoding/xml"
	"strings"
)

// nugetID is the package's name for NuGet, in small letters as its addresses have it: "orvane.design-tokens".
func nugetID(l *line) string {
	scope, name := l.parts()
	return scope + "." + name
}

// nuget answers the protocol of version 3: v3/index.json names the rest. Versions are in small letters in addresses.
func nuget(c *Catalogue, p string) (*File, error) {
	p, ok := strings.CutPrefix(p, "v3/")
	at := strings.Split(p, "/")
	switch {
	case !ok:
	case p == "index.json":
		return c.nugetIndex()
	case p == "query":
		return c.nugetSearch()
	case len(at) < 3 || len(at) > 4:
	default:
		l := c.by(nugetID, at[1])
		if l == nil {
			break
		}
		switch at[0] {
		case "flat":
			return nugetContent(l, at[2:])
		case "registration":
			return c.nugetRegistration(l, at[2:])
		}
	}
	return nil, missing("NuGet has no such package or version here")
}

func (c *Catalogue) nugetAt(path string) string { return c.Origin + "/nuget/v3/" + path }

func (c *Catalogue) nugetIndex() (*File, error) {
	resources := []object{}
	add := func(path string, types ...string) {
		for _, t := range types {
			resources = append(resources, object{"@id": c.nugetAt(path), "@type": t})
		}
	}
	add("flat/", "PackageBaseAddress/3.0.0")
	add("registration/", "RegistrationsBaseUrl",
		"RegistrationsBaseUrl/3.0.0-beta", "RegistrationsBaseUrl/3.0.0-rc", "RegistrationsBaseUrl/3.6.0")
	add("query", "SearchQueryService", "SearchQueryService/3.0.0-beta", "SearchQueryService/3.0.0-rc", "SearchQueryService/3.5.0")
	return jsonFile(object{"version": "3.0.0", "resources": resources})
}

// lower finds a version by its name in an address.
func (l *line) lower(number string) *version {
	for _, v := range l.versions {
		if strings.ToLower(v.Version) == number {
			return v
		}
	}
	return nil
}

// nugetContent answers index.json, {version}/{id}.{version}.nupkg and {version}/{id}.nuspec.
func nugetContent(l *line, at []string) (*File, error) {
	if len(at) == 1 && at[0] == "index.json" {
		list := []string{}
		for _, v := range l.versions {
			list = append(list, strings.ToLower(v.Version))
		}
		return jsonFile(object{"versions": list})
	}
	v := l.lower(at[0])
	switch {
	case v == nil || len(at) != 2:
	case at[1] == nugetID(l)+"."+strings.ToLower(v.Version)+".nupkg":
		data, err := nupkg(l, v)
		return v.file("application/octet-stream", data, true), err
	case at[1] == nugetID(l)+".nuspec":
		data, err := nuspec(l, v)
		return v.file("application/xml", data, false), err
	}
	return nil, missing("NuGet has no such version or file here")
}

// nugetRegistration answers index.json, with all versions on its one page, and {version}.json.
func (c *Catalogue) nugetRegistration(l *line, at []string) (*File, error) {
	base := "registration/" + nugetID(l) + "/"
	if len(at) != 1 {
		return nil, missing("NuGet has no such page here")
	}
	if at[0] != "index.json" {
		number, _ := strings.CutSuffix(at[0], ".json")
		v := l.lower(number)
		if v == nil {
			return nil, missing("NuGet has no such version here")
		}
		leaf := c.nugetLeaf(l, v)
		leaf["listed"], leaf["published"] = v.listed(), v.ReleasedAt.UTC().Format(timeForm)
		return jsonFile(leaf)
	}
	leaves := []object{}
	for _, v := range l.versions {
		leaves = append(leaves, c.nugetLeaf(l, v))
	}
	page := object{
		"@id": c.nugetAt(base + "index.json#page"), "@type": "catalog:CatalogPage", "count": len(leaves), "items": leaves,
		"lower": l.versions[0].Version, "upper": l.versions[len(l.versions)-1].Version, "parent": c.nugetAt(base + "index.json"),
	}
	return jsonFile(object{"@id": c.nugetAt(base + "index.json"), "count": 1, "items": []object{page}})
}

func (c *Catalogue) nugetLeaf(l *line, v *version) object {
	number := strings.ToLower(v.Version)
	content := c.nugetAt("flat/" + nugetID(l) + "/" + number + "/" + nugetID(l) + "." + number + ".nupkg")
	at := c.nugetAt("registration/" + nugetID(l) + "/" + number + ".json")
	details := object{
		"@id": at, "@type": "PackageDetails", "id": nugetID(l), "version": v.Version, "authors": v.System, "description": v.Title,
		"listed": v.listed(), "published": v.ReleasedAt.UTC().Format(timeForm), "packageContent": content, "dependencyGroups": []object{},
	}
	if why := v.ending(); why != "" {
		deprecation := object{"@id": at + "#deprecation", "@type": "deprecation", "reasons": []string{"Legacy"}, "message": why}
		if v.end.Successor != "" {
			deprecation["alternatePackage"] = object{
				"@id": at + "#deprecation/alternatePackage", "@type": "alternatePackage", "id": nugetID(l), "range": "[" + v.end.Successor + ", )",
			}
		}
		details["deprecation"] = deprecation
	}
	return object{
		"@id": at, "@type": "Package", "packageContent": content, "registration": c.nugetAt("registration/" + nugetID(l) + "/index.json"),
		"catalogEntry": details,
	}
}

// listed says whether the version is shown to who looks for one; what is withdrawn can be restored still.
func (v *version) listed() bool { return v.end == nil || !v.end.Withdrawn }

// nugetSearch gives every package: there are so few that words to search for would only hide some.
func (c *Catalogue) nugetSearch() (*File, error) {
	data := []object{}
	for _, l := range c.sorted() {
		versions := []object{}
		for _, v := range l.versions {
			versions = append(versions, object{
				"@id": c.nugetAt("registration/" + nugetID(l) + "/" + strings.ToLower(v.Version) + ".json"), "version": v.Version, "downloads": 0,
			})
		}
		latest := l.latest()
		data = append(data, object{
			"@type": "Package", "id": nugetID(l), "version": latest.Version, "description": latest.Title, "authors": []string{latest.System},
			"registration": c.nugetAt("registration/" + nugetID(l) + "/index.json"), "versions": versions, "totalDownloads": 0,
			"packageTypes": []object{{"name": "Dependency"}},
		})
	}
	return jsonFile(object{"totalHits": len(data), "data": data})
}

func nuspec(l *line, v *version) ([]byte, error) {
	type files struct {
		Include      string `xml:"include,attr"`
		BuildAction  string `xml:"buildAction,attr"`
		CopyToOutput bool   `xml:"copyToOutput,attr"`
	}
	type metadata struct {
		MinClientVersion string  `xml:"minClientVersion,attr"`
		ID               string  `xml:"id"`
		Version          string  `xml:"version"`
		Title            string  `xml:"title"`
		Authors          string  `xml:"authors"`
		License          bool    `xml:"requireLicenseAcceptance"`
		Description      string  `xml:"description"`
		Readme           string  `xml:"readme"`
		Tags             string  `xml:"tags"`
		Content          []files `xml:"contentFiles>files"`
	}
	return document(struct {
		XMLName  xml.Name `xml:"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd package"`
		Metadata metadata `xml:"metadata"`
	}{Metadata: metadata{
		MinClientVersion: "3.3", ID: nugetID(l), Version: v.Version, Title: v.Title, Authors: v.System, Readme: "README.md",
		Description: v.Title + ": design tokens", Tags: "design-tokens", Content: []files{{"any/any/**", "Content", true}},
	}})
}

const (
	nupkgTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="nuspec" ContentType="application/octet"/><Default Extension="css" ContentType="application/octet"/>` +
		`<Default Extension="scss" ContentType="application/octet"/><Default Extension="js" ContentType="application/octet"/>` +
		`<Default Extension="ts" ContentType="application/octet"/><Default Extension="json" ContentType="application/octet"/>` +
		`<Default Extension="md" ContentType="application/octet"/></Types>`
	nupkgRelations = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/{id}.nuspec" Id="R1"/></Relationships>`
)

// nupkg is a package in OPC's form. Projects with PackageReference get the files as content below wwwroot/lib, older ones likewise.
func nupkg(l *line, v *version) ([]byte, error) {
	files, err := Unpack(v.Tarball)
	if err != nil {
		return nil, err
	}
	spec, err := nuspec(l, v)
	if err != nil {
		return nil, err
	}
	_, name := l.parts()
	entries := []entry{
		{"[Content_Types].xml", []byte(nupkgTypes)}, {"_rels/.rels", []byte(strings.Replace(nupkgRelations, "{id}", nugetID(l), 1))},
		{nugetID(l) + ".nuspec", spec}, {"README.md", files["README.md"]},
	}
	entries = append(entries, under("contentFiles/any/any/wwwroot/lib/"+name+"/", files)...)
	return archive(append(entries, under("content/wwwroot/lib/"+name+"/", files)...)), nil
}
