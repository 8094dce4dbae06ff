-- +goose Up

-- What is known of media besides their bytes, which are records of the publication log.
CREATE TABLE media (
  id         TEXT PRIMARY KEY,     -- UUIDv7: newer ones are greater
  space      TEXT NOT NULL,        -- sites.key, or shared
  file       TEXT NOT NULL,
  type       TEXT NOT NULL,        -- media type
  sort       TEXT NOT NULL,        -- image, video, audio, document
  size       BIGINT NOT NULL,      -- bytes
  sha256     TEXT NOT NULL,
  width      BIGINT NOT NULL,      -- pixels; 0 for none
  height     BIGINT NOT NULL,
  alt        TEXT NOT NULL,        -- JSON: locale → text
  words      TEXT NOT NULL,        -- name and texts in small letters
  version    BIGINT NOT NULL,
  created_at DATETIME NOT NULL,
  created_by TEXT NOT NULL,
  updated_at DATETIME NOT NULL
);
CREATE INDEX media_space ON media (space, id);

-- +goose Down
DROP TABLE media;
