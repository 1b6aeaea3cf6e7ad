-- What lists by outcome and the statistics of a year are read from, in the order of the lists.
CREATE INDEX application_ended ON application (agency, outcome, closed_on, received_on, id) WHERE closed_on <> '';
CREATE INDEX application_channel ON application (agency, arrived_on, channel);
