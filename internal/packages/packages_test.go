package packages_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/packages"
	"github.com/portico-cms/portico/internal/published"
)

func files() map[string][]byte {
	return map[string][]byte{
		"tokens.css": []byte(":root{--x:1px}"), "tokens.js": []byte("export const x = 1"), "tokens.d.ts": []byte("export declare const x: number"),
		"tokens.scss": []byte("$x: 1px"), "README.md": []byte("# Demo"),
	}
}

func demo() *packages.Catalogue {
	records := map[string]*published.Package{}
	for _, v := range []string{"1.0.0", "1.10.0", "1.9.0", "2.0.0-next.1", "2.0.0-beta.1"} {
		p := &published.Package{Name: "@demo/tokens", Version: v, System: "demo", Title: `Demo <&"`, ReleasedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
		all := files()
		all["package.json"] = packages.Manifest(p, all)
		p.Tarball = packages.Pack(all)
		records[published.PackageKey("demo", v)] = p
	}
	tags := map[string]string{"latest": "1.10.0", "next": "2.0.0-next.1", "preview": "2.0.0-next.1"}
	sunset := time.Date(2027, 3, 31, 22, 0, 0, 0, time.UTC)
	ends := map[string]published.PackageEnd{"1.0.0": {SunsetAt: &sunset, Successor: "1.10.0", Withdrawn: true}, "1.9.0": {SunsetAt: &sunset}}
	return packages.NewCatalogue("https://portico.example", records, map[string]*published.PackageTags{"demo": {Tags: tags, Ends: ends}})
}

func get(t *testing.T, manager, path string) *packages.File {
	t.Helper()
	for _, m := range packages.Managers() {
		if m.Name == manager {
			f, err := m.Get(demo(), path)
			if err != nil {
				t.Fatalf("%s %s: %v", manager, path, err)
			}
			return f
		}
	}
	t.Fatal("no manager", manager)
	return nil
}

// TestBytesStay holds the bytes of archives that lock files name: a change here would break builds of released versions.
func TestBytesStay(t *testing.T) {
	got := map[string]string{}
	for path, manager := range map[string]string{
		"dist/demo/tokens/1.0.0.zip": "composer", "demo/tokens/1.0.0/tokens-1.0.0.jar": "maven", "v3/flat/demo.tokens/1.0.0/demo.tokens.1.0.0.nupkg": "nuget",
	} {
		f := get(t, manager, path)
		sum := sha256.Sum256(f.Data)
		got[manager] = hex.EncodeToString(sum[:8])
		if !f.Immutable || !f.Packed {
			t.Errorf("%s may change", path)
		}
		r, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range r.File {
			content, err := one.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadAll(content); err != nil || one.Flags&8 != 0 {
				t.Errorf("%s %s: %v, flags %d", path, one.Name, err, one.Flags)
			}
		}
	}
	want := map[string]string{"composer": "3a35b35128f01612", "maven": "35244ce9bfbe8998", "nuget": "f26e22685519dfbd"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(packages.Pack(files()), packages.Pack(files())) {
		t.Error("the tarball differs from itself")
	}
}

// TestNPM: the document of a package says where each version is, with its hash.
func TestNPM(t *testing.T) {
	var doc struct {
		Tags     map[string]string `json:"dist-tags"`
		Readme   string
		Versions map[string]struct {
			Dist    struct{ Tarball, Integrity string }
			Exports map[string]any
		}
	}
	if err := json.Unmarshal(get(t, "npm", "@demo/tokens").Data, &doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"latest": "1.10.0", "next": "2.0.0-next.1", "preview": "2.0.0-next.1"}, doc.Tags); diff != "" {
		t.Error(diff)
	}
	path := strings.TrimPrefix(doc.Versions["1.9.0"].Dist.Tarball, "https://portico.example/npm/")
	if f := get(t, "npm", path); packages.Integrity(f.Data) != doc.Versions["1.9.0"].Dist.Integrity || len(doc.Versions) != 5 || doc.Readme != "# Demo" {
		t.Errorf("%+v", doc)
	}
	if f := get(t, "npm", packages.Short("@demo/tokens")); f.Type != packages.TypeNPM || bytes.Contains(f.Data, []byte(`"readme"`)) {
		t.Errorf("%s %s", f.Type, f.Data)
	}
	if f := get(t, "npm", "@demo/tokens/latest"); !bytes.Contains(f.Data, []byte(`"version":"1.10.0"`)) {
		t.Errorf("%s", f.Data)
	}
	unpacked, err := packages.Unpack(packages.Pack(files()))
	if diff := cmp.Diff(files(), unpacked); err != nil || diff != "" {
		t.Error(diff, err)
	}
}

// TestOthers: lists name what there is, and versions that Composer has no word for are not in its list.
func TestOthers(t *testing.T) {
	list := string(get(t, "composer", "p2/demo/tokens.json").Data)
	if !strings.Contains(list, `"2.0.0-beta.1"`) || strings.Contains(list, "next") || !strings.Contains(list, "https://portico.example/composer/dist/demo/tokens/1.9.0.zip") {
		t.Errorf("%s", list)
	}
	var pom struct {
		GroupID     string `xml:"groupId"`
		Description string `xml:"description"`
	}
	if err := xml.Unmarshal(get(t, "maven", "demo/tokens/1.9.0/tokens-1.9.0.pom").Data, &pom); err != nil || pom.GroupID != "demo" || !strings.HasPrefix(pom.Description, `Demo <&"`) {
		t.Errorf("%+v %v", pom, err)
	}
	if f := get(t, "maven", "demo/tokens/maven-metadata.xml"); !bytes.Contains(f.Data, []byte("<release>1.10.0</release>")) {
		t.Errorf("%s", f.Data)
	}
	var versions struct{ Versions []string }
	_ = json.Unmarshal(get(t, "nuget", "v3/flat/demo.tokens/index.json").Data, &versions)
	if diff := cmp.Diff([]string{"1.0.0", "1.9.0", "1.10.0", "2.0.0-beta.1", "2.0.0-next.1"}, versions.Versions); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"v3/index.json", "v3/query", "v3/registration/demo.tokens/index.json", "v3/registration/demo.tokens/1.9.0.json"} {
		if f := get(t, "nuget", path); !json.Valid(f.Data) {
			t.Errorf("%s: %s", path, f.Data)
		}
	}
}

