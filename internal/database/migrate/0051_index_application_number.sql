-- An applicant looks up an application by its number, which is unique within an agency only.
CREATE INDEX application_number ON application (number);
