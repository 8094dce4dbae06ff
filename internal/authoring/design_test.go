package authoring_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/token/edit"
)

var designer = actorOf(identity.Designer)

// drafted makes a draft with some changed values: path, value, path, value.
func (p *plane) drafted(pairs ...string) *authoring.DesignDraftView {
	p.t.Helper()
	d, _, err := p.CreateDesignDraft(p.t.Context(), designer, "Test", "")
	if err != nil {
		p.t.Fatal(err)
	}
	var changes []edit.Change
	for i := 0; i < len(pairs); i += 2 {
		changes = append(changes, edit.Change{Path: pairs[i], Value: json.RawMessage(pairs[i+1])})
	}
	if d, _, err = p.ChangeDesignTokens(p.t.Context(), designer, d.ID, d.Version, changes); err != nil {
		p.t.Fatal(err)
	}
	return d
}

// released makes a release of such a draft.
func (p *plane) released(version string, channels []string, pairs ...string) *authoring.DesignReleaseView {
	p.t.Helper()
	d := p.drafted(pairs...)
	r, _, err := p.PublishDesignDraft(p.t.Context(), designer, d.ID, d.Version, version, channels)
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

const six = `{"value":6,"unit":"px"}`

// TestDesignDraft: of a draft nothing is served; its release has the version that follows, the same files but for the value, and is on
// the channel that was asked for.
func TestDesignDraft(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		before := p.importTiny(nil).Generation
		d := p.drafted("space.small", six)
		if got := p.since(before); len(got) != 0 {
			t.Errorf("a draft is served: %v", got)
		}
		v, err := p.PreviewDesignDraft(t.Context(), designer, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		var changes []string
		for _, c := range v.Changes.Changes {
			changes = append(changes, c.Level.String()+" "+c.Path+" "+c.From+" "+c.To)
		}
		if diff := cmp.Diff([]string{"minor space.small 4px 6px", "minor gap 4px 6px"}, changes); diff != "" || v.Next != "1.1.0" || len(v.Sites) != 2 {
			t.Errorf("%s %v %s", v.Next, v.Sites, diff)
		}
		for path, want := range map[string][]string{"gap": {"header"}, "space.small": {"header"}, "nothing.of.the.kind": nil} {
			if parts, err := p.DesignTokenUses(t.Context(), designer, d.ID, path); err != nil || !slices.Equal(parts, want) {
				t.Errorf("%s is used in %v, %v", path, parts, err)
			}
		}
		files, err := p.DesignDraftFiles(t.Context(), designer, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		was := tiny(t, nil)
		for _, f := range files {
			want := string(was["design-system/"+f.Path].Data)
			if strings.HasSuffix(f.Path, "core.tokens.json") {
				want = strings.Replace(want, `{"value": 4, "unit": "px"}`, `{ "value": 6, "unit": "px" }`, 1)
			}
			if diff := cmp.Diff(want, f.Text); diff != "" || f.Changed != strings.HasSuffix(f.Path, "core.tokens.json") {
				t.Errorf("%s: %s", f.Path, diff)
			}
		}
		r, done, err := p.PublishDesignDraft(t.Context(), designer, d.ID, d.Version, "", []string{authoring.ChannelPreview})
		if err != nil || r.Version != "1.1.0" || r.BaseVersion != "1.0.0" || !cmp.Equal(r.Channels, []string{"preview"}) || len(r.Sites) != 0 {
			t.Fatalf("%+v %v", r, err)
		}
		got := p.since(before)
		if got["package tiny@1.1.0"].Body == nil || got["package-tags tiny"].Body == nil || got["bundle one/en"].Body != nil || done.Generation != before+1 {
			t.Errorf("published: %v", got)
		}
		if body := string(got["package-tags tiny"].Body); body != `{"tags":{"latest":"1.0.0","next":"1.0.0","preview":"1.1.0"},"changedAt":"2026-11-21T12:00:01Z"}` {
			t.Error(body)
		}
		if _, err := p.DesignDraft(t.Context(), designer, d.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the draft is still there: %v", err)
		}
	})
}

// TestDesignChannels: who follows a channel gets what it stands for, forth and back; who follows another, or is pinned, does not.
func TestDesignChannels(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		p.released("", []string{"preview"}, "space.small", six)
		p.patchSite("one", `{"channel":"next"}`)
		p.patchSite("two", `{"channel":"1.0.0"}`)
		move := func(to string) map[string]published.Record {
			t.Helper()
			c, err := p.DesignChannel(t.Context(), designer, "next")
			if err != nil {
				t.Fatal(err)
			}
			moved, done, err := p.MoveDesignChannel(t.Context(), designer, "next", c.Version, to)
			if err != nil || moved.Stands != to || !cmp.Equal(moved.Sites, []string{"one"}) {
				t.Fatalf("%+v %v", moved, err)
			}
			return p.since(done.Generation - 1)
		}
		got := move("1.1.0")
		if site := got["site one"]; !strings.Contains(string(site.Body), `"version":"1.1.0"`) || !strings.Contains(string(site.Body), `"tokens":"red@tiny@1.1.0"`) {
			t.Errorf("site one: %s", site.Body)
		}
		if got["tokens red@tiny@1.1.0"].Body == nil || got["tokens red"].Body != nil || got["site two"].Body != nil || got["bundle two/fr"].Body != nil {
			t.Errorf("published: %v", got)
		}
		got = move("1.0.0")
		if !strings.Contains(string(got["site one"].Body), `"version":"1.0.0"`) || !got["tokens red@tiny@1.1.0"].Deleted {
			t.Errorf("back: %v", got)
		}
		if p.since(0)["asset "+assetOf(t, got["bundle one/en"])].Deleted {
			t.Error("a style sheet is gone that pages may load still")
		}
	})
}