// TestEnds: a version that ends says so to each package manager that has a word for it; it can be had still, and its archives stay.
func TestEnds(t *testing.T) {
	var doc struct {
		Versions map[string]struct{ Deprecated string }
	}
	for _, path := range []string{"@demo/tokens", packages.Short("@demo/tokens")} {
		if err := json.Unmarshal(get(t, "npm", path).Data, &doc); err != nil {
			t.Fatal(err)
		}
		if doc.Versions["1.0.0"].Deprecated != "withdrawn: go to 1.10.0" || doc.Versions["1.9.0"].Deprecated != "ends on 2027-03-31" || doc.Versions["1.10.0"].Deprecated != "" {
			t.Errorf("%s: %+v", path, doc)
		}
	}
	var list struct {
		Packages map[string][]struct {
			Version   string
			Abandoned any
		}
	}
	if err := json.Unmarshal(get(t, "composer", "p2/demo/tokens.json").Data, &list); err != nil {
		t.Fatal(err)
	}
	abandoned := map[string]any{}
	for _, one := range list.Packages["demo/tokens"] {
		abandoned[one.Version] = one.Abandoned
	}
	if diff := cmp.Diff(map[string]any{"1.0.0": "demo/tokens 1.10.0", "1.9.0": true, "1.10.0": nil, "2.0.0-beta.1": nil}, abandoned); diff != "" {
		t.Error(diff)
	}
}

