package designsystem

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token/change"
)

const tokens = `{"version": "2025.10", "resolutionOrder": [{"name": "all", "type": "set", "sources": [{
  "color": {"$type": "color", "link": {"$value": {"colorSpace": "srgb", "components": [0, 0, 1]}}, "head": {"$value": "{color.link}"}}}]}]}`

func whole(t *testing.T, replaced map[string]string) *Release {
	t.Helper()
	files := good(map[string]string{"tokens.resolver.json": tokens})
	for name, text := range replaced {
		if files[name] = []byte(text); text == "" {
			delete(files, name)
		}
	}
	r, err := FromFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestChanges: each kind of change, its level and the version that follows.
func TestChanges(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
		next  string
	}{
		"nothing":  {nil, nil, ""},
		"a value":  {map[string]string{"tokens.resolver.json": strings.Replace(tokens, "[0, 0, 1]", "[0, 1, 0]", 1)}, []string{"minor value color.link", "minor value color.head"}, "1.3.0"},
		"a token":  {map[string]string{"tokens.resolver.json": strings.Replace(tokens, `"head"`, `"heading"`, 1)}, []string{"major removed color.head", "minor added color.heading"}, "2.0.0"},
		"a style":  {map[string]string{"styles/a.css": ".b{}"}, []string{"minor file styles/a.css"}, "1.3.0"},
		"a script": {map[string]string{"scripts/a.ts": "let b"}, []string{"minor file scripts/a.ts"}, "1.3.0"},
		"a template, and one more": {
			map[string]string{"fragments/header.html": "<b>", "fragments/footer.html": "<i>"}, []string{"minor file fragments/footer.html", "minor file fragments/header.html"}, "1.3.0",
		},
		"an icon gone": {map[string]string{"icons/dot.svg": "", "icons/new.svg": dot}, []string{
			"major icon_removed dot", "minor icon_added new", "minor file icons/dot.svg", "minor file icons/new.svg",
		}, "2.0.0"},
		"a locale gone": {map[string]string{"messages/fr.yaml": ""}, []string{"major locale_removed fr", "minor file messages/fr.yaml"}, "2.0.0"},
		"a brand gone": {map[string]string{"design-system.yaml": strings.Replace(manifest, "  - {key: two, name: Two, logo: brands/other.svg}\n", "", 1)},
			[]string{"major brand_removed two"}, "2.0.0"},
		"a part more": {map[string]string{"design-system.yaml": strings.Replace(manifest, "[header]", "[header, footer]", 1), "fragments/footer.html": "<i>"},
			[]string{"minor part_added footer", "minor file fragments/footer.html"}, "1.3.0"},
		"another package": {map[string]string{"design-system.yaml": strings.Replace(manifest, "@tiny/", "@other/", 1)}, []string{"major package @other/tokens"}, "2.0.0"},
		"a lint":          {map[string]string{"tokens.lint.yaml": "naming: kebab"}, []string{"patch file tokens.lint.yaml"}, "1.2.4"},
	} {
		list, err := Changes(whole(t, nil), whole(t, c.files))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, ch := range list.Changes {
			got = append(got, ch.Level.String()+" "+ch.Kind+" "+ch.Path)
		}
		next, err := NextVersion("1.2.3", list.Level)
		if diff := cmp.Diff(c.want, got); diff != "" || next != c.next || (err != nil) != (c.next == "") {
			t.Errorf("%s: %s %v\n%s", name, next, err, diff)
		}
	}
	for version, want := range map[string][3]string{ // patch, minor, major
		"2.0.0-rc.1": {"2.0.0", "2.0.0", "2.0.0"}, "1.3.0-rc.1": {"1.3.0", "1.3.0", "2.0.0"}, "1.2.4-rc.1": {"1.2.4", "1.3.0", "2.0.0"},
	} {
		for i, level := range []change.Level{change.Patch, change.Minor, change.Major} {
			if next, err := NextVersion(version, level); err != nil || next != want[i] {
				t.Errorf("%s, %s: %s %v", version, level, next, err)
			}
		}
	}
	if _, err := NextVersion("one", change.Major); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

// TestHighEnough: a release of files says in its manifest what it must.
func TestHighEnough(t *testing.T) {
	gone := map[string]string{"tokens.resolver.json": strings.Replace(tokens, `"head"`, `"heading"`, 1)}
	for version, ok := range map[string]bool{"1.2.4": false, "1.3.0": false, "2.0.0-rc.1": true, "2.0.0": true, "3.1.0": true} {
		gone["design-system.yaml"] = strings.Replace(manifest, "version: 1.2.3-rc.1", "version: "+version, 1)
		r := whole(t, gone)
		list, err := Changes(whole(t, nil), r)
		if err != nil {
			t.Fatal(err)
		}
		err = r.HighEnough("1.2.3", list)
		var ps fault.Problems
		switch {
		case (err == nil) != ok:
			t.Errorf("%s: %v", version, err)
		case !ok && (!errors.As(err, &ps) || ps[0].File != ManifestFile || ps[0].Line < 1 || !strings.Contains(ps[0].Message, "2.0.0 at least") || !strings.Contains(ps[0].Message, "color.head")):
			t.Errorf("%s: %+v", version, ps)
		}
	}
}

// TestRaised: a version is raised, or leads up to one that is high enough; it is never lowered.
func TestRaised(t *testing.T) {
	for wanted, ok := range map[string]bool{
		"1.3.0": true, "1.4.0": true, "2.0.0": true, "2.0.0-rc.1": true, "1.3.0-preview.2": true,
		"1.2.4": false, "1.2.9-rc.1": false, "1.2.3": false, "0.9.0": false, "": false, "v2.0.0": false, "2": false, "2.0.0+build": false, "2.0.0;rm": false,
		"2.0.0-" + strings.Repeat("a", 100): false,
	} {
		err := Raised("1.2.3", "1.3.0", wanted)
		var ps fault.Problems
		if (err == nil) != ok || err != nil && (!errors.As(err, &ps) || ps[0].Pointer != "/version") {
			t.Errorf("%s: %v", wanted, err)
		}
	}
}

// TestWithFiles: only the version of the manifest is another, however it is written.
func TestWithFiles(t *testing.T) {
	for _, line := range []string{"version: 1.2.3-rc.1", `version:   "1.2.3-rc.1"   # why`, `"version": '1.2.3-rc.1'`, "version\t: 1.2.3-rc.1 # 1.0.0"} {
		r := whole(t, map[string]string{"design-system.yaml": strings.Replace(manifest, "version: 1.2.3-rc.1", line, 1)})
		next, err := r.WithFiles(map[string][]byte{"styles/a.css": []byte(".c{}")}, "1.3.0")
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		want := strings.Replace(string(r.File(ManifestFile)), "1.2.3-rc.1", "1.3.0", 1)
		if got := string(next.File(ManifestFile)); got != want || next.Version != "1.3.0" || string(next.File("styles/a.css")) != ".c{}" || string(r.File("styles/a.css")) != ".a{}" {
			t.Errorf("%s: %s", line, got)
		}
	}
	r := whole(t, map[string]string{"design-system.yaml": strings.Replace(manifest, "version: 1.2.3-rc.1", "version:\n  1.2.3-rc.1", 1)})
	if _, err := r.WithFiles(nil, "2.0.0"); err == nil || !strings.Contains(err.Error(), "version") {
		t.Errorf("a version in a line below: %v", err)
	}
}

// TestFragmentsUsing: a token concerns the fragments that style rules with it are about, also through another property.
func TestFragmentsUsing(t *testing.T) {
	r := whole(t, map[string]string{
		"styles/a.css": `/* .footer{color:var(--portico-color-link)} */ :is(.nav, .menu) a:hover { color: var(--portico-color-link, red) }
			@media (width > 10px) { .head { --own: var( --portico-color-head ); & .inner { border: 1px solid var(--own) } } } .footer{color:red}
			:is(.head, #x) { &.footer, .nowhere > .footer { margin: var(--m) } .head .footer > p { margin: var(--n) } }`,
		"fragments/header.html": `<p class="head">{{template "_p" .}}`, "fragments/_p.html": `<b class="nav x">`,
		"fragments/footer.html": `<i class="footer">`, "fragments/other.html": `<i class="inner">`, "fragments/navigation.html": `<i class="navigation">`,
	})
	for property, want := range map[string][]string{
		"--portico-color-link": {"header"}, "--portico-color-head": {"header", "other"}, "--portico-color": nil, "--own": {"other"},
		"--m": {"footer"}, "--n": {"footer", "header"},
	} {
		if got := r.FragmentsUsing([]string{property}); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", property, got, want)
		}
	}
	every := whole(t, map[string]string{"styles/a.css": "[data-portico-part] { color: var(--x) }}}} {"})
	if got := every.FragmentsUsing([]string{"--x"}); !slices.Equal(got, []string{"header"}) {
		t.Errorf("a rule without a class: %v", got)
	}
}

// TestFindings: lints go by the release's own file, in every combination of contexts.
func TestFindings(t *testing.T) {
	found, err := whole(t, map[string]string{"tokens.lint.yaml": "contrast:\n  - {text: color.head, on: [color.link], wcag: 4.5}\n"}).Findings()
	if err != nil || len(found) == 0 || found[0].Code != "contrast" || found[0].Severity != "error" || found[0].Line == 0 {
		t.Errorf("%+v %v", found, err)
	}
	if _, err := whole(t, map[string]string{"tokens.lint.yaml": "nope: 1\n"}).Findings(); err == nil {
		t.Error("a broken configuration is passed over")
	}
}
