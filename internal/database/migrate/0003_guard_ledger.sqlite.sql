-- Links are appended and never changed; heads move forward only. Whoever removes these guards is found by the chain.
CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_head_update BEFORE UPDATE ON ledger_head
WHEN new.chain <> old.chain OR new.seq < old.seq BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_head_delete BEFORE DELETE ON ledger_head BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE INDEX ledger_time ON ledger (at, chain, seq);
