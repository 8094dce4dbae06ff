CREATE TABLE state (
  identity   TEXT NOT NULL,     -- of the log this came from
  generation INTEGER NOT NULL   -- applied last
);
INSERT INTO state VALUES ('', 0);

-- The log's records as they came.
CREATE TABLE records (
  kind       TEXT NOT NULL,
  key        TEXT NOT NULL,
  generation INTEGER NOT NULL,
  body       BLOB NOT NULL,
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;

-- The fallback chains for which documents are made: those of the sites' locales, and each locale by itself.
CREATE TABLE chains (
  id   INTEGER PRIMARY KEY,
  tags TEXT NOT NULL UNIQUE     -- "fr-CA fr en"
);

-- A published entry as a chain shows it.
CREATE TABLE docs (
  entry        TEXT NOT NULL,
  chain        INTEGER NOT NULL REFERENCES chains (id),
  type         TEXT NOT NULL,
  space        TEXT NOT NULL,
  key          TEXT NOT NULL,
  slug         TEXT,
  sort_key     BLOB NOT NULL,   -- compared byte by byte: the type's order in the chain's language
  version      INTEGER NOT NULL,
  published_at TEXT NOT NULL,   -- RFC 3339, UTC
  updated_at   TEXT NOT NULL,
  fields       TEXT NOT NULL,   -- JSON; Markdown as HTML
  source       TEXT NOT NULL,   -- JSON; the Markdown fields as typed
  fallback     TEXT NOT NULL,   -- JSON
  PRIMARY KEY (entry, chain)
) WITHOUT ROWID;
CREATE INDEX docs_list ON docs (chain, type, sort_key, entry);
CREATE INDEX docs_slug ON docs (chain, type, slug) WHERE slug IS NOT NULL;
CREATE INDEX docs_key  ON docs (chain, type, key, space)
