-- How many applications of an agency and year stand under each key of table three: "category=n" of those received,
-- "outcome category=n" of those answered, with ";" between. The counts say nothing that the register does not; they are
-- written in the transaction that changes a key, and a nightly job holds them against the register.
CREATE TABLE application_count (
	agency TEXT    NOT NULL,
	year   INTEGER NOT NULL,
	counts TEXT    NOT NULL,
	PRIMARY KEY (agency, year)
) STRICT;
INSERT INTO application_count (agency, year, counts)
	SELECT agency, CAST(year AS INTEGER), string_agg(part || '=' || n, ';') FROM (
		SELECT agency, substr(received_key, 1, 4) AS year, category AS part, count(*) AS n FROM application WHERE received_key <> '' GROUP BY agency, substr(received_key, 1, 4), category
		UNION ALL
		SELECT agency, substr(counted_key, 1, 4), counted_as || ' ' || category, count(*) FROM application WHERE counted_key <> ''
			GROUP BY agency, substr(counted_key, 1, 4), counted_as || ' ' || category) counted
	GROUP BY agency, year;
