-- The words of applications: a table of its own, so that nothing of it is ever found by the public. Contentless; words are cut before they come here.
CREATE VIRTUAL TABLE application_index USING fts5 (words, more, content = '', contentless_delete = 1, tokenize = 'ascii');
