-- +goose Up

-- Whether there is something in an entry that only its draft has: where settled is not the draft's version, there may be.
ALTER TABLE entries ADD COLUMN settled BIGINT NOT NULL DEFAULT 0;
CREATE INDEX entries_unsettled ON entries (space, id) WHERE settled <> version;

-- What shows drafts to whoever has it: a site, in a view.
CREATE TABLE preview_tokens (
  id           TEXT PRIMARY KEY,     -- UUIDv7
  hash         TEXT NOT NULL UNIQUE, -- SHA-256 of the token, hex
  name         TEXT NOT NULL,
  site         TEXT NOT NULL,        -- sites.key
  view         TEXT NOT NULL,        -- draft, or release: and an id
  owner        TEXT NOT NULL REFERENCES accounts (id), -- it shows what its owner may read, and no more
  key_id       TEXT NOT NULL,        -- api_keys.id where a key made it, else ""
  created_at   DATETIME NOT NULL,
  expires_at   DATETIME NOT NULL,
  exchanged_at DATETIME,             -- when its secret was taken back for another one, in a cookie
  revoked_at   DATETIME
);
CREATE INDEX preview_tokens_owner ON preview_tokens (owner, id);
CREATE INDEX preview_tokens_site ON preview_tokens (site, id);

-- Sets of entries and menus that go out together.
CREATE TABLE content_releases (
  id           TEXT PRIMARY KEY,     -- UUIDv7
  state        TEXT NOT NULL,        -- open, scheduled, published, cancelled
  version      BIGINT NOT NULL,
  run_at       DATETIME,             -- when it is to go out; only of scheduled ones
  doc          TEXT NOT NULL
);
CREATE INDEX content_releases_run_at ON content_releases (run_at) WHERE run_at IS NOT NULL;
