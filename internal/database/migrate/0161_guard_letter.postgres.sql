-- An issued letter is never changed. Its body may be sealed with a new key; the digest says that it is the same letter.
CREATE FUNCTION letter_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'letters are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER letter_update BEFORE UPDATE OF id, agency, application, seq, kind, side, number, dated_on, digest, stamp, author, author_name, issued_at ON letter
	FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse();
CREATE TRIGGER letter_delete BEFORE DELETE OR TRUNCATE ON letter
	FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse();
