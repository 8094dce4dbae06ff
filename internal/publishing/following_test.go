package publishing_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
)

// TestFollowing: each site has the release that it follows; records of several releases do not meet, and what they share is there once.
func TestFollowing(t *testing.T) {
	c, f := newCompiler(), read(t, nil)
	in := shared(t, c, f)
	next, err := c.Look(read(t, map[string]string{
		"design-system/design-system.yaml": strings.Replace(source(t, "design-system/design-system.yaml"), "1.0.0", "2.0.0-rc.1", 1),
		"design-system/styles/tiny.css":    ".portico-new{color:red}",
	}).DesignSystem)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	in.Follows = map[string]publishing.Following{"two": {Look: next, DeprecatedAt: &at, Successor: "3.0.0"}}
	records, err := c.Shared(in)
	if err != nil {
		t.Fatal(err)
	}
	by, seen := map[string]published.Record{}, map[published.Ref]bool{}
	for _, r := range records {
		if seen[r.Ref()] {
			t.Errorf("%v stands twice", r.Ref())
		}
		seen[r.Ref()] = true
		by[string(r.Kind)+" "+r.Key] = r
	}
	for _, name := range []string{"tokens red", "tokens blue", "tokens blue@tiny@2.0.0-rc.1", "token-files tiny@1.0.0", "token-files tiny@2.0.0-rc.1"} {
		if by[name].Body == nil {
			t.Errorf("there is no %s", name)
		}
	}
	for key, want := range map[string]string{"one": "1.0.0 ", "two": "2.0.0-rc.1 blue@tiny@2.0.0-rc.1"} {
		var s published.Site
		if err := json.Unmarshal(by["site "+key].Body, &s); err != nil || s.DesignSystem.Version+" "+s.Tokens != want {
			t.Errorf("%s: %+v %v", key, s, err)
		}
	}
	var b published.Bundle
	if err := json.Unmarshal(by["bundle two/fr"].Body, &b); err != nil || b.DesignSystem.Successor != "3.0.0" || !b.DesignSystem.DeprecatedAt.Equal(at) {
		t.Errorf("%+v %v", b.DesignSystem, err)
	}
	if sheet := string(by["asset "+strings.Split(b.Assets[0].URL, "/")[2]].Body); sheet == "" || cmp.Equal(b.Assets, assetsOf(t, by["bundle one/fr"])) {
		t.Errorf("site two has the files of another release: %v", b.Assets)
	}
}

func assetsOf(t *testing.T, r published.Record) []published.AssetLink {
	t.Helper()
	var b published.Bundle
	if err := json.Unmarshal(r.Body, &b); err != nil {
		t.Fatal(err)
	}
	return b.Assets
}

// TestFollowingRefused: a brand or an icon that one site's release does not have is told with the release, though another has it.
func TestFollowingRefused(t *testing.T) {
	c := newCompiler()
	f := read(t, map[string]string{"menus/two/footer.yaml": "name: footer\nspace: two\nitems:\n  - {id: a, label: {fr: A}, icon: dot, site: two, path: /a}\n"})
	in := shared(t, c, f)
	other, err := c.Look(read(t, map[string]string{
		"design-system/icons/dot.svg": "", "design-system/icons/other.svg": source(t, "design-system/icons/dot.svg"),
		"menus/shared/main.yaml": "", "menus/shared/footer.yaml": "", "menus/two/footer.yaml": "",
		"design-system/design-system.yaml": strings.NewReplacer("1.0.0", "0.9.0", "  - {key: blue, name: Blue}\n", "").
			Replace(source(t, "design-system/design-system.yaml")),
	}).DesignSystem)
	if err != nil {
		t.Fatal(err)
	}
	in.Follows = map[string]publishing.Following{"two": {Look: other}}
	_, err = c.Shared(in)
	for _, want := range []string{`has no brand "blue"`, `the icon "dot", which the design system does not have in version 0.9.0`} {
		if !fault.Is(err, fault.Unprocessable) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %s", err, want)
		}
	}
}

// TestManyLooks: a compiler forgets what was not asked for the longest.
func TestManyLooks(t *testing.T) {
	c := newCompiler()
	release := func(n int) *publishing.Look {
		t.Helper()
		look, err := c.Look(read(t, map[string]string{"design-system/styles/tiny.css": fmt.Sprintf(".portico-a{order:%d}", n)}).DesignSystem)
		if err != nil {
			t.Fatal(err)
		}
		return look
	}
	first, second := release(1), release(2)
	for n := range 11 {
		release(10 + n)
		if c.Kept(first.Release.Hash) != first {
			t.Fatalf("after %d others the first one is gone, which was asked for all the time", n+1)
		}
	}
	if c.Kept(second.Release.Hash) != nil {
		t.Error("nothing is ever forgotten")
	}
}

// source gives a file of the tiny group.
func source(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(tiny(t, nil), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
