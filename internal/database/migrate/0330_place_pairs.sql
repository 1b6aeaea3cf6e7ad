-- Segments of the search index have, beside the lists of words, the places of every two characters that stand side by side; fresh records have their texts, in which phrases
-- are looked for. What was folded before is folded again.
ALTER TABLE search_fresh ADD COLUMN units TEXT;
DELETE FROM search_posting;
DELETE FROM search_segment;
DELETE FROM search_fresh;
INSERT INTO search_fresh (id, stamp, folded) SELECT id, 0, 0 FROM search_entry;
