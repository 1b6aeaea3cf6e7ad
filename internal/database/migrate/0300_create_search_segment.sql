-- Segments of the search index: up to 65,536 published records each, the texts of a segment in the order of their numbers (package posting). A segment is being made,
-- is live or is retired; what is gone from it is written here when fresh records are folded.
CREATE TABLE search_segment (
	id      INTEGER NOT NULL PRIMARY KEY,
	mark    TEXT    NOT NULL,
	state   TEXT    NOT NULL,
	texts   INTEGER NOT NULL,
	newest  INTEGER NOT NULL,
	oldest  INTEGER NOT NULL,
	gone    BLOB    NOT NULL,
	numbers BLOB    NOT NULL
) STRICT;

-- In which texts of a segment a word stands.
CREATE TABLE search_posting (
	segment INTEGER NOT NULL,
	word    TEXT    NOT NULL,
	texts   BLOB    NOT NULL,
	PRIMARY KEY (segment, word)
) STRICT, WITHOUT ROWID;

-- Numbers of records that were entered, changed or withdrawn since they were folded into a segment; folded: a segment may hold them as they were. Without words, nobody
-- knows them yet, and a search asks the index of texts.
CREATE TABLE search_fresh (
	id     INTEGER NOT NULL PRIMARY KEY,
	stamp  INTEGER NOT NULL,
	folded INTEGER NOT NULL,
	words  BLOB
) STRICT;
INSERT INTO search_fresh (id, stamp, folded) SELECT id, 0, 0 FROM search_entry;
