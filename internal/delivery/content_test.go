package delivery

import (
	"testing"

	"github.com/portico-cms/portico/internal/published"
)

// TestContentSurvives: what a content answer is named by changes with entries, types, media and the key of cursors, and with nothing else.
func TestContentSurvives(t *testing.T) {
	s, err := published.Empty().Apply(1, nil, published.Node{})
	if err != nil || s.Content.Generation != 1 || s.Content.ID == 0 {
		t.Fatalf("%v, %+v", err, s.Content)
	}
	for kind, changes := range map[published.Kind]bool{
		published.KindBundle: false, published.KindTokens: false, published.KindAsset: false, published.KindSite: false, published.KindKeys: false,
		published.KindPackage: false, published.KindGuide: false, published.KindPackageTags: false, published.KindTokenFiles: false,
		published.KindEntry: true, published.KindType: true, published.KindMedia: true, published.KindNode: true,
	} {
		next, err := s.Apply(2, []published.Record{{Kind: kind, Key: "demo/fr", Generation: 2, Body: []byte(`{}`)}}, published.Node{})
		if err != nil {
			t.Fatal(err)
		}
		if changed := next.Content != s.Content; changed != changes || changed && next.Content.Generation != 2 {
			t.Errorf("%s: %+v after %+v", kind, next.Content, s.Content)
		}
	}
}
