-- Counters of the numbers that people see: case numbers, 文号, 索引号. Drawn in the transaction that uses them.
CREATE TABLE counter (
	agency TEXT    NOT NULL,
	kind   TEXT    NOT NULL,
	period TEXT    NOT NULL,
	last   INTEGER NOT NULL CHECK (last > 0),
	PRIMARY KEY (agency, kind, period)
) STRICT;
