-- The file from which a report was read is kept as it came.
ALTER TABLE annual_report_copy ADD COLUMN file_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE annual_report_copy ADD COLUMN file_size INTEGER NOT NULL DEFAULT 0;
