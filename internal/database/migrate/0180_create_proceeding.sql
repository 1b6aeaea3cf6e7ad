-- 行政复议 and 行政诉讼. A proceeding is its dated facts; the columns after them are conclusions, computed whenever a
-- fact is added, for lists and counts. Who brought it is sealed.
CREATE TABLE proceeding (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	id          TEXT    NOT NULL PRIMARY KEY,
	number      TEXT    NOT NULL,
	application TEXT    NOT NULL,
	record      TEXT    NOT NULL,
	after_id    TEXT    NOT NULL,
	way         TEXT    NOT NULL,
	subject     TEXT    NOT NULL,
	party       BLOB    NOT NULL,
	created_at  INTEGER NOT NULL,
	facts       INTEGER NOT NULL,
	filed_on    TEXT    NOT NULL,
	closed_on   TEXT    NOT NULL,
	bucket      TEXT    NOT NULL,
	result      TEXT    NOT NULL,
	forum       TEXT    NOT NULL,
	case_no     TEXT    NOT NULL,
	due_on      TEXT    NOT NULL,
	due_what    TEXT    NOT NULL,
	UNIQUE (agency, number)
) STRICT;
CREATE INDEX proceeding_tally ON proceeding (agency, filed_on, closed_on, way, bucket);
CREATE INDEX proceeding_due ON proceeding (agency, due_on, id) WHERE due_on <> '';
CREATE INDEX proceeding_application ON proceeding (application) WHERE application <> '';
CREATE INDEX proceeding_record ON proceeding (record) WHERE record <> '';

CREATE TABLE proceeding_fact (
	proceeding TEXT    NOT NULL REFERENCES proceeding (id),
	seq        INTEGER NOT NULL,
	kind       TEXT    NOT NULL,
	done_on    TEXT    NOT NULL,
	body       TEXT    NOT NULL,
	added_at   INTEGER NOT NULL,
	PRIMARY KEY (proceeding, seq)
) STRICT;
