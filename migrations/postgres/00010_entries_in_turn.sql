-- +goose Up

-- What is read in turn, by sequence and id: an import gives all its entries one sequence, and each page went through all of them.
DROP INDEX entries_sequence;
CREATE INDEX entries_sequence ON entries (sequence, id);

-- +goose Down
DROP INDEX entries_sequence;
CREATE INDEX entries_sequence ON entries (sequence);
