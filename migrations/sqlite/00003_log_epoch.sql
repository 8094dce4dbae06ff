-- +goose Up

-- A value of chance for each publication: a database that was restored from a backup and published on has others, so that a node
-- that had followed it further starts over (ADR 0011).
ALTER TABLE publications ADD COLUMN epoch    TEXT NOT NULL DEFAULT '';
-- The sum of what the log held then, which a node compares with what it holds; empty for publications of before.
ALTER TABLE publications ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
UPDATE publications SET epoch = lower(hex(randomblob(16)));

-- The log is read in pages, in this order.
DROP INDEX records_generation;
CREATE INDEX records_log ON records (generation, kind, key);
