-- The paper of an order: 责令整改通知书 or 督办通知, as it went out. It is numbered with the letters of the agency that ordered;
-- body is sealed as that of every letter, digest is over its plain text. Letters are added and never changed.
CREATE TABLE order_letter (
	id            TEXT    NOT NULL PRIMARY KEY,
	agency        TEXT    NOT NULL REFERENCES agency (id),
	mending_order TEXT    NOT NULL UNIQUE REFERENCES mending_order (id),
	kind          TEXT    NOT NULL,
	side          TEXT    NOT NULL,
	number        TEXT    NOT NULL,
	dated_on      TEXT    NOT NULL,
	digest        TEXT    NOT NULL,
	body          BLOB    NOT NULL,
	stamp         TEXT    NOT NULL,
	author        TEXT    NOT NULL,
	author_name   TEXT    NOT NULL,
	issued_at     INTEGER NOT NULL,
	UNIQUE (agency, number)
) STRICT;
