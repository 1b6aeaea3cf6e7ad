-- The words of applications: a table of its own, so that nothing of it is ever found by the public.
CREATE TABLE application_index (
	id    INT8     NOT NULL PRIMARY KEY,
	words tsvector NOT NULL
);
CREATE INDEX application_index_words ON application_index USING gin (words);
