-- The order of what the sides tell each other, which no clock decides.

-- The number of the receipt that was written last (target), or taken in last (source).
ALTER TABLE delivery ADD COLUMN sequence BIGINT;

-- The order in which this side put its messages in.
ALTER TABLE message ADD COLUMN sequence BIGINT GENERATED ALWAYS AS IDENTITY;
