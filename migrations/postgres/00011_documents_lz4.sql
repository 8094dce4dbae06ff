-- +goose Up

-- Large documents are compressed with lz4 where the server has it (from PostgreSQL 14 on, if it was built so): with pglz, to compress took
-- two thirds of the time in which the bundles of one changed label are written. What is stored already is read as it is.
-- +goose StatementBegin
DO $$
DECLARE
  place record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
    RETURN;
  END IF;
  FOR place IN SELECT * FROM (VALUES ('records', 'body'), ('entries', 'published'), ('revisions', 'doc')) AS p (tbl, col) LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET COMPRESSION lz4', place.tbl, place.col);
  END LOOP;
END
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE
  place record;
BEGIN
  FOR place IN SELECT attrelid::regclass AS tbl, attname AS col FROM pg_attribute
    WHERE attcompression = 'l' AND attrelid IN ('records'::regclass, 'entries'::regclass, 'revisions'::regclass) LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET COMPRESSION default', place.tbl, place.col);
  END LOOP;
END
$$;
-- +goose StatementEnd