// TestComposerBranches: a channel is a branch, and so is each version that Composer has no word for.
func TestComposerBranches(t *testing.T) {
	var list struct {
		Packages map[string][]struct {
			Version string
			Dist    struct{ URL, Shasum string }
		}
	}
	if err := json.Unmarshal(get(t, "composer", "p2/demo/tokens~dev.json").Data, &list); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range list.Packages["demo/tokens"] {
		got = append(got, one.Version)
		zip := get(t, "composer", strings.TrimPrefix(one.Dist.URL, "https://portico.example/composer/"))
		if sum := sha1.Sum(zip.Data); hex.EncodeToString(sum[:]) != one.Dist.Shasum {
			t.Errorf("%s: another hash", one.Version)
		}
		if bytes.Contains(zip.Data, []byte(`"version": "2.0.0-next.1"`+"\n}")) {
			t.Errorf("%s: its composer.json has a version that Composer does not read", one.Version)
		}
	}
	if diff := cmp.Diff([]string{"dev-next", "dev-preview", "dev-2.0.0-next.1"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestNuGetWalk goes the way of NuGet's own client: from the service index to the registration of a package, to the content of each
// version, whose hash is that of what is fetched directly.
func TestNuGetWalk(t *testing.T) {
	fetch := func(url string, into any) []byte {
		t.Helper()
		path, ok := strings.CutPrefix(url, "https://portico.example/nuget/")
		if !ok {
			t.Fatalf("an address of somebody else: %q", url)
		}
		path, _, _ = strings.Cut(path, "#")
		data := get(t, "nuget", path).Data
		if into == nil {
			return data
		}
		if err := json.Unmarshal(data, into); err != nil {
			t.Fatalf("%s: %v", url, err)
		}
		return data
	}
	var index struct {
		Version   string
		Resources []struct {
			ID   string `json:"@id"`
			Type string `json:"@type"`
		}
	}
	fetch("https://portico.example/nuget/v3/index.json", &index)
	at := map[string]string{}
	for _, r := range index.Resources {
		at[r.Type] = r.ID
	}
	type entry struct {
		Version        string
		Listed         bool
		PackageContent string
		Deprecation    struct {
			Reasons          []string
			Message          string
			AlternatePackage struct{ ID, Range string }
		}
	}
	type leaf struct {
		ID             string `json:"@id"`
		PackageContent string
		CatalogEntry   entry
	}
	var registration struct {
		Count int
		Items []struct {
			Count        int
			Lower, Upper string
			Items        []leaf
		}
	}
	fetch(at["RegistrationsBaseUrl/3.6.0"]+"demo.tokens/index.json", &registration)
	if registration.Count != 1 || len(registration.Items) != 1 || registration.Items[0].Count != 5 || registration.Items[0].Lower != "1.0.0" {
		t.Fatalf("%+v", registration)
	}
	for _, l := range registration.Items[0].Items {
		nupkg := fetch(l.PackageContent, nil)
		number := strings.ToLower(l.CatalogEntry.Version)
		flat := fetch(at["PackageBaseAddress/3.0.0"]+"demo.tokens/"+number+"/demo.tokens."+number+".nupkg", nil)
		if !bytes.Equal(nupkg, flat) || l.CatalogEntry.PackageContent != l.PackageContent {
			t.Errorf("%s: two contents", number)
		}
		r, err := zip.NewReader(bytes.NewReader(nupkg), int64(len(nupkg)))
		if err != nil {
			t.Fatal(err)
		}
		if f, err := r.Open("demo.tokens.nuspec"); err != nil {
			t.Error(err)
		} else if text, _ := io.ReadAll(f); !bytes.Contains(text, []byte("<version>"+l.CatalogEntry.Version+"</version>")) {
			t.Errorf("%s: %s", number, text)
		}
		var one struct {
			Listed       bool
			CatalogEntry entry
		}
		fetch(l.ID, &one)
		if diff := cmp.Diff(l.CatalogEntry, one.CatalogEntry); diff != "" || one.Listed != l.CatalogEntry.Listed {
			t.Errorf("%s: the leaf says something else: %s", number, diff)
		}
		d := l.CatalogEntry.Deprecation
		if number == "1.0.0" && (l.CatalogEntry.Listed || d.AlternatePackage.ID != "demo.tokens" || d.AlternatePackage.Range != "[1.10.0, )" || len(d.Reasons) != 1) {
			t.Errorf("withdrawn: %+v", l.CatalogEntry)
		}
		if number == "1.10.0" && (!l.CatalogEntry.Listed || d.Message != "") {
			t.Errorf("not withdrawn: %+v", l.CatalogEntry)
		}
	}
}

// TestUnknown: whatever is asked, what is not there is not found, and nothing panics.
func TestUnknown(t *testing.T) {
	for _, m := range packages.Managers() {
		for _, path := range []string{
			"", "/", "x", "@demo", "@demo/", "@other/tokens", "@demo/tokens/9.9.9", "@demo/tokens/-/tokens-9.tgz", "@demo/tokens/-/../package.json", "-/package/", "-/package/x/dist-tags",
			"p2/.json", "p2/demo/x.json", "p2/demo/x~dev.json", "p2/~dev.json", "dist/", "dist/x", "dist/demo/tokens/1.0.0", "dist/demo/tokens/9.zip", "demo/tokens/1.0.0/x.jar", "demo/tokens/9/tokens-9.jar", ".sha1", "a.sha1.sha1",
			"v3/", "v3/flat/demo.tokens/9/x.nupkg", "v3/flat/demo.tokens/1.0.0/../x", "v3/registration/x/index.json", "v3/registration/demo.tokens/9.json", "v3/a/b/c/d/e",
		} {
			if f, err := m.Get(demo(), path); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s %q: %v %v", m.Name, path, f, err)
			}
		}
	}
	if _, err := packages.Unpack([]byte("no tarball")); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
