-- Without a rowid the lists lie in the tree of their keys, and SQLite reads a whole list, be it a hundred kilobytes, to compare with its key. In a table of their own they are
-- read when they are asked for. What was folded is folded again.
DROP TABLE search_posting;
CREATE TABLE search_posting (
	segment INTEGER NOT NULL,
	word    TEXT    NOT NULL,
	texts   BLOB    NOT NULL,
	PRIMARY KEY (segment, word)
) STRICT;
DELETE FROM search_segment;
DELETE FROM search_fresh;
INSERT INTO search_fresh (id, stamp, folded) SELECT id, 0, 0 FROM search_entry;
