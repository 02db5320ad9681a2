-- Commands by their senders' keys: one that comes again is not given again.
CREATE TABLE given_command (
    idempotency_key VARCHAR(200)                NOT NULL PRIMARY KEY,
    migration       VARCHAR(100)                NOT NULL REFERENCES migration,
    command         VARCHAR(40)                 NOT NULL,
    actor           VARCHAR(100)                NOT NULL,
    at              TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
