package packages_test

import (
	"archive/zip"
	"bytes"
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
	return packages.NewCatalogue("https://portico.example", records, map[string]*published.PackageTags{"demo": {Tags: tags}})
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

// TestUnknown: whatever is asked, what is not there is not found, and nothing panics.
func TestUnknown(t *testing.T) {
	for _, m := range packages.Managers() {
		for _, path := range []string{
			"", "/", "x", "@demo", "@demo/", "@other/tokens", "@demo/tokens/9.9.9", "@demo/tokens/-/tokens-9.tgz", "@demo/tokens/-/../package.json", "-/package/", "-/package/x/dist-tags",
			"p2/.json", "p2/demo/x.json", "dist/", "dist/x", "dist/demo/tokens/1.0.0", "dist/demo/tokens/9.zip", "demo/tokens/1.0.0/x.jar", "demo/tokens/9/tokens-9.jar", ".sha1", "a.sha1.sha1",
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
