-- Lists of ordinals do not get shorter by compressing, and reading them would wait for it.
ALTER TABLE search_posting ALTER COLUMN texts SET STORAGE EXTERNAL;
ALTER TABLE search_segment ALTER COLUMN numbers SET STORAGE EXTERNAL;
