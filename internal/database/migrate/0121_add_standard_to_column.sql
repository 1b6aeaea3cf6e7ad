-- What the standard catalogue of 基层政务公开 says of a column, as JSON; empty for columns that are in none.
ALTER TABLE catalog_column ADD COLUMN standard TEXT NOT NULL DEFAULT '';