// assetOf gives the hash of the first file that a bundle loads.
func assetOf(t *testing.T, r published.Record) string {
	t.Helper()
	var b published.Bundle
	if err := json.Unmarshal(r.Body, &b); err != nil || len(b.Assets) == 0 {
		t.Fatalf("%v: %.200s", err, r.Body)
	}
	return strings.Split(b.Assets[0].URL, "/")[2]
}

func (p *plane) patchSite(key, patch string) {
	p.t.Helper()
	s, err := p.Site(p.t.Context(), root, key)
	if err == nil {
		_, _, err = p.PatchSite(p.t.Context(), root, key, s.Version, []byte(patch))
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// TestTwoReleasesAtOnce: of two drafts on one base one is released, the other is told, and none is half.
func TestTwoReleasesAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		drafts := []*authoring.DesignDraftView{p.drafted("space.small", six), p.drafted("space.small", `{"value":8,"unit":"px"}`)}
		errs := make([]error, len(drafts))
		var wait sync.WaitGroup
		for i, d := range drafts {
			wait.Go(func() {
				_, _, errs[i] = p.PublishDesignDraft(t.Context(), designer, d.ID, d.Version, []string{"", "3.0.0"}[i], []string{"stable", "preview", "preview"})
			})
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !fault.Is(errors.Join(errs...), fault.Conflict) {
			t.Fatalf("%v", errs)
		}
		list, err := p.DesignReleases(t.Context(), designer)
		if err != nil || len(list) != 2 || !cmp.Equal(list[0].Channels, []string{"stable", "preview"}) {
			t.Errorf("%v %v", list, err)
		}
	})
}

