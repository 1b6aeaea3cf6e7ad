-- The receipt of an application stays what it was when it is answered anew after a 复议 or a judgment, or the year of its
-- receipt would change in the annual report. The day from which the new term runs has a column of its own.
ALTER TABLE application ADD COLUMN reopened_on TEXT NOT NULL DEFAULT '';
UPDATE application SET reopened_on = received_on, received_on = CASE WHEN channel IN ('in_person', 'registered_mail') THEN arrived_on ELSE confirmed_on END
	WHERE EXISTS (SELECT 1 FROM application_fact f WHERE f.application = application.id AND f.kind = 'reopened');

-- How long answers took is read from the index alone.
DROP INDEX application_open;
CREATE INDEX application_open ON application (agency, closed_on, received_on, id, reopened_on);
