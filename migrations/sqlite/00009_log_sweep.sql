-- +goose Up

-- What the sweep of the log looks for: records that were deleted (ADR 0025).
CREATE INDEX records_deleted ON records (generation) WHERE deleted;

-- +goose Down
DROP INDEX records_deleted;
