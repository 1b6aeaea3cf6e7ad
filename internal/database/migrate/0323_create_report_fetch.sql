-- Addresses from which a 主管部门 wants reports read in, and what became of each. unit is the agency that was named by whoever
-- asked, or the one recognised in the report; offers are files to which a page without a report links, as JSON.
CREATE TABLE report_fetch (
	agency   TEXT    NOT NULL REFERENCES agency (id),
	id       TEXT    NOT NULL PRIMARY KEY,
	year     INTEGER NOT NULL,
	unit     TEXT    NOT NULL,
	address  TEXT    NOT NULL,
	state    TEXT    NOT NULL CHECK (state IN ('waiting', 'read', 'failed')),
	errors   INTEGER NOT NULL,
	message  TEXT    NOT NULL,
	offers   TEXT    NOT NULL,
	staff    TEXT    NOT NULL,
	asked_at INTEGER NOT NULL,
	seq      INTEGER NOT NULL,
	done_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX report_fetch_year ON report_fetch (agency, year, asked_at, seq);
CREATE INDEX report_fetch_waiting ON report_fetch (asked_at, seq) WHERE state = 'waiting';
