-- The words of published records in their order, and more words without order. Nothing else is kept of the text (contentless); the tokenizer takes whatever is not
-- ASCII as part of a word, since words are cut before they come here.
CREATE VIRTUAL TABLE search_index USING fts5 (words, more, content = '', contentless_delete = 1, tokenize = 'ascii');