// TestDesignRefused: what must not be released is not, whatever is wrong, and nothing is written.
func TestDesignRefused(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"design-system/tokens.lint.yaml": "severity: {missing: error}\ncontrast:\n  - {text: house, on: [paper], wcag: 3}\n",
			"design-system/tokens/core.tokens.json": `{"paper": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [1, 1, 1]}},
			"space": {"$type": "dimension", "small": {"$value": {"value": 4, "unit": "px"}}}, "gap": {"$type": "dimension", "$value": "{space.small}"}}`})
		good := p.drafted("space.small", six)
		pale := p.drafted("paper", `{"colorSpace":"srgb","components":[0.9,0.1,0.1]}`)
		same := p.drafted("space.small", six, "space.small", `{"value": 4, "unit": "px"}`)
		publish := func(d *authoring.DesignDraftView, version string, channels ...string) func() error {
			return func() error {
				_, _, err := p.PublishDesignDraft(t.Context(), designer, d.ID, d.Version, version, channels)
				return err
			}
		}
		change := func(path, value string) func() error {
			return func() error {
				_, _, err := p.ChangeDesignTokens(t.Context(), designer, good.ID, good.Version, []edit.Change{{Path: path, Value: json.RawMessage(value)}})
				return err
			}
		}
		for name, c := range map[string]struct {
			do   func() error
			code fault.Code
			want string
		}{
			"contrast":          {publish(pale, ""), fault.Unprocessable, "contrast of"},
			"nothing different": {publish(same, ""), fault.Conflict, "nothing"},
			"a lower version":   {publish(good, "1.0.1"), fault.Unprocessable, "1.1.0 at least"},
			"the same version":  {publish(good, "1.0.0"), fault.Unprocessable, "1.1.0 at least"},
			"no version":        {publish(good, "v2"), fault.Unprocessable, "semantic"},
			"build metadata":    {publish(good, "2.0.0+a"), fault.Unprocessable, "+"},
			"no channel":        {publish(good, "", "beta"), fault.Unprocessable, "channel"},
			"I8 a value":        {change("paper", `"red;}</style>"`), fault.Unprocessable, "tokens/core.tokens.json:1:"},
			"another type":      {change("gap", `"{paper}"`), fault.Unprocessable, "color"},
			"a cycle":           {change("space.small", `"{gap}"`), fault.Unprocessable, "gap"},
			"I4 a hostile path": {change("__proto__.x", `1`), fault.Unprocessable, "no token"},
			"a stale draft":     {func() error { good := *good; good.Version--; return publish(&good, "")() }, fault.Stale, "load it again"},
			"by somebody who must not": {func() error {
				_, _, err := p.PublishDesignDraft(t.Context(), actorOf(identity.Editor), good.ID, good.Version, "", nil)
				return err
			}, fault.Forbidden, "publish"},
		} {
			if err := p.unchanged(c.do); !fault.Is(err, c.code) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %s %v", name, fault.CodeOf(err), err)
			}
		}
	})
}

// TestPromotionRefused: a release that one site cannot show stands for no channel, and what is served stays.
func TestPromotionRefused(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		one := release(t, files{"design-system/design-system.yaml": strings.Replace(strings.Replace(string(tiny(t, nil)["design-system/design-system.yaml"].Data),
			"1.0.0", "2.0.0", 1), "  - {key: blue, name: Blue}\n", "", 1)})
		err := p.store.Update(t.Context(), func(tx authoring.Tx) error {
			return tx.SaveDesignSystem(t.Context(), &authoring.Files{Origin: "import", Name: one.Name, Version: one.Version, Hash: one.Hash, Files: one.Files()})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range []string{"2.0.0", "9.9.9"} {
			err := p.unchanged(func() error {
				_, _, err := p.MoveDesignChannel(t.Context(), designer, "next", 1, to)
				return err
			})
			if !fault.Is(err, fault.Unprocessable) {
				t.Errorf("%s: %v", to, err)
			}
		}
	})
}

