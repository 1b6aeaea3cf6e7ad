-- What the register lists by: the next step of an application with its day, and who has it. Copies of conclusions,
-- rewritten with every fact and, when a holiday notice changes the calendar, by the nightly job.
ALTER TABLE application ADD COLUMN step TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN due_on TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN section TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN officer TEXT NOT NULL DEFAULT '';
CREATE INDEX application_due ON application (agency, due_on, id) WHERE due_on <> '';
CREATE INDEX application_register ON application (agency, arrived_on, id);
