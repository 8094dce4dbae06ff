-- +goose Up

-- Every write transaction of the authoring plane locks the installation row first (ADR 0006), and counts here: so numbers have no
-- gaps, and follow each other as the commits do.
ALTER TABLE installation ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE installation ADD COLUMN audit_head TEXT NOT NULL DEFAULT ''; -- hash of the newest audit line
ALTER TABLE installation ADD COLUMN audit_number BIGINT NOT NULL DEFAULT 0;
UPDATE installation SET audit_number = (SELECT COALESCE(MAX(number), 0) FROM audit);

ALTER TABLE entries ADD COLUMN sequence   BIGINT NOT NULL DEFAULT 0;     -- the write that changed the entry last: what the draft view follows
ALTER TABLE entries ADD COLUMN workflow   TEXT   NOT NULL DEFAULT '{}';  -- {locale: {review, schedule, archived}}
ALTER TABLE entries ADD COLUMN parent     TEXT   NOT NULL DEFAULT '';    -- id of the entry above, in a type that is a tree
ALTER TABLE entries ADD COLUMN position   TEXT COLLATE "C" NOT NULL DEFAULT '';    -- orders siblings, byte by byte
ALTER TABLE entries ADD COLUMN trashed_at TIMESTAMPTZ;
ALTER TABLE entries ADD COLUMN trashed_by TEXT   NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN created_at TIMESTAMPTZ NOT NULL DEFAULT 'epoch';
ALTER TABLE entries ADD COLUMN created_by TEXT   NOT NULL DEFAULT '';
UPDATE entries SET created_at = updated_at, created_by = updated_by;
CREATE INDEX entries_sequence ON entries (sequence);
CREATE INDEX entries_parent   ON entries (parent, position);
CREATE INDEX entries_branch   ON entries (space, type, parent, position, id) WHERE trashed_at IS NULL;
CREATE INDEX entries_trashed  ON entries (trashed_at) WHERE trashed_at IS NOT NULL;

ALTER TABLE revisions ADD COLUMN kind TEXT NOT NULL DEFAULT 'saved';     -- saved, autosaved, restored, imported
ALTER TABLE revisions ADD COLUMN note TEXT NOT NULL DEFAULT '';          -- why

-- Entries that were deleted for good: their ids are not used again, and the draft view learns of it.
CREATE TABLE purged_entries (
  id        TEXT PRIMARY KEY,
  sequence  BIGINT NOT NULL
);
CREATE INDEX purged_entries_sequence ON purged_entries (sequence);

-- Which entries name which others: in the draft, and in what is published.
CREATE TABLE entry_references (
  source    TEXT NOT NULL,          -- entries.id
  view      TEXT NOT NULL,          -- draft or published
  pointer   TEXT NOT NULL,          -- where in the source: /shared/related/0
  target    TEXT NOT NULL,          -- entries.id
  PRIMARY KEY (source, view, pointer)
);
CREATE INDEX entry_references_target ON entry_references (target);

-- How far the locales of an entry are: one line for each that has a document with any text. Entries without a line in a locale lack it.
CREATE TABLE translations (
  entry     TEXT NOT NULL,          -- entries.id
  locale    TEXT NOT NULL,
  space     TEXT NOT NULL,          -- of the entry
  type      TEXT NOT NULL,          -- of the entry
  state     TEXT NOT NULL,          -- source, current or outdated
  changed   BIGINT NOT NULL,        -- the version in which the document changed last
  basis     BIGINT NOT NULL,        -- the newest version when it was made or confirmed; 0 for the source
  hidden    BOOLEAN NOT NULL,       -- the entry is in the trash
  PRIMARY KEY (entry, locale)
);
CREATE INDEX translations_state ON translations (type, space, locale, state, entry, hidden);
-- Entries from before are taken to be translated from their site's default locale, or the first they have, and to be current.
INSERT INTO translations
  SELECT e.id, d.key, e.space, e.type, 'current', e.version, e.version, FALSE
  FROM entries e JOIN revisions r ON r.subject_id = e.id AND r.version = e.version, jsonb_each(r.doc -> 'locales') d WHERE d.value <> '{}';
