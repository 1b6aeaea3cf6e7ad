-- A term of its own for one column, in natural days; zero for that of its class.
ALTER TABLE catalog_column ADD COLUMN days INTEGER NOT NULL DEFAULT 0;
