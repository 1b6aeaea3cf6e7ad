-- An issued letter is never changed. Its body may be sealed with a new key; the digest says that it is the same letter.
CREATE TRIGGER order_letter_update BEFORE UPDATE OF id, agency, mending_order, kind, side, number, dated_on, digest, stamp, author, author_name, issued_at ON order_letter
	FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse();
CREATE TRIGGER order_letter_delete BEFORE DELETE OR TRUNCATE ON order_letter
	FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse();
