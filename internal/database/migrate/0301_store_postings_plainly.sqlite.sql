-- SQLite stores bytes as they are.
SELECT 1;
