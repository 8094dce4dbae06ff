-- +goose Up

-- Who released a version of the design system, on top of which other, and how it is being retired.
ALTER TABLE design_systems ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE design_systems ADD COLUMN base BIGINT NOT NULL DEFAULT 0;      -- number of the release it was made on; 0: none
ALTER TABLE design_systems ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;  -- of what may change about it: its retirement
ALTER TABLE design_systems ADD COLUMN retirement TEXT NOT NULL DEFAULT ''; -- JSON; '' where it is not being retired
ALTER TABLE design_systems ADD COLUMN sunset_at TIMESTAMPTZ;                  -- when it is to be withdrawn; null once it is

-- Which release each channel stands for.
CREATE TABLE design_channels (
  name        TEXT PRIMARY KEY,       -- stable, next, preview
  release     BIGINT NOT NULL REFERENCES design_systems (number),
  version     BIGINT NOT NULL,
  updated_by  TEXT NOT NULL,
  updated_at  TIMESTAMPTZ NOT NULL
);
-- Until now the newest release was in force for everybody.
INSERT INTO design_channels SELECT 'stable', MAX(number), 1, '', MAX(created_at) FROM design_systems HAVING COUNT(*) > 0;
INSERT INTO design_channels SELECT 'next', MAX(number), 1, '', MAX(created_at) FROM design_systems HAVING COUNT(*) > 0;
INSERT INTO design_channels SELECT 'preview', MAX(number), 1, '', MAX(created_at) FROM design_systems HAVING COUNT(*) > 0;

-- Releases in the making: what of the files of another one is changed.
CREATE TABLE design_drafts (
  id          TEXT PRIMARY KEY,       -- UUIDv7
  version     BIGINT NOT NULL,
  doc         TEXT NOT NULL
);

-- +goose Down
DROP TABLE design_drafts; DROP TABLE design_channels;
ALTER TABLE design_systems DROP COLUMN sunset_at; ALTER TABLE design_systems DROP COLUMN retirement;
ALTER TABLE design_systems DROP COLUMN revision; ALTER TABLE design_systems DROP COLUMN base; ALTER TABLE design_systems DROP COLUMN author;
