-- The words of published records.
CREATE TABLE search_index (
	id    INT8     NOT NULL PRIMARY KEY,
	words tsvector NOT NULL
);
CREATE INDEX search_index_words ON search_index USING gin (words);
