-- Leaves, hashes and signed heads are appended and never changed; whoever removes these guards is found by the tree.
CREATE TRIGGER log_leaf_update BEFORE UPDATE ON log_leaf BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_leaf_delete BEFORE DELETE ON log_leaf BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_hash_update BEFORE UPDATE ON log_hash BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_hash_delete BEFORE DELETE ON log_hash BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_size_update BEFORE UPDATE ON log_size WHEN new.size < old.size BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_size_delete BEFORE DELETE ON log_size BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;