UPDATE translations SET state = 'source', basis = 0 WHERE locale = (
  SELECT d.locale FROM translations d LEFT JOIN sites s ON s.key = d.space WHERE d.entry = translations.entry
  ORDER BY COALESCE(d.locale = s.doc ->> 'defaultLocale', FALSE) DESC, d.locale LIMIT 1);

-- What is published of fields that are unique, and every slug: one owner for each value.
CREATE TABLE unique_values (
  space     TEXT NOT NULL,
  type      TEXT NOT NULL,
  field     TEXT NOT NULL,
  locale    TEXT NOT NULL,          -- "" for shared fields
  hash      TEXT NOT NULL,          -- SHA-256 of the value as JSON, hex
  entry     TEXT NOT NULL,          -- entries.id
  PRIMARY KEY (space, type, field, locale, hash)
);
CREATE INDEX unique_values_entry ON unique_values (entry);

ALTER TABLE accounts ADD COLUMN assignments TEXT NOT NULL DEFAULT '[]'; -- [{role, sites, locales}]
UPDATE accounts SET assignments = '[{"role":"' || role || '","sites":["*","shared"],"locales":["*"]}]';
ALTER TABLE accounts DROP COLUMN role;
ALTER TABLE accounts ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT ''; -- network address that signed in
ALTER TABLE sessions ADD COLUMN agent   TEXT NOT NULL DEFAULT '';

CREATE TABLE roles (
  name        TEXT PRIMARY KEY,
  version     BIGINT NOT NULL,
  doc         TEXT NOT NULL
);

CREATE TABLE reset_tokens (
  hash        TEXT PRIMARY KEY,      -- SHA-256 of the token, hex; its one use sets a password
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  created_at  TIMESTAMPTZ NOT NULL,
  expires_at  TIMESTAMPTZ NOT NULL
);

-- Keys of machines, for the management API.
CREATE TABLE api_keys (
  id           TEXT PRIMARY KEY,     -- UUIDv7
  hash         TEXT NOT NULL UNIQUE, -- SHA-256 of the key, hex
  name         TEXT NOT NULL,
  owner        TEXT NOT NULL REFERENCES accounts (id), -- a key may never do more than its owner
  grants       TEXT NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL,
  expires_at   TIMESTAMPTZ NOT NULL,
  used_at      TIMESTAMPTZ,
  revoked_at   TIMESTAMPTZ
);
CREATE INDEX api_keys_owner ON api_keys (owner);

-- Keys of sites, for the delivery of private ones.
CREATE TABLE site_keys (
  id           TEXT PRIMARY KEY,     -- UUIDv7
  site         TEXT NOT NULL REFERENCES sites (key),
  hash         TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL,
  created_by   TEXT NOT NULL,
  expires_at   TIMESTAMPTZ,
  revoked_at   TIMESTAMPTZ
);
CREATE INDEX site_keys_site ON site_keys (site);

-- What administrators decide for the whole installation; one row, none before the first change.
CREATE TABLE settings (
  id           INTEGER PRIMARY KEY CHECK (id = 1),
  version      BIGINT NOT NULL,
  doc          TEXT NOT NULL
);

