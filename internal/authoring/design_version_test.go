package authoring_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

// withVersion is the manifest of the tiny group with another version.
func withVersion(version string) string { return strings.Replace(higher, "1.1.0", version, 1) }

const (
	coreTokens = "design-system/tokens/core.tokens.json"
	noGap      = `{"space": {"$type": "dimension", "small": {"$value": {"value": 4, "unit": "px"}}}}`
)

// TestImportedVersionFollowsChanges: a release of files that takes a token away, or changes what it is, says so in its version, as one
// that was made here; versions that lead up to a release are held against the release before them all.
func TestImportedVersionFollowsChanges(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		for version, replaced := range map[string]files{
			"1.0.1": {coreTokens: noGap}, "1.9.0": {coreTokens: noGap}, "1.1.0-rc.1": {coreTokens: noGap},
			"1.0.2": {"design-system/styles/tiny.css": ".portico-header{margin:0}"},
		} {
			replaced[manifest] = withVersion(version)
			err := p.unchanged(func() error { _, err := p.ImportFS(t.Context(), root, tiny(t, replaced)); return err })
			var ps fault.Problems
			want := "2.0.0 at least"
			if replaced[coreTokens] == "" {
				want = "1.1.0 at least"
			}
			if !errors.As(err, &ps) || ps[0].File != manifest || ps[0].Line != 2 || !strings.Contains(ps[0].Message, want) {
				t.Errorf("%s: %v", version, err)
			}
		}
		for _, version := range []string{"2.0.0-rc.1", "2.0.0-rc.2", "2.0.0"} {
			next := files{manifest: withVersion(version), coreTokens: noGap, "design-system/styles/tiny.css": ".portico-header{margin:" + version[len(version)-1:] + "px}"}
			if done := p.importTiny(next); done.DesignSystem != "tiny "+version {
				t.Errorf("%s: %+v", version, done)
			}
		}
	})
}

// TestStartedVersionFollowsChanges: a binary whose files promise too little starts, leaves them alone, and says so.
func TestStartedVersionFollowsChanges(t *testing.T) {
	p := newPlane(t, "")
	for _, replaced := range []files{nil, {manifest: withVersion("1.0.1"), coreTokens: noGap}} {
		if err := p.Bootstrap(t.Context(), model(t, replaced), release(t, replaced), authoring.OriginEmbedded); err != nil {
			t.Fatal(err)
		}
	}
	if version, _ := p.inForce(); version != "1.0.0" || !strings.Contains(p.log.String(), "2.0.0 at least") {
		t.Errorf("%s in force; the log says %s", version, p.log.String())
	}
}

// TestPreviewNamesFragmentsOfParts: a fragment that uses one part of a composite is concerned when the composite changes.
func TestPreviewNamesFragmentsOfParts(t *testing.T) {
	const text = `{"fontFamily":"A","fontSize":{"value":1,"unit":"rem"},"fontWeight":400,"letterSpacing":{"value":0,"unit":"px"},"lineHeight":1}`
	p := newPlane(t, "")
	p.importTiny(files{
		coreTokens:                      `{"text": {"$type": "typography", "$value": ` + text + `}, "gap": {"$type": "dimension", "$value": {"value": 4, "unit": "px"}}}`,
		"design-system/styles/tiny.css": ".portico-header{letter-spacing:var(--portico-text-letter-spacing)}",
	})
	for path, c := range map[string]struct {
		value string
		want  []string
	}{
		"gap":  {six, []string{}},
		"text": {strings.Replace(text, `"value":0`, `"value":2`, 1), []string{"header"}},
	} {
		d := p.drafted(path, c.value)
		v, err := p.PreviewDesignDraft(t.Context(), designer, d.ID)
		if err != nil || !slices.Equal(v.Fragments, c.want) {
			t.Errorf("%s: %v, want %v: %v", path, v.Fragments, c.want, err)
		}
	}
}
