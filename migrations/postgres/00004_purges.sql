-- +goose Up

-- How far the caches in front of the delivery plane have been told of publications, one line for each.
CREATE TABLE purges (
  target        TEXT PRIMARY KEY,     -- its name in the configuration
  generation    BIGINT NOT NULL,      -- up to which it has been told
  attempts      BIGINT NOT NULL,      -- in vain, since then
  next_at       TIMESTAMPTZ,             -- not before
  lease_until   TIMESTAMPTZ,             -- a node is at it until then
  failing_since TIMESTAMPTZ,
  message       TEXT NOT NULL,        -- of the last failure; never a secret
  dead          BIGINT NOT NULL       -- publications that it refused for good
);

-- +goose Down
DROP TABLE purges;
