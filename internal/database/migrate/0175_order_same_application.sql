-- The applications that ask for the same come in the order of their arrival from the index; otherwise the whole register
-- of the agency is read for them.
DROP INDEX application_same;
CREATE INDEX application_same ON application (agency, content_digest, arrived_on, id) WHERE content_digest <> '';
