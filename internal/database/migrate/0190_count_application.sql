-- What the annual report counts. An application counts once, with its first answer: reopening it after a 复议 or a
-- judgment clears closed_on and outcome, never these two.
ALTER TABLE application ADD COLUMN counted_on TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN counted_as TEXT NOT NULL DEFAULT '';
UPDATE application SET counted_on = closed_on, counted_as = outcome;

-- The year stands first, for the county is counted as often as an agency: one index serves both. The columns behind
-- make them covering.
DROP INDEX application_tally;
CREATE INDEX application_received_in ON application (substr(received_on, 1, 4), agency, category, received_on);
CREATE INDEX application_answered_in ON application (substr(counted_on, 1, 4), agency, counted_as, category, received_on, counted_on);
-- Those that crossed the end of a year, or are still open: what is carried over.
CREATE INDEX application_carried ON application (agency, received_on, counted_on, category)
	WHERE substr(received_on, 1, 4) <> substr(counted_on, 1, 4);

-- Fees paid, by day.
CREATE INDEX application_fact_fee ON application_fact (done_on, application) WHERE kind = 'fee_paid';
