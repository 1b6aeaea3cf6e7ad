-- What lists and searches of the public see: one row for each record since its first publication, with the facts of the
-- version that is public. The draft in record may already say something else.
CREATE TABLE publication (
	record       TEXT    NOT NULL PRIMARY KEY REFERENCES record (id),
	agency       TEXT    NOT NULL REFERENCES agency (id),
	column_id    TEXT    NOT NULL REFERENCES catalog_column (id),
	kind         TEXT    NOT NULL,
	index_no     TEXT    NOT NULL UNIQUE,
	title        TEXT    NOT NULL,
	doc_no       TEXT    NOT NULL,
	formed_on    TEXT    NOT NULL,
	effective_on TEXT    NOT NULL,
	expires_on   TEXT    NOT NULL,
	published_on TEXT    NOT NULL,
	altered_on   TEXT    NOT NULL,
	version      INTEGER NOT NULL,
	visible      INTEGER NOT NULL CHECK (visible IN (0, 1))
) STRICT;
CREATE INDEX publication_newest ON publication (visible, published_on, record);
CREATE INDEX publication_agency ON publication (agency, visible, published_on, record);
CREATE INDEX publication_column ON publication (column_id, visible, published_on, record);
CREATE INDEX publication_kind ON publication (kind, visible, published_on, record);

-- The links of the public version, to be found from both ends.
CREATE TABLE publication_link (
	record   TEXT NOT NULL REFERENCES publication (record),
	relation TEXT NOT NULL,
	target   TEXT NOT NULL,
	works_on TEXT NOT NULL,
	PRIMARY KEY (record, relation, target)
) STRICT;
CREATE INDEX publication_link_target ON publication_link (target, relation);