// TestRetirement: sites that are pinned to a release that ends are told; when its time has come they show the channel stable, and can
// come back when it is taken back.
func TestRetirement(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		p.released("", []string{"stable", "next", "preview"}, "space.small", six)
		p.patchSite("two", `{"channel":"1.0.0"}`)
		sunset := p.clock.Now().Add(time.Hour)
		r, done, err := p.RetireDesignRelease(t.Context(), designer, "1.0.0", 1, authoring.NewRetirement{SunsetAt: &sunset, Successor: "1.1.0"})
		if err != nil || r.Retirement == nil || r.Retirement.WithdrawnAt != nil {
			t.Fatalf("%+v %v", r, err)
		}
		for _, name := range []string{"site two", "bundle two/fr"} {
			body := string(p.since(done.Generation - 1)[name].Body)
			if !strings.Contains(body, `"deprecatedAt":"2026-11-21T12:00:00Z","sunsetAt":"2026-11-21T13:00:00Z","successor":"1.1.0"`) {
				t.Errorf("%s: %.600s", name, body)
			}
		}
		if _, err := p.RunDue(t.Context()); err != nil || len(p.since(done.Generation)) != 0 {
			t.Errorf("before its time: %v", err)
		}
		p.clock.pass(2 * time.Hour)
		if _, err := p.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		body := string(p.since(done.Generation)["site two"].Body)
		if !strings.Contains(body, `"gone":"1.0.0"`) || !strings.Contains(body, `"version":"1.1.0"`) {
			t.Errorf("withdrawn: %s", body)
		}
		s, _ := p.Site(t.Context(), root, "one")
		_, _, err = p.PatchSite(t.Context(), root, "one", s.Version, []byte(`{"channel":"1.0.0"}`))
		if !fault.Is(err, fault.Unprocessable) {
			t.Errorf("a site is pinned to what is withdrawn: %v", err)
		}
		if _, _, err := p.KeepDesignRelease(t.Context(), designer, "1.0.0", 3); err != nil {
			t.Fatal(err)
		}
		if body := string(p.since(done.Generation)["site two"].Body); !strings.Contains(body, `"version":"1.0.0"`) || strings.Contains(body, "gone") {
			t.Errorf("kept: %s", body)
		}
		_, _, err = p.RetireDesignRelease(t.Context(), designer, "1.1.0", 1, authoring.NewRetirement{})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("a release is retired that channels stand for: %v", err)
		}
	})
}

// TestPinnedToNothing: a site cannot be pinned to a version that never was.
func TestPinnedToNothing(t *testing.T) {
	p := newPlane(t, "")
	p.importTiny(nil)
	for _, channel := range []string{"4.0.0", "beta", "1.0", "../x"} {
		err := p.unchanged(func() error {
			_, _, err := p.PatchSite(t.Context(), root, "one", 1, []byte(`{"channel":"`+channel+`"}`))
			return err
		})
		var ps fault.Problems
		if !errors.As(err, &ps) || ps[0].Pointer != "/channel" {
			t.Errorf("%s: %v", channel, err)
		}
	}
}

// TestRolledBackStays: a channel that somebody has moved back stays there when the process starts again, and a newer release from files
// comes to it; a version that leads up to another does not come to stable.
func TestRolledBackStays(t *testing.T) {
	p := newPlane(t, "")
	if err := p.Bootstrap(t.Context(), model(t, nil), release(t, nil), authoring.OriginEmbedded); err != nil {
		t.Fatal(err)
	}
	p.released("", []string{"stable", "next", "preview"}, "space.small", six)
	if _, _, err := p.MoveDesignChannel(t.Context(), designer, "stable", 2, "1.0.0"); err != nil {
		t.Fatal(err)
	}
	stands := func(want string) {
		t.Helper()
		got := ""
		all, err := p.DesignChannels(t.Context(), designer)
		for _, c := range all {
			got += c.Stands + " "
		}
		if err != nil || strings.TrimSpace(got) != want {
			t.Errorf("%s, want %s: %v", got, want, err)
		}
	}
	stands("1.0.0 1.1.0 1.1.0")
	manifest := func(version string) files {
		return files{"design-system/design-system.yaml": strings.Replace(string(tiny(t, nil)["design-system/design-system.yaml"].Data), "1.0.0", version, 1)}
	}
	for _, c := range []struct{ version, stands string }{
		{"1.0.0", "1.0.0 1.1.0 1.1.0"}, {"1.2.0-preview.1", "1.0.0 1.1.0 1.2.0-preview.1"}, {"1.2.0-rc.1", "1.0.0 1.2.0-rc.1 1.2.0-rc.1"}, {"1.2.0", "1.2.0 1.2.0 1.2.0"},
	} {
		if err := p.Bootstrap(t.Context(), model(t, nil), release(t, manifest(c.version)), authoring.OriginEmbedded); err != nil {
			t.Fatal(err)
		}
		stands(c.stands)
	}
}
