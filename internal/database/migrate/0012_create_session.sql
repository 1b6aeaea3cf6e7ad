-- Log-ins. The id is the digest of the token, which the browser alone has. A revoked one stays until it would have
-- ended, so that a call under way cannot bring it back.
CREATE TABLE session (
	id         TEXT    NOT NULL PRIMARY KEY,
	staff      TEXT    NOT NULL,
	address    TEXT    NOT NULL,
	browser    TEXT    NOT NULL,
	data       BLOB    NOT NULL,
	began_at   INTEGER,
	seen_at    INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	revoked    INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT;
CREATE INDEX session_staff ON session (staff, expires_at);
CREATE INDEX session_expires ON session (expires_at);
