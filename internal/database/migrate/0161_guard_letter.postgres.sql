-- An issued letter is never changed.
CREATE FUNCTION letter_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'letters are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER letter_change BEFORE UPDATE OR DELETE OR TRUNCATE ON letter
	FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse();
