-- Forms that were sent, so that one that comes twice, by an impatient finger or a lost answer, is taken once. led is where the
-- first answer led to; it is known when done is 1.
CREATE TABLE form_sent (
	id      TEXT    NOT NULL PRIMARY KEY,
	done    INTEGER NOT NULL CHECK (done IN (0, 1)),
	led     TEXT    NOT NULL,
	sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX form_sent_at ON form_sent (sent_at);
