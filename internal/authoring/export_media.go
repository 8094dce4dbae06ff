package authoring

import (
	"context"
	"maps"
	"path"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// mediaList is the file of an export that describes the media beside it, and counts the entries that show each.
type mediaList struct {
	Media []*listedMedium `yaml:"media"`
}

// listedMedium is one medium. Its bytes are in the file of its id, with the extension of its name. Entries counts the exported ones
// that show it, in the draft or in what is published; an import passes it over. One that entries name and that is not there has no
// name.
type listedMedium struct {
	yamlfile.Pos `yaml:"-"`

	ID      string            `yaml:"id"`
	Entries int               `yaml:"entries"`
	Space   string            `yaml:"space"`
	File    string            `yaml:"file"`
	Alt     map[string]string `yaml:"alt"`
}

const mediaListFile = dirMedia + "/list.yaml"

// bytesFile gives the path of a medium's bytes in a project folder.
func (l *listedMedium) bytesFile() string { return dirMedia + "/" + l.ID + path.Ext(l.File) }

// media writes the media of the exported spaces, and those that exported entries show, with a list of them.
func (e *exporting) media(ctx context.Context) error {
	counts, err := e.mediaCounts(ctx)
	if err != nil {
		return err
	}
	if len(e.scope.Types) == 0 {
		all, err := e.tx.Media(ctx, media.Filter{})
		if err != nil {
			return err
		}
		for _, m := range all {
			if _, shown := counts[m.ID]; !shown && e.scope.Space(m.Space) {
				counts[m.ID] = 0
			}
		}
	}
	if len(counts) == 0 {
		return nil
	}
	var list mediaList
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		l, err := e.medium(ctx, id, counts[id])
		if err != nil {
			return err
		}
		list.Media = append(list.Media, l)
	}
	e.done.Media = len(counts) - 1 // and the one that marshal counts
	return e.marshal(mediaListFile, list, &e.done.Media)
}

// mediaCounts counts the exported entries that show each medium.
func (e *exporting) mediaCounts(ctx context.Context) (map[string]int, error) {
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
			return nil, err
		}
	}
	return counts, nil
}

// medium writes a medium's bytes, and gives its part of the list.
func (e *exporting) medium(ctx context.Context, id string, entries int) (*listedMedium, error) {
	l := &listedMedium{ID: id, Entries: entries}
	m, err := e.tx.Medium(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	l.Space, l.File = m.Space, m.File
	if len(m.Alt) > 0 {
		l.Alt = m.Alt
	}
	data, err := mediumData(ctx, e.tx, m)
	if err != nil {
		return nil, err
	}
	return l, e.write(l.bytesFile(), data)
}

// mediaIn gives the ids of the media in an entry's draft and in what is published of it.
func mediaIn(t *schema.Type, s *content.Stored) map[string]bool {
	found := map[string]bool{}
	for _, state := range []*content.Entry{s.Draft, s.Published} {
		for _, m := range content.Media(t, state) {
			found[m.ID] = true
		}
	}
	return found
}
