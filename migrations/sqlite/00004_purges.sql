-- +goose Up

-- How far the caches in front of the delivery plane have been told of publications, one line for each.
CREATE TABLE purges (
  target        TEXT PRIMARY KEY,     -- its name in the configuration
  generation    BIGINT NOT NULL,      -- up to which it has been told
  attempts      BIGINT NOT NULL,      -- in vain, since then
  next_at       DATETIME,             -- not before
  lease_until   DATETIME,             -- a node is at it until then
  failing_since DATETIME,
  message       TEXT NOT NULL,        -- of the last failure; never a secret
  dead          BIGINT NOT NULL       -- publications that it refused for good
);

-- +goose Down
DROP TABLE purges;
