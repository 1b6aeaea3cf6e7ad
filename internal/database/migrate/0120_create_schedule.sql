-- How far a record has come, kept in step with its review so that lists find what waits for whom: draft, returned, the
-- stage whose turn it is, referred, cleared, scheduled, kept, published, withdrawn.
ALTER TABLE record ADD COLUMN stage TEXT NOT NULL DEFAULT 'draft';
CREATE INDEX record_stage ON record (agency, stage, altered_at, id);
CREATE INDEX record_altered ON record (agency, altered_at, id);

-- A cleared record that is published on a day to come. problem says why it could not be.
CREATE TABLE record_schedule (
	record      TEXT NOT NULL PRIMARY KEY REFERENCES record (id),
	agency      TEXT NOT NULL REFERENCES agency (id),
	due_on      TEXT NOT NULL,
	digest      TEXT NOT NULL,
	reason      TEXT NOT NULL,
	person      TEXT NOT NULL,
	person_name TEXT NOT NULL,
	problem     TEXT NOT NULL
) STRICT;
CREATE INDEX record_schedule_due ON record_schedule (due_on, record);

-- Why a finding on one exact content of a subject is no matter.
CREATE TABLE finding_waiver (
	kind        TEXT NOT NULL,
	subject     TEXT NOT NULL,
	digest      TEXT NOT NULL,
	finding     TEXT NOT NULL,
	place       TEXT NOT NULL,
	person      TEXT NOT NULL,
	person_name TEXT NOT NULL,
	done_on     TEXT NOT NULL,
	because     TEXT NOT NULL,
	PRIMARY KEY (kind, subject, digest, finding, place)
) STRICT;

-- Pictures in the bodies of records, by the agency that handed them in; and which visible record shows them.
CREATE TABLE picture (
	agency TEXT    NOT NULL REFERENCES agency (id),
	hash   TEXT    NOT NULL,
	type   TEXT    NOT NULL,
	size   INTEGER NOT NULL,
	PRIMARY KEY (agency, hash)
) STRICT;
CREATE TABLE publication_picture (
	hash   TEXT NOT NULL,
	record TEXT NOT NULL REFERENCES record (id),
	PRIMARY KEY (hash, record)
) STRICT;
CREATE INDEX publication_picture_record ON publication_picture (record);
