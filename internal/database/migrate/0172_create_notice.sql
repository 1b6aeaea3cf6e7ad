-- 提醒 to a person. key names the state of which it tells: of one state nobody is told twice.
CREATE TABLE notice (
	agency  TEXT    NOT NULL,
	staff   TEXT    NOT NULL REFERENCES staff (id),
	key     TEXT    NOT NULL,
	tone    TEXT    NOT NULL,
	title   TEXT    NOT NULL,
	body    TEXT    NOT NULL,
	path    TEXT    NOT NULL,
	told_at INTEGER NOT NULL,
	seen_at INTEGER,
	PRIMARY KEY (staff, key)
) STRICT;
CREATE INDEX notice_list ON notice (staff, told_at);
CREATE INDEX notice_unseen ON notice (staff, told_at) WHERE seen_at IS NULL;
