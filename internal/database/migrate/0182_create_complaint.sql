-- 投诉举报、找错 and 更正: what people hand in about an agency. What they wrote and who they are is sealed.
CREATE TABLE complaint (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	id          TEXT    NOT NULL PRIMARY KEY,
	about       TEXT    NOT NULL REFERENCES agency (id),
	number      TEXT    NOT NULL,
	query_code  TEXT    NOT NULL,
	kind        TEXT    NOT NULL,
	channel     TEXT    NOT NULL,
	record      TEXT    NOT NULL,
	particulars BLOB    NOT NULL,
	arrived_on  TEXT    NOT NULL,
	created_at  INTEGER NOT NULL,
	facts       INTEGER NOT NULL,
	outcome     TEXT    NOT NULL,
	closed_on   TEXT    NOT NULL,
	due_on      TEXT    NOT NULL,
	UNIQUE (agency, number)
) STRICT;
CREATE INDEX complaint_number ON complaint (number);
CREATE INDEX complaint_open ON complaint (agency, closed_on, due_on, id);
CREATE INDEX complaint_about ON complaint (about, arrived_on, id);

CREATE TABLE complaint_fact (
	complaint TEXT    NOT NULL REFERENCES complaint (id),
	seq       INTEGER NOT NULL,
	kind      TEXT    NOT NULL,
	done_on   TEXT    NOT NULL,
	body      TEXT    NOT NULL,
	added_at  INTEGER NOT NULL,
	PRIMARY KEY (complaint, seq)
) STRICT;

-- 责令整改 and 督办: agency is the one that is ordered.
CREATE TABLE mending_order (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	id          TEXT    NOT NULL PRIMARY KEY,
	from_agency TEXT    NOT NULL REFERENCES agency (id),
	number      TEXT    NOT NULL,
	kind        TEXT    NOT NULL,
	subject     TEXT    NOT NULL,
	demand      TEXT    NOT NULL,
	complaint   TEXT    NOT NULL,
	topic       TEXT    NOT NULL,
	issued_on   TEXT    NOT NULL,
	until_on    TEXT    NOT NULL,
	created_at  INTEGER NOT NULL,
	facts       INTEGER NOT NULL,
	stage       TEXT    NOT NULL,
	due_on      TEXT    NOT NULL,
	UNIQUE (from_agency, number)
) STRICT;
CREATE INDEX mending_order_to ON mending_order (agency, stage, due_on, id);
CREATE INDEX mending_order_from ON mending_order (from_agency, stage, due_on, id);
CREATE INDEX mending_order_complaint ON mending_order (complaint) WHERE complaint <> '';

CREATE TABLE mending_order_fact (
	mending_order TEXT    NOT NULL REFERENCES mending_order (id),
	seq           INTEGER NOT NULL,
	kind          TEXT    NOT NULL,
	done_on       TEXT    NOT NULL,
	body          TEXT    NOT NULL,
	added_at      INTEGER NOT NULL,
	PRIMARY KEY (mending_order, seq)
) STRICT;
