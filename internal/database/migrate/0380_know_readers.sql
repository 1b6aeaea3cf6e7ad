-- By which readers an attachment was read: what they could not read is read again when they can more. Nobody noted it so far.
ALTER TABLE file_text ADD COLUMN reader TEXT NOT NULL DEFAULT '';
CREATE INDEX file_text_unread ON file_text (reader, hash) WHERE outcome <> 'read';
