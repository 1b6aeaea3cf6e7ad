-- Annual reports in the making. The draft is what people wrote, without the numbers of the registers; every saved state
-- stays as a version.
CREATE TABLE annual_report (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	year        INTEGER NOT NULL,
	draft       TEXT    NOT NULL,
	digest      TEXT    NOT NULL,
	version     INTEGER NOT NULL CHECK (version > 0),
	author      TEXT    NOT NULL,
	author_name TEXT    NOT NULL,
	record      TEXT    NOT NULL,
	changed_at  INTEGER NOT NULL,
	PRIMARY KEY (agency, year)
) STRICT;
CREATE INDEX annual_report_year ON annual_report (year, agency);
CREATE INDEX annual_report_record ON annual_report (record) WHERE record <> '';

CREATE TABLE annual_report_version (
	agency     TEXT    NOT NULL,
	year       INTEGER NOT NULL,
	version    INTEGER NOT NULL,
	draft      TEXT    NOT NULL,
	digest     TEXT    NOT NULL,
	staff      TEXT    NOT NULL,
	staff_name TEXT    NOT NULL,
	what       TEXT    NOT NULL,
	saved_at   INTEGER NOT NULL,
	PRIMARY KEY (agency, year, version),
	FOREIGN KEY (agency, year) REFERENCES annual_report (agency, year)
) STRICT;

-- Whole reports as they were handed in or read from elsewhere: figures and text stay what they were, whatever the
-- registers say later. record_digest names the record that went through the review with them.
CREATE TABLE annual_report_copy (
	agency        TEXT    NOT NULL REFERENCES agency (id),
	year          INTEGER NOT NULL,
	seq           INTEGER NOT NULL,
	origin        TEXT    NOT NULL CHECK (origin IN ('registers', 'upload', 'page')),
	body          TEXT    NOT NULL,
	record_digest TEXT    NOT NULL,
	source        TEXT    NOT NULL,
	made_at       INTEGER NOT NULL,
	PRIMARY KEY (agency, year, seq)
) STRICT;
CREATE INDEX annual_report_copy_year ON annual_report_copy (year, agency, seq);

-- What passed between an agency and its 主管部门: submitted, returned with comments, accepted, reminded.
CREATE TABLE annual_report_act (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	year       INTEGER NOT NULL,
	seq        INTEGER NOT NULL,
	kind       TEXT    NOT NULL CHECK (kind IN ('submitted', 'returned', 'accepted', 'imported', 'reminded')),
	done_on    TEXT    NOT NULL,
	copy_seq   INTEGER NOT NULL,
	staff      TEXT    NOT NULL,
	staff_name TEXT    NOT NULL,
	words      TEXT    NOT NULL,
	PRIMARY KEY (agency, year, seq)
) STRICT;
CREATE INDEX annual_report_act_year ON annual_report_act (year, agency, seq);
