package authoring_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/markdown"
	"github.com/portico-cms/portico/internal/publishing"
)

// inForce gives the version of the design system, and the names of the content types, that the database has.
func (p *plane) inForce() (version string, types []string) {
	p.t.Helper()
	err := p.store.View(p.t.Context(), func(tx authoring.Tx) error {
		release, err := tx.DesignSystem(p.t.Context())
		if err != nil {
			return err
		}
		model, err := tx.Model(p.t.Context())
		for name := range model.Files {
			types = append(types, strings.TrimSuffix(name, ".yaml"))
		}
		slices.Sort(types)
		version = release.Version
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return version, types
}

// TestBootstrap: what comes with a binary is loaded where it is newer and takes nothing away; what is older is told and left.
func TestBootstrap(t *testing.T) {
	newer := files{manifest: higher, "content-types/poem.yaml": poem}
	for name, tt := range map[string]struct {
		before, after files  // of the binaries that start one after the other
		origin        string // of the second's files
		version       string // that is in force then
		types         string
		told          string // in the log
	}{
		"the same":                   {nil, nil, authoring.OriginEmbedded, "1.0.0", "article faq", ""},
		"newer":                      {nil, newer, authoring.OriginEmbedded, "1.1.0", "article faq poem", ""},
		"older beside newer":         {newer, nil, authoring.OriginEmbedded, "1.1.0", "article faq poem", "would take something away"},
		"other content, old version": {nil, files{"design-system/styles/tiny.css": ".b{}"}, authoring.OriginEmbedded, "1.0.0", "article faq", "other content than its release of the same version"},
		"configured folder":          {nil, newer, authoring.OriginImport, "1.1.0", "article faq poem", ""},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, p *plane) {
				boot := func(replaced files, origin string) {
					t.Helper()
					if err := p.Bootstrap(t.Context(), model(t, replaced), release(t, replaced), origin); err != nil {
						t.Fatal(err)
					}
				}
				boot(tt.before, authoring.OriginEmbedded)
				boot(tt.after, tt.origin)
				version, types := p.inForce()
				if version != tt.version || strings.Join(types, " ") != tt.types {
					t.Errorf("in force: %s, %s", version, types)
				}
				if log := p.log.String(); !strings.Contains(log, tt.told) || (tt.told == "") != !strings.Contains(log, "level=WARN") {
					t.Errorf("the log says %s", log)
				}
				at := len(p.since(0))
				boot(tt.after, tt.origin) // once more is nothing
				if len(p.since(0)) != at {
					t.Error("a start without news published something")
				}
			})
		})
	}
}

// TestBootstrapKeepsImports: somebody's own content types and design system are not replaced by those of a binary.
func TestBootstrapKeepsImports(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		own := strings.NewReplacer("name: tiny", "name: own", "1.1.0", "0.1.0").Replace(higher)
		p.importTiny(files{manifest: own, "content-types/poem.yaml": poem})
		if err := p.Bootstrap(t.Context(), model(t, nil), release(t, files{manifest: higher}), authoring.OriginEmbedded); err != nil {
			t.Fatal(err)
		}
		if version, types := p.inForce(); version != "0.1.0" || len(types) != 3 {
			t.Errorf("in force: %s, %s", version, types)
		}
	})
}

// TestBootstrapAtOnce: of several nodes that start on an empty database, one loads the files, and all come up.
func TestBootstrapAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		m, older, newer := model(t, nil), release(t, nil), release(t, files{manifest: higher})
		var wg sync.WaitGroup
		for n := range 8 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				r := older
				if n%2 == 0 {
					r = newer
				}
				if err := p.Bootstrap(context.Background(), m, r, authoring.OriginEmbedded); err != nil {
					t.Error(err)
				}
			}()
		}
		wg.Wait()
		if version, _ := p.inForce(); version != "1.1.0" {
			t.Errorf("in force: %s", version)
		}
	})
}

// TestBootstrapBesideANewerModel: content types with a kind of field that this binary does not know were stored by a newer one.
func TestBootstrapBesideANewerModel(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		newer := &authoring.Files{Origin: authoring.OriginEmbedded, Hash: "newer", Files: map[string][]byte{"poem.yaml": []byte(strings.Replace(poem, "kind: text", "kind: hologram", 1))}}
		if err := p.store.Update(t.Context(), func(tx authoring.Tx) error { return tx.SaveModel(t.Context(), newer) }); err != nil {
			t.Fatal(err)
		}
		before := names(p.since(0))
		if err := p.Bootstrap(t.Context(), model(t, nil), release(t, files{manifest: higher}), authoring.OriginEmbedded); err != nil {
			t.Fatal(err)
		}
		if version, types := p.inForce(); version != "1.0.0" || !slices.Equal(types, []string{"poem"}) || !slices.Equal(before, names(p.since(0))) {
			t.Errorf("in force: %s, %s", version, types)
		}
		if !strings.Contains(p.log.String(), "hologram") {
			t.Errorf("the log says %s", p.log)
		}
		if _, err := p.PublishMenu(t.Context(), root, "shared", "main", 1); err != nil {
			t.Errorf("menus need no content types: %v", err)
		}
	})
}

// TestBootstrapOfABinaryThatCannotCompile: a binary that does not understand what a newer one has stored starts all the same, and
// what is published stays.
func TestBootstrapOfABinaryThatCannotCompile(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		refuse := func(map[string][]byte, string) ([]byte, error) {
			return nil, fault.Problems{{File: "styles/tiny.css", Line: 1, Message: "this binary does not know that"}}
		}
		old := authoring.New(p.store, publishing.New(publishing.Tools{Bundle: refuse, Markdown: markdown.HTML, Text: markdown.TextOfHTML}), slog.New(slog.NewTextHandler(p.log, nil)))
		before := names(p.since(0))
		if err := old.Bootstrap(t.Context(), model(t, nil), release(t, nil), authoring.OriginEmbedded); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(before, names(p.since(0))) || !strings.Contains(p.log.String(), "cannot compile what is stored") {
			t.Errorf("the log says %s", p.log)
		}
		if err := old.Bootstrap(t.Context(), model(t, nil), release(t, files{manifest: higher}), authoring.OriginEmbedded); !fault.Is(err, fault.Unprocessable) {
			t.Errorf("its own files that do not compile are told: %v", err)
		}
	})
}
