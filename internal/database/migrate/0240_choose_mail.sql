-- Which notices a person wants by e-mail too. Whoever has not chosen gets all.
CREATE TABLE mail_choice (
	agency TEXT NOT NULL REFERENCES agency (id),
	staff  TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
	choice TEXT NOT NULL CHECK (choice IN ('all', 'pressing', 'none'))
) STRICT;
