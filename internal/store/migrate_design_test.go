package store_test

import (
	"context"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/migrations"
)

// TestChannelsOfBefore: where releases were there before channels, all channels stand for the newest, which was in force for everybody; a
// new database has none.
func TestChannelsOfBefore(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			s := open(t, newURL(t), t.TempDir())
			before := fstest.MapFS{}
			err := fs.WalkDir(migrations.FS, name, func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() || d.Name() >= "00006" {
					return err
				}
				src, err := fs.ReadFile(migrations.FS, path)
				before[path] = &fstest.MapFile{Data: src}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Migrate(t.Context(), before); err != nil {
				t.Fatal(err)
			}
			for _, row := range []string{"1, 'import', 'demo', '1.0.0'", "2, 'import', 'demo', '1.1.0'"} {
				store.Exec(t, s, `INSERT INTO design_systems (number, origin, name, version, hash, files, created_at)
					VALUES (`+row+`, 'h', '{}', '2026-01-01 00:00:00+00:00')`)
			}
			if _, err := s.Migrate(t.Context(), migrations.FS); err != nil {
				t.Fatal(err)
			}
			var got []string
			err = s.View(context.Background(), func(tx authoring.Tx) error {
				list, err := tx.DesignChannels(context.Background())
				for _, c := range list {
					got = append(got, c.Name)
					if c.Release != 2 || c.Version != 1 || c.UpdatedAt.Year() != 2026 {
						t.Errorf("%+v", c)
					}
				}
				return err
			})
			if diff := cmp.Diff([]string{"next", "preview", "stable"}, got); diff != "" || err != nil {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}
