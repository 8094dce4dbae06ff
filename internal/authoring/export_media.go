package authoring

import (
	"context"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// mediaList is the file of an export that says which media its entries show: whoever moves the entries moves those too. An import
// does not read it.
type mediaList struct {
	Media []listedMedium `yaml:"media"`
}

// listedMedium is one medium with the number of entries that show it, in the draft or in what is published.
type listedMedium struct {
	ID      string `yaml:"id"`
	Entries int    `yaml:"entries"`
}

const mediaListFile = dirMedia + "/list.yaml"

// media writes the list, where there is something to list.
func (e *exporting) media(ctx context.Context) error {
	counts := map[string]int{}
	for _, t := range e.model.Types() {
		if !e.scope.Type(t.Name()) || !t.Holds("media") {
			continue
		}
		err := eachIn(ctx, e.tx, content.Filter{Type: t.Name()}, func(s *content.Stored) error {
			if e.scope.Space(s.Draft.Space) {
				for id := range mediaIn(t, s) {
					counts[id]++
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if len(counts) == 0 {
		return nil
	}
	var list mediaList
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		list.Media = append(list.Media, listedMedium{id, counts[id]})
	}
	e.done.Media = len(counts) - 1 // and the one that marshal counts
	return e.marshal(mediaListFile, list, &e.done.Media)
}

// mediaIn gives the ids of the media in an entry's draft and in what is published of it.
func mediaIn(t *schema.Type, s *content.Stored) map[string]bool {
	found := map[string]bool{}
	for _, state := range []*content.Entry{s.Draft, s.Published} {
		if state == nil {
			continue
		}
		content.Walk(t, state, func(_ string, f *schema.Field, v any) {
			if id, ok := schema.MediaOf(v); ok && f.Kind() == "media" {
				found[id] = true
			}
		})
	}
	return found
}
