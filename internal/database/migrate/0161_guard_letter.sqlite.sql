-- An issued letter is never changed.
CREATE TRIGGER letter_update BEFORE UPDATE ON letter BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
END;
CREATE TRIGGER letter_delete BEFORE DELETE ON letter BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
END;
