-- Who is told of a migration's events, and how far. What is told or given up is not told again.
CREATE TABLE receiver (
    migration  VARCHAR(100)                NOT NULL REFERENCES migration,
    -- The kind and the address; of a webhook, whose address is a secret, the kind and a number.
    name       VARCHAR(400)                NOT NULL,
    -- The newest event that it was told of, or that was given up.
    told       BIGINT                      NOT NULL,
    -- Since then, in vain.
    tries      INT                         NOT NULL,
    not_before TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (migration, name)
);
