-- Generated from internal/database/migrate by go test ./internal/database -update. For reading only.

CREATE TABLE agency (
	id         TEXT    NOT NULL PRIMARY KEY,
	uscc       TEXT    NOT NULL,
	code       TEXT    NOT NULL UNIQUE,
	name       TEXT    NOT NULL,
	short_name TEXT    NOT NULL,
	level      INTEGER NOT NULL,
	kind       TEXT    NOT NULL,
	region     TEXT    NOT NULL,
	parent     TEXT    NOT NULL,
	superior   TEXT    NOT NULL,
	competent  INTEGER NOT NULL CHECK (competent IN (0, 1)),
	closed     INTEGER NOT NULL CHECK (closed IN (0, 1)),
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX agency_superior ON agency (superior);
CREATE UNIQUE INDEX agency_uscc ON agency (uscc) WHERE uscc <> '';

CREATE TABLE annual_report (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	year        INTEGER NOT NULL,
	draft       TEXT    NOT NULL,
	digest      TEXT    NOT NULL,
	version     INTEGER NOT NULL CHECK (version > 0),
	author      TEXT    NOT NULL,
	author_name TEXT    NOT NULL,
	record      TEXT    NOT NULL,
	changed_at  INTEGER NOT NULL,
	PRIMARY KEY (agency, year)
) STRICT;
CREATE INDEX annual_report_record ON annual_report (record) WHERE record <> '';
CREATE INDEX annual_report_year ON annual_report (year, agency);

CREATE TABLE annual_report_act (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	year       INTEGER NOT NULL,
	seq        INTEGER NOT NULL,
	kind       TEXT    NOT NULL CHECK (kind IN ('submitted', 'returned', 'accepted', 'imported', 'reminded')),
	done_on    TEXT    NOT NULL,
	copy_seq   INTEGER NOT NULL,
	staff      TEXT    NOT NULL,
	staff_name TEXT    NOT NULL,
	words      TEXT    NOT NULL,
	PRIMARY KEY (agency, year, seq)
) STRICT;
CREATE INDEX annual_report_act_year ON annual_report_act (year, agency, seq);

CREATE TABLE annual_report_copy (
	agency        TEXT    NOT NULL REFERENCES agency (id),
	year          INTEGER NOT NULL,
	seq           INTEGER NOT NULL,
	origin        TEXT    NOT NULL CHECK (origin IN ('registers', 'upload', 'page')),
	body          TEXT    NOT NULL,
	record_digest TEXT    NOT NULL,
	source        TEXT    NOT NULL,
	made_at       INTEGER NOT NULL, file_hash TEXT NOT NULL DEFAULT '', file_size INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (agency, year, seq)
) STRICT;
CREATE INDEX annual_report_copy_year ON annual_report_copy (year, agency, seq);

CREATE TABLE annual_report_version (
	agency     TEXT    NOT NULL,
	year       INTEGER NOT NULL,
	version    INTEGER NOT NULL,
	draft      TEXT    NOT NULL,
	digest     TEXT    NOT NULL,
	staff      TEXT    NOT NULL,
	staff_name TEXT    NOT NULL,
	what       TEXT    NOT NULL,
	saved_at   INTEGER NOT NULL,
	PRIMARY KEY (agency, year, version),
	FOREIGN KEY (agency, year) REFERENCES annual_report (agency, year)
) STRICT;

CREATE TABLE application (
	id           TEXT    NOT NULL PRIMARY KEY,
	agency       TEXT    NOT NULL REFERENCES agency (id),
	number       TEXT    NOT NULL,
	query_code   TEXT    NOT NULL,
	channel      TEXT    NOT NULL,
	arrived_on   TEXT    NOT NULL,
	confirmed_on TEXT    NOT NULL,
	category     TEXT    NOT NULL,
	helped       INTEGER NOT NULL CHECK (helped IN (0, 1)),
	particulars  BLOB    NOT NULL,
	id_digest    TEXT    NOT NULL,
	content      TEXT    NOT NULL,
	doc_no       TEXT    NOT NULL,
	form         TEXT    NOT NULL,
	route        TEXT    NOT NULL,
	received_on  TEXT    NOT NULL,
	closed_on    TEXT    NOT NULL,
	outcome      TEXT    NOT NULL,
	facts        INTEGER NOT NULL,
	created_at   INTEGER NOT NULL, step TEXT NOT NULL DEFAULT '', due_on TEXT NOT NULL DEFAULT '', section TEXT NOT NULL DEFAULT '', officer TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', content_digest TEXT NOT NULL DEFAULT '', provisional INTEGER NOT NULL DEFAULT 0, counted_on TEXT NOT NULL DEFAULT '', counted_as TEXT NOT NULL DEFAULT '', reopened_on TEXT NOT NULL DEFAULT '', received_key TEXT NOT NULL DEFAULT '', counted_key TEXT NOT NULL DEFAULT '',
	UNIQUE (agency, number)
) STRICT;
CREATE INDEX application_answered_in ON application (counted_key);
CREATE INDEX application_applicant ON application (agency, id_digest, received_on);
CREATE INDEX application_carried ON application (agency, received_on, counted_on, category)
	WHERE substr(received_on, 1, 4) <> substr(counted_on, 1, 4);
CREATE INDEX application_channel ON application (agency, arrived_on, channel);
CREATE INDEX application_due ON application (agency, due_on, id, step) WHERE due_on <> '';
CREATE INDEX application_ended ON application (agency, outcome, closed_on, received_on, id) WHERE closed_on <> '';
CREATE INDEX application_number ON application (number);
CREATE INDEX application_officer ON application (agency, officer, due_on, id) WHERE due_on <> '';
CREATE INDEX application_open ON application (agency, closed_on, received_on, id, reopened_on);
CREATE INDEX application_received_in ON application (received_key);
CREATE INDEX application_register ON application (agency, arrived_on, id);
CREATE INDEX application_same ON application (agency, content_digest, arrived_on, id) WHERE content_digest <> '';
CREATE INDEX application_section ON application (agency, section, due_on, id) WHERE section <> '';

CREATE TABLE application_count (
	agency TEXT    NOT NULL,
	year   INTEGER NOT NULL,
	counts TEXT    NOT NULL,
	PRIMARY KEY (agency, year)
) STRICT;

CREATE TABLE application_entry (
	id          INTEGER NOT NULL PRIMARY KEY,
	agency      TEXT    NOT NULL,
	application TEXT    NOT NULL UNIQUE,
	pending     INTEGER NOT NULL CHECK (pending IN (0, 1)),
	mark        TEXT    NOT NULL
) STRICT;

CREATE TABLE application_entry_state (
	mark TEXT NOT NULL PRIMARY KEY
) STRICT;

CREATE TABLE application_fact (
	application TEXT    NOT NULL REFERENCES application (id),
	seq         INTEGER NOT NULL,
	kind        TEXT    NOT NULL,
	done_on     TEXT    NOT NULL,
	body        TEXT    NOT NULL,
	added_at    INTEGER NOT NULL,
	PRIMARY KEY (application, seq)
) STRICT;
CREATE INDEX application_fact_fee ON application_fact (done_on, application) WHERE kind = 'fee_paid';

CREATE VIRTUAL TABLE application_index USING fts5 (words, more, content = '', contentless_delete = 1, tokenize = 'ascii');

CREATE TABLE archive_package (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	application TEXT    NOT NULL REFERENCES application (id),
	seq         INTEGER NOT NULL,
	facts       INTEGER NOT NULL,
	hash        TEXT    NOT NULL,
	size        INTEGER NOT NULL,
	author      TEXT    NOT NULL,
	made_on     TEXT    NOT NULL,
	PRIMARY KEY (agency, application, seq)
) STRICT;

CREATE TABLE catalog_column (
	id        TEXT    NOT NULL PRIMARY KEY,
	agency    TEXT    NOT NULL REFERENCES agency (id),
	parent    TEXT    NOT NULL,
	title     TEXT    NOT NULL,
	item      TEXT    NOT NULL,
	genre     TEXT    NOT NULL,
	freshness TEXT    NOT NULL,
	section   TEXT    NOT NULL,
	person    TEXT    NOT NULL,
	place     INTEGER NOT NULL,
	closed    INTEGER NOT NULL CHECK (closed IN (0, 1))
, standard TEXT NOT NULL DEFAULT '', days INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX catalog_column_agency ON catalog_column (agency, place);

CREATE TABLE complaint (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	id          TEXT    NOT NULL PRIMARY KEY,
	about       TEXT    NOT NULL REFERENCES agency (id),
	number      TEXT    NOT NULL,
	query_code  TEXT    NOT NULL,
	kind        TEXT    NOT NULL,
	channel     TEXT    NOT NULL,
	record      TEXT    NOT NULL,
	particulars BLOB    NOT NULL,
	arrived_on  TEXT    NOT NULL,
	created_at  INTEGER NOT NULL,
	facts       INTEGER NOT NULL,
	outcome     TEXT    NOT NULL,
	closed_on   TEXT    NOT NULL,
	due_on      TEXT    NOT NULL,
	UNIQUE (agency, number)
) STRICT;
CREATE INDEX complaint_about ON complaint (about, arrived_on, id);
CREATE INDEX complaint_number ON complaint (number);
CREATE INDEX complaint_open ON complaint (agency, closed_on, due_on, id);

CREATE TABLE complaint_fact (
	complaint TEXT    NOT NULL REFERENCES complaint (id),
	seq       INTEGER NOT NULL,
	kind      TEXT    NOT NULL,
	done_on   TEXT    NOT NULL,
	body      TEXT    NOT NULL,
	added_at  INTEGER NOT NULL,
	PRIMARY KEY (complaint, seq)
) STRICT;

CREATE TABLE complaint_letter (
	id          TEXT    NOT NULL PRIMARY KEY,
	agency      TEXT    NOT NULL REFERENCES agency (id),
	complaint   TEXT    NOT NULL REFERENCES complaint (id),
	seq         INTEGER NOT NULL,
	kind        TEXT    NOT NULL,
	side        TEXT    NOT NULL,
	number      TEXT    NOT NULL,
	dated_on    TEXT    NOT NULL,
	digest      TEXT    NOT NULL,
	body        BLOB    NOT NULL,
	stamp       TEXT    NOT NULL,
	author      TEXT    NOT NULL,
	author_name TEXT    NOT NULL,
	issued_at   INTEGER NOT NULL,
	UNIQUE (complaint, seq)
) STRICT;
CREATE UNIQUE INDEX complaint_letter_number ON complaint_letter (agency, number) WHERE number <> '';
CREATE TRIGGER complaint_letter_delete BEFORE DELETE ON complaint_letter BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
END;
CREATE TRIGGER complaint_letter_update BEFORE UPDATE OF id, agency, complaint, seq, kind, side, number, dated_on, digest, stamp, author, author_name, issued_at ON complaint_letter BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
END;

CREATE TABLE consultation (
	id          TEXT    NOT NULL PRIMARY KEY,
	agency      TEXT    NOT NULL REFERENCES agency (id),
	application TEXT    NOT NULL REFERENCES application (id),
	kind        TEXT    NOT NULL,
	party       TEXT    NOT NULL,
	particulars BLOB    NOT NULL,
	question    TEXT    NOT NULL,
	token       TEXT    NOT NULL UNIQUE,
	sent_on     TEXT    NOT NULL,
	ends_on     TEXT    NOT NULL,
	opened_on   TEXT    NOT NULL,
	answered_on TEXT    NOT NULL
) STRICT;
CREATE INDEX consultation_application ON consultation (agency, application, id);

CREATE TABLE counter (
	agency TEXT    NOT NULL,
	kind   TEXT    NOT NULL,
	period TEXT    NOT NULL,
	last   INTEGER NOT NULL CHECK (last > 0),
	PRIMARY KEY (agency, kind, period)
) STRICT;

CREATE TABLE dead_link (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	record     TEXT    NOT NULL REFERENCES publication (record),
	address    TEXT    NOT NULL,
	words      TEXT    NOT NULL,
	reason     TEXT    NOT NULL,
	since      TEXT    NOT NULL,
	checked_on TEXT    NOT NULL,
	PRIMARY KEY (agency, record, address)
) STRICT;

CREATE TABLE decision_draft (
	application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
	author      TEXT NOT NULL,
	author_name TEXT NOT NULL,
	body        TEXT NOT NULL,
	digest      TEXT NOT NULL
) STRICT;

CREATE TABLE duty_mark (
	agency    TEXT    NOT NULL REFERENCES agency (id),
	kind      TEXT    NOT NULL,
	duty      TEXT    NOT NULL,
	done_on   TEXT    NOT NULL,
	note      TEXT    NOT NULL,
	staff     TEXT    NOT NULL,
	marked_at INTEGER NOT NULL,
	PRIMARY KEY (agency, kind, duty)
) STRICT;

CREATE TABLE file_text (
	hash    TEXT    NOT NULL PRIMARY KEY,
	outcome TEXT    NOT NULL,
	text    TEXT    NOT NULL,
	read_at INTEGER NOT NULL
, reader TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX file_text_unread ON file_text (reader, hash) WHERE outcome <> 'read';

CREATE TABLE finding_waiver (
	kind        TEXT NOT NULL,
	subject     TEXT NOT NULL,
	digest      TEXT NOT NULL,
	finding     TEXT NOT NULL,
	place       TEXT NOT NULL,
	person      TEXT NOT NULL,
	person_name TEXT NOT NULL,
	done_on     TEXT NOT NULL,
	because     TEXT NOT NULL,
	PRIMARY KEY (kind, subject, digest, finding, place)
) STRICT;

CREATE TABLE form_sent (
	id      TEXT    NOT NULL PRIMARY KEY,
	done    INTEGER NOT NULL CHECK (done IN (0, 1)),
	led     TEXT    NOT NULL,
	sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX form_sent_at ON form_sent (sent_at);

CREATE TABLE guide (
	agency            TEXT NOT NULL PRIMARY KEY REFERENCES agency (id),
	office_name       TEXT NOT NULL,
	address           TEXT NOT NULL,
	postcode          TEXT NOT NULL,
	hours             TEXT NOT NULL,
	phone             TEXT NOT NULL,
	fax               TEXT NOT NULL,
	internet          TEXT NOT NULL,
	supervision_phone TEXT NOT NULL,
	channels          TEXT NOT NULL,
	reviewed_on       TEXT NOT NULL
) STRICT;

CREATE TABLE "holiday" (
	region    TEXT    NOT NULL,
	day       TEXT    NOT NULL,
	off       INTEGER NOT NULL CHECK (off IN (0, 1)),
	name      TEXT    NOT NULL,
	notice    TEXT    NOT NULL,
	loaded_at INTEGER NOT NULL,
	PRIMARY KEY (region, day)
) STRICT;

CREATE TABLE import_line (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	mark        TEXT    NOT NULL,
	record      TEXT    NOT NULL REFERENCES record (id),
	source      TEXT    NOT NULL,
	line        INTEGER NOT NULL,
	imported_at INTEGER NOT NULL,
	PRIMARY KEY (agency, mark)
) STRICT;

CREATE TABLE indicator_set (
	agency     TEXT    NOT NULL PRIMARY KEY REFERENCES agency (id),
	body       TEXT    NOT NULL,
	altered_at INTEGER NOT NULL
) STRICT;

CREATE TABLE intake_channel (
	id         TEXT    NOT NULL PRIMARY KEY,
	agency     TEXT    NOT NULL REFERENCES agency (id),
	name       TEXT    NOT NULL,
	column_id  TEXT    NOT NULL REFERENCES catalog_column (id),
	person     TEXT    NOT NULL REFERENCES staff (id),
	token      TEXT    NOT NULL UNIQUE,
	created_at INTEGER NOT NULL,
	revoked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_channel_agency ON intake_channel (agency, name);

CREATE TABLE intake_receipt (
	channel  TEXT    NOT NULL REFERENCES intake_channel (id),
	mark     TEXT    NOT NULL,
	digest   TEXT    NOT NULL,
	record   TEXT    NOT NULL REFERENCES record (id),
	notes    TEXT    NOT NULL,
	taken_at INTEGER NOT NULL,
	PRIMARY KEY (channel, mark)
) STRICT;

CREATE TABLE job (
	id           TEXT    NOT NULL PRIMARY KEY,
	agency       TEXT    NOT NULL,
	kind         TEXT    NOT NULL,
	unique_key   TEXT    NOT NULL,
	payload      TEXT    NOT NULL,
	state        TEXT    NOT NULL CHECK (state IN ('ready', 'done', 'dead', 'discarded')),
	run_at       INTEGER NOT NULL,
	lease        TEXT    NOT NULL,
	lease_until  INTEGER NOT NULL,
	attempts     INTEGER NOT NULL,
	max_attempts INTEGER NOT NULL CHECK (max_attempts > 0),
	last_error   TEXT    NOT NULL,
	created_at   INTEGER NOT NULL,
	finished_at  INTEGER
) STRICT;
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX job_ready ON job (run_at, id) WHERE state = 'ready';
CREATE INDEX job_state ON job (agency, state, created_at);
CREATE UNIQUE INDEX job_unique ON job (unique_key) WHERE unique_key <> '';

CREATE TABLE job_schedule (
	name    TEXT    NOT NULL PRIMARY KEY,
	next_at INTEGER NOT NULL
) STRICT;

CREATE TABLE ledger (
	chain         TEXT    NOT NULL,
	seq           INTEGER NOT NULL,
	at            INTEGER NOT NULL,
	actor_id      TEXT    NOT NULL,
	actor_name    TEXT    NOT NULL,
	actor_role    TEXT    NOT NULL,
	actor_agency  TEXT    NOT NULL,
	actor_address TEXT    NOT NULL,
	verb          TEXT    NOT NULL,
	subject_kind  TEXT    NOT NULL,
	subject_id    TEXT    NOT NULL,
	before        TEXT    NOT NULL,
	after         TEXT    NOT NULL,
	cite          TEXT    NOT NULL,
	prev          BLOB    NOT NULL,
	hash          BLOB    NOT NULL,
	PRIMARY KEY (chain, seq)
) STRICT;
CREATE INDEX ledger_actor ON ledger (chain, actor_id, at);
CREATE INDEX ledger_at ON ledger (chain, at, seq);
CREATE INDEX ledger_subject ON ledger (subject_kind, subject_id, at);
CREATE INDEX ledger_time ON ledger (at, chain, seq);
CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TABLE ledger_head (
	chain TEXT    NOT NULL PRIMARY KEY,
	seq   INTEGER NOT NULL,
	hash  BLOB    NOT NULL
) STRICT;
CREATE TRIGGER ledger_head_delete BEFORE DELETE ON ledger_head BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_head_update BEFORE UPDATE ON ledger_head
WHEN new.chain <> old.chain OR new.seq < old.seq BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TABLE letter (
	id          TEXT    NOT NULL PRIMARY KEY,
	agency      TEXT    NOT NULL REFERENCES agency (id),
	application TEXT    NOT NULL REFERENCES application (id),
	seq         INTEGER NOT NULL,
	kind        TEXT    NOT NULL,
	side        TEXT    NOT NULL,
	number      TEXT    NOT NULL,
	dated_on    TEXT    NOT NULL,
	digest      TEXT    NOT NULL,
	body        BLOB    NOT NULL,
	stamp       TEXT    NOT NULL,
	author      TEXT    NOT NULL,
	author_name TEXT    NOT NULL,
	issued_at   INTEGER NOT NULL,
	UNIQUE (application, seq)
) STRICT;
CREATE INDEX letter_agency ON letter (agency, kind, dated_on);
CREATE UNIQUE INDEX letter_number ON letter (agency, number) WHERE number <> '';
CREATE TRIGGER letter_delete BEFORE DELETE ON letter BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
END;
CREATE TRIGGER letter_update BEFORE UPDATE OF id, agency, application, seq, kind, side, number, dated_on, digest, stamp, author, author_name, issued_at ON letter BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
END;

CREATE TABLE letter_draft (
	id          TEXT    NOT NULL PRIMARY KEY,
	application TEXT    NOT NULL REFERENCES application (id),
	kind        TEXT    NOT NULL,
	author      TEXT    NOT NULL,
	author_name TEXT    NOT NULL,
	body        BLOB    NOT NULL,
	saved_at    INTEGER NOT NULL,
	UNIQUE (application, kind)
) STRICT;

CREATE TABLE letter_setting (
	agency  TEXT NOT NULL PRIMARY KEY REFERENCES agency (id),
	body    TEXT NOT NULL,
	signing BLOB NOT NULL
) STRICT;

CREATE TABLE letter_stamp (
	agency   TEXT    NOT NULL REFERENCES agency (id),
	id       TEXT    NOT NULL,
	image    BLOB    NOT NULL,
	width    INTEGER NOT NULL,
	height   INTEGER NOT NULL,
	added_at INTEGER NOT NULL,
	PRIMARY KEY (agency, id)
) STRICT;

CREATE TABLE letter_text (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	kind        TEXT    NOT NULL,
	valid_from  TEXT    NOT NULL,
	body        TEXT    NOT NULL,
	author_name TEXT    NOT NULL,
	saved_at    INTEGER NOT NULL,
	PRIMARY KEY (agency, kind, valid_from)
) STRICT;

CREATE TABLE link_check (
	record     TEXT    NOT NULL PRIMARY KEY REFERENCES publication (record),
	version    INTEGER NOT NULL,
	checked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX link_check_at ON link_check (checked_at);

CREATE TABLE log_hash (
	place INTEGER NOT NULL PRIMARY KEY,
	hash  BLOB    NOT NULL
) STRICT;
CREATE TRIGGER log_hash_delete BEFORE DELETE ON log_hash BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_hash_update BEFORE UPDATE ON log_hash BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TABLE log_head (
	size      INTEGER NOT NULL PRIMARY KEY,
	note      TEXT    NOT NULL,
	signed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE log_key (
	name     TEXT NOT NULL PRIMARY KEY,
	verifier TEXT NOT NULL,
	signer   BLOB NOT NULL
) STRICT;

CREATE TABLE log_leaf (
	seq      INTEGER NOT NULL PRIMARY KEY,
	record   TEXT    NOT NULL,
	index_no TEXT    NOT NULL,
	body     TEXT    NOT NULL
) STRICT;
CREATE INDEX log_leaf_index ON log_leaf (index_no, seq);
CREATE INDEX log_leaf_record ON log_leaf (record, seq);
CREATE TRIGGER log_leaf_delete BEFORE DELETE ON log_leaf BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_leaf_update BEFORE UPDATE ON log_leaf BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TABLE log_size (
	id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	size INTEGER NOT NULL
) STRICT;
CREATE TRIGGER log_size_delete BEFORE DELETE ON log_size BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_size_update BEFORE UPDATE ON log_size WHEN new.size < old.size BEGIN
	SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TABLE mail_choice (
	agency TEXT NOT NULL REFERENCES agency (id),
	staff  TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
	choice TEXT NOT NULL CHECK (choice IN ('all', 'pressing', 'none'))
) STRICT;

CREATE TABLE mending_order (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	id          TEXT    NOT NULL PRIMARY KEY,
	from_agency TEXT    NOT NULL REFERENCES agency (id),
	number      TEXT    NOT NULL,
	kind        TEXT    NOT NULL,
	subject     TEXT    NOT NULL,
	demand      TEXT    NOT NULL,
	complaint   TEXT    NOT NULL,
	topic       TEXT    NOT NULL,
	issued_on   TEXT    NOT NULL,
	until_on    TEXT    NOT NULL,
	created_at  INTEGER NOT NULL,
	facts       INTEGER NOT NULL,
	stage       TEXT    NOT NULL,
	due_on      TEXT    NOT NULL, files TEXT NOT NULL DEFAULT '', stamp TEXT NOT NULL DEFAULT '',
	UNIQUE (from_agency, number)
) STRICT;
CREATE INDEX mending_order_complaint ON mending_order (complaint) WHERE complaint <> '';
CREATE INDEX mending_order_from ON mending_order (from_agency, stage, due_on, id);
CREATE INDEX mending_order_to ON mending_order (agency, stage, due_on, id);

CREATE TABLE mending_order_fact (
	mending_order TEXT    NOT NULL REFERENCES mending_order (id),
	seq           INTEGER NOT NULL,
	kind          TEXT    NOT NULL,
	done_on       TEXT    NOT NULL,
	body          TEXT    NOT NULL,
	added_at      INTEGER NOT NULL,
	PRIMARY KEY (mending_order, seq)
) STRICT;

CREATE TABLE monthly_entry (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	section    TEXT    NOT NULL REFERENCES section (id),
	month      TEXT    NOT NULL,
	seq        INTEGER NOT NULL CHECK (seq > 0),
	permits    INTEGER NOT NULL CHECK (permits >= 0),
	penalties  INTEGER NOT NULL CHECK (penalties >= 0),
	coercions  INTEGER NOT NULL CHECK (coercions >= 0),
	fees       INTEGER NOT NULL CHECK (fees >= 0),
	reason     TEXT    NOT NULL,
	source     TEXT    NOT NULL,
	staff      TEXT    NOT NULL,
	staff_name TEXT    NOT NULL,
	entered_on TEXT    NOT NULL,
	entered_at INTEGER NOT NULL,
	PRIMARY KEY (agency, section, month, seq)
) STRICT;

CREATE TABLE monthly_reporter (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	section    TEXT    NOT NULL REFERENCES section (id),
	kinds      TEXT    NOT NULL,
	from_month TEXT    NOT NULL,
	PRIMARY KEY (agency, section)
) STRICT;

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

CREATE TABLE old_address (
	address TEXT NOT NULL PRIMARY KEY,
	agency  TEXT NOT NULL REFERENCES agency (id),
	record  TEXT NOT NULL REFERENCES record (id)
) STRICT;
CREATE INDEX old_address_record ON old_address (record);

CREATE TABLE old_password (
	staff  TEXT    NOT NULL REFERENCES staff (id),
	set_at INTEGER NOT NULL,
	hash   TEXT    NOT NULL,
	PRIMARY KEY (staff, set_at)
) STRICT;

CREATE TABLE order_letter (
	id            TEXT    NOT NULL PRIMARY KEY,
	agency        TEXT    NOT NULL REFERENCES agency (id),
	mending_order TEXT    NOT NULL UNIQUE REFERENCES mending_order (id),
	kind          TEXT    NOT NULL,
	side          TEXT    NOT NULL,
	number        TEXT    NOT NULL,
	dated_on      TEXT    NOT NULL,
	digest        TEXT    NOT NULL,
	body          BLOB    NOT NULL,
	stamp         TEXT    NOT NULL,
	author        TEXT    NOT NULL,
	author_name   TEXT    NOT NULL,
	issued_at     INTEGER NOT NULL,
	UNIQUE (agency, number)
) STRICT;
CREATE TRIGGER order_letter_delete BEFORE DELETE ON order_letter BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
END;
CREATE TRIGGER order_letter_update BEFORE UPDATE OF id, agency, mending_order, kind, side, number, dated_on, digest, stamp, author, author_name, issued_at ON order_letter BEGIN
	SELECT RAISE(ABORT, 'letters are append-only');
END;

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
CREATE INDEX outbox_stage ON outbox (agency, stage, created_at);
CREATE INDEX outbox_topic ON outbox (agency, topic_kind, topic_id);

CREATE TABLE picture (
	agency TEXT    NOT NULL REFERENCES agency (id),
	hash   TEXT    NOT NULL,
	type   TEXT    NOT NULL,
	size   INTEGER NOT NULL,
	PRIMARY KEY (agency, hash)
) STRICT;

CREATE TABLE proceeding (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	id          TEXT    NOT NULL PRIMARY KEY,
	number      TEXT    NOT NULL,
	application TEXT    NOT NULL,
	record      TEXT    NOT NULL,
	after_id    TEXT    NOT NULL,
	way         TEXT    NOT NULL,
	subject     TEXT    NOT NULL,
	party       BLOB    NOT NULL,
	created_at  INTEGER NOT NULL,
	facts       INTEGER NOT NULL,
	filed_on    TEXT    NOT NULL,
	closed_on   TEXT    NOT NULL,
	bucket      TEXT    NOT NULL,
	result      TEXT    NOT NULL,
	forum       TEXT    NOT NULL,
	case_no     TEXT    NOT NULL,
	due_on      TEXT    NOT NULL,
	due_what    TEXT    NOT NULL,
	UNIQUE (agency, number)
) STRICT;
CREATE INDEX proceeding_application ON proceeding (application) WHERE application <> '';
CREATE INDEX proceeding_due ON proceeding (agency, due_on, id) WHERE due_on <> '';
CREATE INDEX proceeding_record ON proceeding (record) WHERE record <> '';
CREATE INDEX proceeding_tally ON proceeding (agency, filed_on, closed_on, way, bucket);

CREATE TABLE proceeding_fact (
	proceeding TEXT    NOT NULL REFERENCES proceeding (id),
	seq        INTEGER NOT NULL,
	kind       TEXT    NOT NULL,
	done_on    TEXT    NOT NULL,
	body       TEXT    NOT NULL,
	added_at   INTEGER NOT NULL,
	PRIMARY KEY (proceeding, seq)
) STRICT;

CREATE TABLE publication (
	record       TEXT    NOT NULL PRIMARY KEY REFERENCES record (id),
	agency       TEXT    NOT NULL REFERENCES agency (id),
	column_id    TEXT    NOT NULL REFERENCES catalog_column (id),
	kind         TEXT    NOT NULL,
	index_no     TEXT    NOT NULL UNIQUE,
	title        TEXT    NOT NULL,
	doc_no       TEXT    NOT NULL,
	formed_on    TEXT    NOT NULL,
	effective_on TEXT    NOT NULL,
	expires_on   TEXT    NOT NULL,
	published_on TEXT    NOT NULL,
	altered_on   TEXT    NOT NULL,
	version      INTEGER NOT NULL,
	visible      INTEGER NOT NULL CHECK (visible IN (0, 1))
) STRICT;
CREATE INDEX publication_agency ON publication (agency, visible, published_on, record);
CREATE INDEX publication_column ON publication (column_id, visible, published_on, record);
CREATE INDEX publication_kind ON publication (kind, visible, published_on, record);
CREATE INDEX publication_newest ON publication (visible, published_on, record);

CREATE TABLE publication_link (
	record   TEXT NOT NULL REFERENCES publication (record),
	relation TEXT NOT NULL,
	target   TEXT NOT NULL,
	works_on TEXT NOT NULL,
	PRIMARY KEY (record, relation, target)
) STRICT;
CREATE INDEX publication_link_target ON publication_link (target, relation);

CREATE TABLE publication_picture (
	hash   TEXT NOT NULL,
	record TEXT NOT NULL REFERENCES record (id),
	PRIMARY KEY (hash, record)
) STRICT;
CREATE INDEX publication_picture_record ON publication_picture (record);

CREATE TABLE record (
	id           TEXT    NOT NULL PRIMARY KEY,
	agency       TEXT    NOT NULL REFERENCES agency (id),
	column_id    TEXT    NOT NULL REFERENCES catalog_column (id),
	kind         TEXT    NOT NULL,
	title        TEXT    NOT NULL,
	doc_no       TEXT    NOT NULL,
	author       TEXT    NOT NULL,
	author_name  TEXT    NOT NULL,
	draft        TEXT    NOT NULL,
	digest       TEXT    NOT NULL,
	index_no     TEXT    NOT NULL,
	version      INTEGER NOT NULL,
	visible      INTEGER NOT NULL CHECK (visible IN (0, 1)),
	published_on TEXT    NOT NULL,
	altered_at   INTEGER NOT NULL
, stage TEXT NOT NULL DEFAULT 'draft') STRICT;
CREATE INDEX record_agency ON record (agency, visible, published_on, id);
CREATE INDEX record_altered ON record (agency, altered_at, id);
CREATE INDEX record_column ON record (column_id, visible, published_on, id);
CREATE UNIQUE INDEX record_index_no ON record (index_no) WHERE index_no <> '';
CREATE INDEX record_stage ON record (agency, stage, altered_at, id);

CREATE TABLE record_act (
	record  TEXT    NOT NULL REFERENCES record (id),
	seq     INTEGER NOT NULL,
	kind    TEXT    NOT NULL,
	done_on TEXT    NOT NULL,
	version INTEGER NOT NULL,
	digest  TEXT    NOT NULL,
	reason  TEXT    NOT NULL,
	PRIMARY KEY (record, seq)
) STRICT;

CREATE TABLE record_schedule (
	record      TEXT NOT NULL PRIMARY KEY REFERENCES record (id),
	agency      TEXT NOT NULL REFERENCES agency (id),
	due_on      TEXT NOT NULL,
	digest      TEXT NOT NULL,
	reason      TEXT NOT NULL,
	person      TEXT NOT NULL,
	person_name TEXT NOT NULL,
	problem     TEXT NOT NULL
) STRICT;
CREATE INDEX record_schedule_due ON record_schedule (due_on, record);

CREATE TABLE record_version (
	record  TEXT    NOT NULL REFERENCES record (id),
	version INTEGER NOT NULL,
	body    TEXT    NOT NULL,
	digest  TEXT    NOT NULL,
	PRIMARY KEY (record, version)
) STRICT;

CREATE TABLE region (
	code TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL
) STRICT;

CREATE TABLE report_fetch (
	agency   TEXT    NOT NULL REFERENCES agency (id),
	id       TEXT    NOT NULL PRIMARY KEY,
	year     INTEGER NOT NULL,
	unit     TEXT    NOT NULL,
	address  TEXT    NOT NULL,
	state    TEXT    NOT NULL CHECK (state IN ('waiting', 'read', 'failed')),
	errors   INTEGER NOT NULL,
	message  TEXT    NOT NULL,
	offers   TEXT    NOT NULL,
	staff    TEXT    NOT NULL,
	asked_at INTEGER NOT NULL,
	seq      INTEGER NOT NULL,
	done_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX report_fetch_waiting ON report_fetch (asked_at, seq) WHERE state = 'waiting';
CREATE INDEX report_fetch_year ON report_fetch (agency, year, asked_at, seq);

CREATE TABLE revision_note (
	record   TEXT    NOT NULL PRIMARY KEY REFERENCES record (id),
	agency   TEXT    NOT NULL,
	text     TEXT    NOT NULL,
	noted_at INTEGER NOT NULL
) STRICT;

CREATE TABLE saved_view (
	staff TEXT    NOT NULL REFERENCES staff (id),
	name  TEXT    NOT NULL,
	query TEXT    NOT NULL,
	seq   INTEGER NOT NULL,
	PRIMARY KEY (staff, name)
) STRICT;

CREATE TABLE screening (
	hash        TEXT    NOT NULL PRIMARY KEY,
	rules       TEXT    NOT NULL,
	findings    TEXT    NOT NULL,
	screened_at INTEGER NOT NULL
) STRICT;

CREATE TABLE search_entry (
	id      INTEGER NOT NULL PRIMARY KEY,
	agency  TEXT    NOT NULL,
	record  TEXT    NOT NULL UNIQUE,
	version INTEGER NOT NULL,
	mark    TEXT    NOT NULL,
	waiting INTEGER NOT NULL
) STRICT;
CREATE INDEX search_entry_mark ON search_entry (mark);
CREATE INDEX search_entry_waiting ON search_entry (id) WHERE waiting > 0;

CREATE TABLE search_fresh (
	id     INTEGER NOT NULL PRIMARY KEY,
	stamp  INTEGER NOT NULL,
	folded INTEGER NOT NULL,
	words  BLOB
, units TEXT) STRICT;

CREATE VIRTUAL TABLE search_index USING fts5 (words, more, content = '', contentless_delete = 1, tokenize = 'ascii');

CREATE TABLE search_posting (
	segment INTEGER NOT NULL,
	word    TEXT    NOT NULL,
	texts   BLOB    NOT NULL,
	PRIMARY KEY (segment, word)
) STRICT;

CREATE TABLE search_segment (
	id      INTEGER NOT NULL PRIMARY KEY,
	mark    TEXT    NOT NULL,
	state   TEXT    NOT NULL,
	texts   INTEGER NOT NULL,
	newest  INTEGER NOT NULL,
	oldest  INTEGER NOT NULL,
	gone    BLOB    NOT NULL,
	numbers BLOB    NOT NULL
) STRICT;

CREATE TABLE section (
	agency TEXT    NOT NULL REFERENCES agency (id),
	id     TEXT    NOT NULL PRIMARY KEY,
	name   TEXT    NOT NULL,
	office INTEGER NOT NULL CHECK (office IN (0, 1)),
	closed INTEGER NOT NULL CHECK (closed IN (0, 1))
) STRICT;
CREATE INDEX section_agency ON section (agency, name);

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
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX session_staff ON session (staff, expires_at);

CREATE TABLE settings (
	agency TEXT NOT NULL PRIMARY KEY REFERENCES agency (id),
	body   TEXT NOT NULL
) STRICT;

CREATE TABLE signoff (
	kind        TEXT    NOT NULL,
	subject     TEXT    NOT NULL,
	seq         INTEGER NOT NULL,
	stage       TEXT    NOT NULL,
	person      TEXT    NOT NULL,
	person_name TEXT    NOT NULL,
	done_on     TEXT    NOT NULL,
	verdict     TEXT    NOT NULL,
	opinion     TEXT    NOT NULL,
	organ       TEXT    NOT NULL,
	digest      TEXT    NOT NULL,
	PRIMARY KEY (kind, subject, seq)
) STRICT;

CREATE TABLE staff (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	id          TEXT    NOT NULL PRIMARY KEY,
	section     TEXT    NOT NULL,
	login       TEXT    NOT NULL UNIQUE,
	name        TEXT    NOT NULL,
	roles       TEXT    NOT NULL,
	disabled    INTEGER NOT NULL CHECK (disabled IN (0, 1)),
	phone       BLOB    NOT NULL,
	email       BLOB    NOT NULL,
	password    TEXT    NOT NULL,
	password_at INTEGER,
	must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
	failures    INTEGER NOT NULL,
	locked_till INTEGER,
	factor      BLOB    NOT NULL,
	next_factor BLOB    NOT NULL,
	factor_step INTEGER NOT NULL,
	recovery    TEXT    NOT NULL,
	subject     TEXT    NOT NULL,
	last_login  INTEGER
) STRICT;
CREATE INDEX staff_agency ON staff (agency, name);
CREATE UNIQUE INDEX staff_subject ON staff (subject) WHERE subject <> '';

CREATE TABLE word (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	wrong      TEXT    NOT NULL,
	instead    TEXT    NOT NULL,
	level      TEXT    NOT NULL,
	note       TEXT    NOT NULL,
	but_in     TEXT    NOT NULL,
	altered_at INTEGER NOT NULL,
	PRIMARY KEY (agency, wrong)
) STRICT;
