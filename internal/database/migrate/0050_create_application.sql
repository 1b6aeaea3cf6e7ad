-- 依申请公开: applications as dated facts. What identifies a person is sealed; id_digest finds the same applicant again.
-- received_on, closed_on and outcome are copies of conclusions for lists and counts, rewritten with every fact.
CREATE TABLE application (
	id           TEXT    NOT NULL PRIMARY KEY,
	agency       TEXT    NOT NULL REFERENCES agency (id),
	number       TEXT    NOT NULL,
	query_code   TEXT    NOT NULL,
	channel      TEXT    NOT NULL,
	arrived_on   TEXT    NOT NULL,
	confirmed_on TEXT    NOT NULL,
	category     TEXT    NOT NULL,
	helped       INTEGER NOT NULL CHECK (helped IN (0, 1)),
	particulars  BLOB    NOT NULL,
	id_digest    TEXT    NOT NULL,
	content      TEXT    NOT NULL,
	doc_no       TEXT    NOT NULL,
	form         TEXT    NOT NULL,
	route        TEXT    NOT NULL,
	received_on  TEXT    NOT NULL,
	closed_on    TEXT    NOT NULL,
	outcome      TEXT    NOT NULL,
	facts        INTEGER NOT NULL,
	created_at   INTEGER NOT NULL,
	UNIQUE (agency, number)
) STRICT;
CREATE INDEX application_open ON application (agency, closed_on, received_on, id);
CREATE INDEX application_applicant ON application (agency, id_digest, received_on);
CREATE INDEX application_tally ON application (agency, received_on, closed_on, outcome, category);

CREATE TABLE application_fact (
	application TEXT    NOT NULL REFERENCES application (id),
	seq         INTEGER NOT NULL,
	kind        TEXT    NOT NULL,
	done_on     TEXT    NOT NULL,
	body        TEXT    NOT NULL,
	added_at    INTEGER NOT NULL,
	PRIMARY KEY (application, seq)
) STRICT;

CREATE TABLE decision_draft (
	application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
	author      TEXT NOT NULL,
	author_name TEXT NOT NULL,
	body        TEXT NOT NULL,
	digest      TEXT NOT NULL
) STRICT;
