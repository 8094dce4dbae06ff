package authoring_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
)

// TestOneAddressOnASite: a slug leads to one entry on every site, whether it is the site's own or one that it inherits; one that
// overrides another has its slug.
func TestOneAddressOnASite(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.stories() // one/a "First one", shared/b "Second"; one is the parent of two
		publish := func(space, key, title string) error {
			t.Helper()
			s, _, err := p.CreateEntry(t.Context(), root, authoring.NewEntry{
				Space: space, Type: "story", Key: key, Shared: map[string]any{}, Locales: docs{"en": {"title": title}},
			})
			if err == nil {
				_, _, err = p.PublishEntry(t.Context(), root, s.Draft.ID, 0, nil)
			}
			return err
		}
		for _, tt := range []struct {
			space, key, title, site string // of the problem; "" where there is none
		}{
			{"two", "x", "Second", "two"},       // inherited from the shared space
			{"two", "y", "First one", "two"},    // inherited from its parent, one
			{"two", "a", "First one", ""},       // in the place of its parent's
			{"shared", "z", "First one", "one"}, // a site has it
			{"one", "b", "Another", ""},         // overrides the shared one with another slug
			{"one", "w", "Second", ""},          // so that this one is free there
			{"shared", "v", "Another", "one"},   // and that one is not
			{"shared", "u", "Something else", ""},
		} {
			err := publish(tt.space, tt.key, tt.title)
			if tt.site == "" {
				if err != nil {
					t.Errorf("%s/%s %q: %v", tt.space, tt.key, tt.title, err)
				}
				continue
			}
			if !slices.Contains(pointers(err), "/locales/en/slug taken_address") || !strings.Contains(err.Error(), "on site \""+tt.site+"\"") {
				t.Errorf("%s/%s %q: %v", tt.space, tt.key, tt.title, err)
			}
		}
		// At the same time, one of them gets it.
		var group sync.WaitGroup
		var published atomic.Int32
		for i, space := range []string{"shared", "two", "one", "shared", "two", "one"} {
			group.Go(func() {
				err := publish(space, fmt.Sprintf("at-once-%d", i), "At once")
				if err == nil {
					published.Add(1)
				} else if found := pointers(err); !slices.Equal(found, []string{"/locales/en/slug taken_address"}) &&
					!slices.Equal(found, []string{"/locales/en/slug taken_value"}) {
					t.Errorf("at once in %s: %v", space, err)
				}
			})
		}
		group.Wait()
		if published.Load() != 1 {
			t.Errorf("%d entries have one address", published.Load())
		}
		_, err := p.ImportFS(t.Context(), root, folderOf(map[string]string{"entries/two/story/imported.yaml": "locales:\n  en: {title: Something else}\n"}))
		if err == nil || !strings.Contains(err.Error(), "entries/two/story/imported.yaml") || !strings.Contains(err.Error(), `on site "two"`) {
			t.Errorf("imported: %v", err)
		}
	})
}
