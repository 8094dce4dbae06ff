package authoring_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
)

// styled gives the style sheet that a bundle among some records loads, and the version that it names.
func styled(t *testing.T, records []published.Record, key string) (css, version string) {
	t.Helper()
	files := map[string]string{}
	var b published.Bundle
	for _, r := range records {
		switch {
		case r.Kind == published.KindAsset:
			var a published.Asset
			if err := json.Unmarshal(r.Body, &a); err != nil {
				t.Fatal(err)
			}
			files[r.Key] = string(a.Data)
		case r.Kind == published.KindBundle && r.Key == key:
			if err := json.Unmarshal(r.Body, &b); err != nil {
				t.Fatal(err)
			}
		case r.Kind == published.KindBundle && !strings.HasPrefix(r.Key, strings.Split(key, "/")[0]+"/"):
			t.Errorf("%s is not of the site that was asked for", r.Key)
		}
	}
	if len(b.Assets) == 0 {
		t.Fatalf("no bundle %s", key)
	}
	return files[strings.Split(b.Assets[0].URL, "/")[2]], b.DesignSystem.Version
}

// TestTryDesign: a site is shown in the look of a draft as it is now, and nothing is served or written.
func TestTryDesign(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		d := p.drafted("space.small", six)
		var records []published.Record
		before := p.since(0)
		again := func() (err error) {
			records, err = p.TryDesign(t.Context(), designer, d.ID, "one", "en")
			return err
		}
		if err := again(); err != nil {
			t.Fatal(err)
		}
		if css, version := styled(t, records, "one/en"); !strings.Contains(css, "6px") || version != "1.0.1-draft" {
			t.Errorf("version %s: %s", version, css)
		}
		if diff := cmp.Diff(before, p.since(0)); diff != "" {
			t.Errorf("something is served: %s", diff)
		}
		p.patchSite("one", `{"channel":"1.0.0"}`)
		p.released("", []string{"stable"}, "space.small", `{"value":8,"unit":"px"}`)
		if err := again(); err != nil {
			t.Fatal(err)
		}
		if css, _ := styled(t, records, "one/en"); !strings.Contains(css, "6px") {
			t.Errorf("where the site is pinned and another release is stable: %s", css)
		}
		for what, c := range map[string]struct {
			actor            authoring.Actor
			id, site, locale string
			want             fault.Code
		}{
			"no draft":   {designer, "none", "one", "", fault.NotFound},
			"no site":    {designer, d.ID, "none", "", fault.NotFound},
			"no locale":  {designer, d.ID, "one", "xx", fault.NotFound},
			"no rights":  {actorWith("y"), d.ID, "one", "", fault.Forbidden},
			"not signed": {authoring.Actor{}, d.ID, "one", "", fault.Unauthenticated},
		} {
			coded(t, what, second(p.TryDesign(t.Context(), c.actor, c.id, c.site, c.locale)), c.want)
		}
	})
}

// TestTryDesignWithoutTheBrand: a draft that cannot show the site says so.
func TestTryDesignWithoutTheBrand(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		d := p.drafted("space.small", six)
		p.importTiny(files{"design-system/design-system.yaml": strings.Replace(strings.Replace(string(tiny(t, nil)["design-system/design-system.yaml"].Data),
			"1.0.0", "1.2.0", 1), "brands:\n", "brands:\n  - {key: green, name: Green}\n", 1), "design-system/brands/green.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`,
			"design-system/tokens.resolver.json": strings.Replace(string(tiny(t, nil)["design-system/tokens.resolver.json"].Data), `"red":`, `"green": [{ "$ref": "tokens/red.tokens.json" }], "red":`, 1)})
		p.patchSite("one", `{"brand":"green"}`)
		coded(t, "no such brand", second(p.TryDesign(t.Context(), designer, d.ID, "one", "")), fault.Unprocessable)
	})
}

// TestA7DesignPreview: a token shows a site in the look of a draft, to who may see drafts of the design system and as long as there is
// one; content stays as it is published.
func TestA7DesignPreview(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ada := p.colleague("ada", identity.Designer)
		d := p.drafted("space.small", six)
		p.relabel(root, "Us, tomorrow")
		view := published.ViewOfDesign(d.ID)
		secret, _ := p.previewToken(ada, "one", view)
		open := func() (published.Preview, error) { return p.OpenPreview(t.Context(), secret, "one", view) }
		pv, err := open()
		if err != nil {
			t.Fatal(err)
		}
		records, err := pv.Shared(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if css, _ := styled(t, records, "one/en"); !strings.Contains(css, "6px") {
			t.Errorf("%s", css)
		}
		entries, bundle := p.previewed(secret, "one")
		if len(entries) != 0 || strings.Contains(bundle, "Us, tomorrow") {
			t.Errorf("drafts of content are shown: %v %.300s", entries, bundle)
		}
		if next, err := p.DesignDraft(t.Context(), designer, d.ID); err != nil {
			t.Fatal(err)
		} else if _, err := p.DeleteDesignDraft(t.Context(), designer, d.ID, next.Version); err != nil {
			t.Fatal(err)
		}
		coded(t, "the draft is gone", second(open()), fault.Forbidden)
		coded(t, "no such draft", third(p.CreatePreviewToken(t.Context(), ada, authoring.NewPreview{Site: "one", View: view, Name: "x"})), fault.Unprocessable)
	})
}
