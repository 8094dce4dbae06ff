package store_test

import (
	"context"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/migrations"
)

// TestTranslationsOfBefore: entries that were there before translations were followed are taken to be current, and to be translated from the
// default locale of their site.
func TestTranslationsOfBefore(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			s := open(t, newURL(t), t.TempDir())
			first, err := fs.Glob(migrations.FS, name+"/00001_*.sql")
			if err != nil || len(first) != 1 {
				t.Fatal(first, err)
			}
			src, err := fs.ReadFile(migrations.FS, first[0])
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Migrate(t.Context(), fstest.MapFS{first[0]: &fstest.MapFile{Data: src}}); err != nil {
				t.Fatal(err)
			}
			store.Exec(t, s, `INSERT INTO sites (key, version, doc, updated_at) VALUES ('one', 1, '{"key":"one","defaultLocale":"fr"}', '2026-01-01 00:00:00+00:00')`)
			for _, space := range []string{"one", "shared"} {
				store.Exec(t, s, `INSERT INTO entries (id, space, type, key, version, published_at, updated_at, updated_by)
					VALUES ('`+space+`', '`+space+`', 'article', 'a', 3, '{}', '2026-01-01 00:00:00+00:00', 'me')`)
				store.Exec(t, s, `INSERT INTO revisions (subject_id, version, doc, author, created_at) VALUES ('`+space+`', 3,
					'{"locales":{"en":{"title":"T"},"fr":{"title":"T"},"de":{}}}', 'me', '2026-01-01 00:00:00+00:00')`)
			}
			if _, err := s.Migrate(t.Context(), migrations.FS); err != nil {
				t.Fatal(err)
			}
			source := content.Translation{State: content.TranslationSource, Changed: 3}
			current := content.Translation{State: content.TranslationCurrent, Changed: 3, Basis: 3}
			in := func(tr content.Translation, tag string) content.Translation { tr.Locale = tag; return tr }
			want := map[string][]content.Translation{
				"one": {in(current, "en"), in(source, "fr")}, "shared": {in(source, "en"), in(current, "fr")},
			}
			err = s.View(context.Background(), func(tx authoring.Tx) error {
				got, err := tx.Translations(context.Background(), []string{"one", "shared"})
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
