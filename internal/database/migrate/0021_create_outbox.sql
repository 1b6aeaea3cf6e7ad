-- What goes out of the house: mail and webhooks. content holds recipient, subject and text, sealed where a key is set.
CREATE TABLE outbox (
	id         TEXT    NOT NULL PRIMARY KEY,
	agency     TEXT    NOT NULL,
	channel    TEXT    NOT NULL CHECK (channel IN ('mail', 'webhook')),
	topic_kind TEXT    NOT NULL,
	topic_id   TEXT    NOT NULL,
	masked     TEXT    NOT NULL,
	content    BLOB    NOT NULL,
	stage      TEXT    NOT NULL CHECK (stage IN ('queued', 'sending', 'sent', 'unclear', 'failed', 'discarded')),
	created_at INTEGER NOT NULL,
	sent_at    INTEGER
) STRICT;
CREATE INDEX outbox_topic ON outbox (agency, topic_kind, topic_id);
CREATE INDEX outbox_stage ON outbox (agency, stage, created_at);
