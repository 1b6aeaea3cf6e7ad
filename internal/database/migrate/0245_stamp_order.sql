-- The seal image that the paper of an order bears: the one in use when it was given.
ALTER TABLE mending_order ADD COLUMN stamp TEXT NOT NULL DEFAULT '';
