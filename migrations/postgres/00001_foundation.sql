-- +goose Up

-- Names this database for the nodes that follow it; one row.
CREATE TABLE installation (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  identity    TEXT NOT NULL,          -- UUID: a node that followed another log starts again from nothing
  generation  BIGINT NOT NULL,        -- the newest publication; locked while a publication is written
  cursor_key  BYTEA NOT NULL,        -- 32 bytes that sign paging cursors
  created_at  TIMESTAMPTZ NOT NULL
);

CREATE TABLE publications (
  generation  BIGINT PRIMARY KEY,
  author      TEXT NOT NULL,
  at          TIMESTAMPTZ NOT NULL,
  summary     TEXT NOT NULL,
  changes     JSONB NOT NULL          -- [{kind,key}]
);

-- The log's records: each once, with the generation that wrote it last.
CREATE TABLE records (
  kind        TEXT NOT NULL,
  key         TEXT NOT NULL,
  generation  BIGINT NOT NULL,
  deleted     BOOLEAN NOT NULL DEFAULT FALSE,
  hash        TEXT NOT NULL,
  body        BYTEA NOT NULL,
  PRIMARY KEY (kind, key)
);
CREATE INDEX records_generation ON records (generation);

CREATE TABLE sites (
  key         TEXT PRIMARY KEY,
  version     BIGINT NOT NULL,
  doc         JSONB NOT NULL,
  updated_at  TIMESTAMPTZ NOT NULL
);

-- The content types and design systems that were loaded, as the files they came from.
CREATE TABLE models (
  number      BIGINT PRIMARY KEY,     -- counts from 1; the highest is in force
  origin      TEXT NOT NULL,          -- embedded or import
  hash        TEXT NOT NULL,
  files       JSONB NOT NULL,         -- {path: base64}
  created_at  TIMESTAMPTZ NOT NULL
);
CREATE TABLE design_systems (
  number      BIGINT PRIMARY KEY,     -- counts from 1; the highest is what the channel stable serves
  origin      TEXT NOT NULL,
  name        TEXT NOT NULL,
  version     TEXT NOT NULL,          -- semantic version
  hash        TEXT NOT NULL,
  files       JSONB NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL,
  UNIQUE (name, version)
);

CREATE TABLE menus (
  id          TEXT PRIMARY KEY,       -- UUIDv7
  space       TEXT NOT NULL,
  name        TEXT NOT NULL,
  version     BIGINT NOT NULL,        -- of the newest revision, the draft
  published   BIGINT,                 -- version of the revision that is served; null before the first publication
  UNIQUE (space, name)
);

CREATE TABLE entries (
  id           TEXT PRIMARY KEY,      -- UUIDv7, never reused
  space        TEXT NOT NULL,
  type         TEXT NOT NULL,
  key          TEXT NOT NULL,         -- its name in files, stable between environments
  version      BIGINT NOT NULL,       -- of the newest revision, the draft
  published    JSONB,                 -- what is served: shared fields and the published locales; null where nothing is
  published_at JSONB NOT NULL,        -- {locale: time}
  updated_at   TIMESTAMPTZ NOT NULL,
  updated_by   TEXT NOT NULL,
  UNIQUE (space, type, key)
);
CREATE INDEX entries_type ON entries (type, id);

-- Immutable saved states of menus and entries.
CREATE TABLE revisions (
  subject_id  TEXT NOT NULL,          -- menus.id or entries.id
  version     BIGINT NOT NULL,
  doc         JSONB NOT NULL,
  author      TEXT NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (subject_id, version)
);

CREATE TABLE accounts (
  id            TEXT PRIMARY KEY,     -- UUIDv7
  email         TEXT NOT NULL UNIQUE, -- lower-case
  name          TEXT NOT NULL,
  password_hash TEXT NOT NULL,        -- argon2id, PHC string
  role          TEXT NOT NULL,
  created_at    TIMESTAMPTZ NOT NULL,
  suspended_at  TIMESTAMPTZ
);
CREATE TABLE sessions (
  hash         TEXT PRIMARY KEY,      -- SHA-256 of the token, hex; the token itself is nowhere
  account_id   TEXT NOT NULL REFERENCES accounts (id),
  created_at   TIMESTAMPTZ NOT NULL,
  seen_at      TIMESTAMPTZ NOT NULL,
  expires_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE TABLE setup_tokens (
  hash         TEXT PRIMARY KEY,
  created_at   TIMESTAMPTZ NOT NULL,
  expires_at   TIMESTAMPTZ NOT NULL
);

CREATE TABLE audit (
  number      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          TIMESTAMPTZ NOT NULL,
  actor       TEXT NOT NULL,
  action      TEXT NOT NULL,          -- menu.publish, site.save, session.create
  subject     TEXT NOT NULL,          -- menu/shared/main
  detail      JSONB NOT NULL          -- never a secret
);

-- +goose Down
DROP TABLE audit; DROP TABLE setup_tokens; DROP TABLE sessions; DROP TABLE accounts; DROP TABLE revisions;
DROP TABLE entries; DROP TABLE menus; DROP TABLE design_systems; DROP TABLE models;
DROP TABLE sites; DROP TABLE records; DROP TABLE publications; DROP TABLE installation;
