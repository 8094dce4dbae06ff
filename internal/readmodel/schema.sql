CREATE TABLE state (
  identity   TEXT NOT NULL,     -- of the log this came from
  generation INTEGER NOT NULL,  -- applied last
  epoch      TEXT NOT NULL,     -- of that generation
  checksum   TEXT NOT NULL,     -- published.Checksum of records
  lean       TEXT NOT NULL,     -- the same of those that are not published.OnDisk
  meta       TEXT NOT NULL      -- JSON: what Open was told of published.Entry.Meta
);

-- The log's records as they came.
CREATE TABLE records (
  kind       TEXT NOT NULL,
  key        TEXT NOT NULL,
  generation INTEGER NOT NULL,
  body       BLOB NOT NULL,
  hash       TEXT NOT NULL,     -- published.Record.Hash
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;

-- The fallback chains for which documents are made: those of the sites' locales, each locale by itself (for visitors: a view of
-- drafts has none of these), and those that were asked for.
CREATE TABLE chains (
  id    INTEGER PRIMARY KEY,
  tags  TEXT NOT NULL UNIQUE,        -- "fr-CA fr en"
  asked INTEGER NOT NULL DEFAULT 0   -- 1: no site has it, a query asked for it
);

-- A published entry as a chain shows it.
CREATE TABLE docs (
  doc          INTEGER PRIMARY KEY,
  entry        TEXT NOT NULL,
  chain        INTEGER NOT NULL REFERENCES chains (id),
  type         TEXT NOT NULL,
  space        TEXT NOT NULL,
  key          TEXT NOT NULL,
  slug         TEXT,
  version      INTEGER NOT NULL,
  published_at TEXT NOT NULL,   -- UTC, nine digits of a second: ordered as text
  updated_at   TEXT NOT NULL,
  fields       TEXT NOT NULL,   -- JSON; Markdown and rich text as HTML
  source       TEXT NOT NULL,   -- JSON; those fields as typed
  plain        TEXT NOT NULL,   -- JSON; those fields as plain text
  fallback     TEXT NOT NULL,   -- JSON
  meta         TEXT NOT NULL    -- JSON; of a draft view
);
CREATE UNIQUE INDEX docs_entry ON docs (entry, chain);

-- A field of a type in a chain, so that rows of vals and sorts are short. "@status" is a name of published.Entry.Meta; "@" stands
-- for the type itself, in words.
CREATE TABLE paths (
  id    INTEGER PRIMARY KEY,
  chain INTEGER NOT NULL,
  type  TEXT NOT NULL,
  name  TEXT NOT NULL,
  UNIQUE (chain, type, name)
);

-- The values of filterable fields, one row for each of several.
CREATE TABLE vals (
  path  INTEGER NOT NULL,
  value NOT NULL,               -- text without capitals, number, 0 or 1, moment, id of an entry
  doc   INTEGER NOT NULL,
  exact TEXT NOT NULL,          -- the text, where it has capitals
  PRIMARY KEY (path, value, doc, exact)
) WITHOUT ROWID;

-- The order of entries by sortable fields: 01 and the key; where there is no value, a row 00 and a row FF, so that it comes last
-- in either direction.
CREATE TABLE sorts (
  path  INTEGER NOT NULL,
  key   BLOB NOT NULL,          -- compared byte by byte: texts in the order of the chain's language
  entry TEXT NOT NULL,
  doc   INTEGER NOT NULL,
  PRIMARY KEY (path, key, entry)
) WITHOUT ROWID;

-- The words of searchable fields, as package search writes them; rowid is docs.doc. home is p and the id of the type's path.
CREATE VIRTUAL TABLE words USING fts5(
  home, title, body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0"
);
