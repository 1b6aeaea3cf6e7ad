-- Evidence that goes with an order.
ALTER TABLE mending_order ADD COLUMN files TEXT NOT NULL DEFAULT '';