CREATE TABLE comments (
  id           TEXT PRIMARY KEY,     -- UUIDv7
  entry        TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  thread       TEXT NOT NULL,        -- id of the comment that began it
  locale       TEXT NOT NULL,        -- "" for all
  pointer      TEXT NOT NULL,        -- field that it is about; "" for the entry
  body         TEXT NOT NULL,
  mentions     TEXT NOT NULL,        -- [account id]
  author       TEXT NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL,
  edited_at    TIMESTAMPTZ,
  deleted_at   TIMESTAMPTZ,             -- the text is gone; replies keep it
  resolved_at  TIMESTAMPTZ,
  resolved_by  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX comments_entry ON comments (entry, id);
CREATE INDEX comments_thread ON comments (thread);

CREATE TABLE comment_mentions (
  account      TEXT NOT NULL,
  comment      TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
  PRIMARY KEY (account, comment)
);

-- What is to happen at a time, and which reviews are open: indexes of entries.workflow.
CREATE TABLE schedules (
  entry        TEXT COLLATE "C" NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  locale       TEXT COLLATE "C" NOT NULL,
  action       TEXT NOT NULL,        -- publish or unpublish
  run_at       TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (entry, locale, action)
);
CREATE INDEX schedules_run_at ON schedules (run_at);
CREATE TABLE reviews (
  entry        TEXT COLLATE "C" NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  locale       TEXT COLLATE "C" NOT NULL,
  assignee     TEXT NOT NULL,        -- account id; "" for whoever may
  submitted_at BIGINT NOT NULL,      -- microseconds since 1970
  PRIMARY KEY (entry, locale)
);
CREATE INDEX reviews_submitted_at ON reviews (submitted_at, entry, locale);

-- Long work, done in the background by whichever node claims it.
CREATE TABLE jobs (
  id           TEXT PRIMARY KEY,     -- UUIDv7
  kind         TEXT NOT NULL,
  owner        TEXT NOT NULL,        -- account id: whose rights count
  actor        TEXT NOT NULL,        -- the whole actor, JSON
  params       TEXT NOT NULL,
  state        TEXT NOT NULL,        -- waiting, running, done, failed, cancelled
  total        BIGINT NOT NULL,
  done         BIGINT NOT NULL,
  failed       BIGINT NOT NULL,
  message      TEXT NOT NULL DEFAULT '',
  created_at   TIMESTAMPTZ NOT NULL,
  started_at   TIMESTAMPTZ,
  finished_at  TIMESTAMPTZ,
  lease_until  TIMESTAMPTZ,             -- a node that dies gives its job up
  attempts     BIGINT NOT NULL DEFAULT 0 -- claims since the last piece that was finished
);
CREATE INDEX jobs_state ON jobs (state, lease_until);
CREATE TABLE job_rows (
  job          TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  number       BIGINT NOT NULL,
  subject      TEXT NOT NULL,        -- entry id
  version      BIGINT NOT NULL,      -- that it must have; 0 for any
  state        TEXT NOT NULL,        -- waiting, done, failed
  code         TEXT NOT NULL DEFAULT '',
  message      TEXT NOT NULL DEFAULT '',
  problems     TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (job, number)
);

CREATE TABLE saved_views (
  id           TEXT PRIMARY KEY,     -- UUIDv7
  owner        TEXT NOT NULL REFERENCES accounts (id),
  team         BOOLEAN NOT NULL,     -- for everybody, or for its owner alone
  name         TEXT NOT NULL,
  query        TEXT NOT NULL,
  version      BIGINT NOT NULL,
  updated_at   TIMESTAMPTZ NOT NULL
);

-- Answers of creates that carried an Idempotency-Key, so that trying again makes nothing twice.
CREATE TABLE idempotency (
  actor        TEXT NOT NULL,
  key          TEXT NOT NULL,
  request      TEXT NOT NULL,        -- SHA-256 of route and body, hex
  status       BIGINT NOT NULL,
  headers      TEXT NOT NULL,
  body         TEXT NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (actor, key)
);

-- Who has which entry open.
CREATE TABLE presence (
  entry        TEXT NOT NULL,
  account      TEXT NOT NULL,
  client       TEXT NOT NULL,        -- one browser tab
  locale       TEXT NOT NULL,
  field        TEXT NOT NULL,
  seen_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (entry, account, client)
);

-- The audit becomes a chain: each line carries the hash of the one before. Lines of before have none.
ALTER TABLE audit ADD COLUMN via        TEXT NOT NULL DEFAULT '';  -- id of the key or session kind
ALTER TABLE audit ADD COLUMN site       TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN request_id TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN address    TEXT NOT NULL DEFAULT '';  -- network address that it came from
ALTER TABLE audit ADD COLUMN before     TEXT NOT NULL DEFAULT '';  -- JSON, what was changed
ALTER TABLE audit ADD COLUMN after      TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN previous   TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN hash       TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ALTER COLUMN detail TYPE TEXT; -- as it was hashed
ALTER TABLE audit ALTER COLUMN number DROP IDENTITY;
CREATE INDEX audit_subject ON audit (subject, number);
