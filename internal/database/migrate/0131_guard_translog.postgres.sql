-- Leaves, hashes and signed heads are appended and never changed; whoever removes these guards is found by the tree.
CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER log_leaf_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log_leaf
	FOR EACH STATEMENT EXECUTE FUNCTION log_refuse();
CREATE TRIGGER log_hash_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log_hash
	FOR EACH STATEMENT EXECUTE FUNCTION log_refuse();
CREATE TRIGGER log_size_delete BEFORE DELETE OR TRUNCATE ON log_size
	FOR EACH STATEMENT EXECUTE FUNCTION log_refuse();
CREATE TRIGGER log_size_update BEFORE UPDATE ON log_size
	FOR EACH ROW WHEN (new.size < old.size) EXECUTE FUNCTION log_refuse();
