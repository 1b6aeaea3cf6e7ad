-- A list that a person keeps under a name: the address of the list with its filter.
CREATE TABLE saved_view (
	staff TEXT    NOT NULL REFERENCES staff (id),
	name  TEXT    NOT NULL,
	query TEXT    NOT NULL,
	seq   INTEGER NOT NULL,
	PRIMARY KEY (staff, name)
) STRICT;
