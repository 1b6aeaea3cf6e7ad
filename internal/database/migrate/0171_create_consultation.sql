-- 征求意见 by a link: the question to a third party or another agency, whose name and address are sealed. Of the link only a
-- digest of its token is kept.
CREATE TABLE consultation (
	id          TEXT    NOT NULL PRIMARY KEY,
	agency      TEXT    NOT NULL REFERENCES agency (id),
	application TEXT    NOT NULL REFERENCES application (id),
	kind        TEXT    NOT NULL,
	party       TEXT    NOT NULL,
	particulars BLOB    NOT NULL,
	question    TEXT    NOT NULL,
	token       TEXT    NOT NULL UNIQUE,
	sent_on     TEXT    NOT NULL,
	ends_on     TEXT    NOT NULL,
	opened_on   TEXT    NOT NULL,
	answered_on TEXT    NOT NULL
) STRICT;
CREATE INDEX consultation_application ON consultation (agency, application, id);
