-- source says more of the channel: by e-mail, passed on by the platform above. content_digest finds the same content
-- again, whatever its spaces. provisional: the day of the next step rests on a year whose notice is not loaded.
ALTER TABLE application ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN content_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN provisional INTEGER NOT NULL DEFAULT 0;
CREATE INDEX application_same ON application (agency, content_digest) WHERE content_digest <> '';
CREATE INDEX application_officer ON application (agency, officer, due_on, id) WHERE due_on <> '';
CREATE INDEX application_section ON application (agency, section, due_on, id) WHERE section <> '';
