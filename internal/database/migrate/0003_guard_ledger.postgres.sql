-- Links are appended and never changed; heads move forward only. Whoever removes these guards is found by the chain.
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
	FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_head_delete BEFORE DELETE OR TRUNCATE ON ledger_head
	FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_head_update BEFORE UPDATE ON ledger_head
	FOR EACH ROW WHEN (new.chain <> old.chain OR new.seq < old.seq) EXECUTE FUNCTION ledger_refuse();
CREATE INDEX ledger_time ON ledger (at, chain, seq);
