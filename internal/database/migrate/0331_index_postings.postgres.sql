-- PostgreSQL keeps rows apart from the index of their keys as it is.
SELECT 1;
