package store_test

import (
	"testing"

	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/internal/store/storetest"
	"github.com/portico-cms/portico/migrations"
)

// TestDocumentsAreCompressedFast: the columns of large documents are compressed with lz4 where PostgreSQL has it, and only there.
func TestDocumentsAreCompressedFast(t *testing.T) {
	s := open(t, storetest.Postgres(t), t.TempDir())
	if _, err := s.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
	has := store.Number(t, s, `SELECT count(*) FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)`)
	if got := store.Number(t, s, `SELECT count(*) FROM pg_attribute WHERE to_jsonb(pg_attribute) ->> 'attcompression' = 'l'`); got != 3*has {
		t.Errorf("%d columns with lz4, of a server that has it: %d", got, has)
	}
}
