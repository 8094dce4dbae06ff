-- +goose Up

-- The audit is only added to, whoever writes: the chain of hashes would show what was changed, this refuses it.
-- +goose StatementBegin
CREATE FUNCTION audit_is_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is only added to';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_appended();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_appended();

-- +goose Down
DROP TRIGGER audit_no_truncate ON audit;
DROP TRIGGER audit_no_change ON audit;
DROP FUNCTION audit_is_appended();
