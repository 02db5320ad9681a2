-- Migrations whose files are not sent because an operator said so, by whom and since when.
CREATE TABLE transfers_held (
    migration VARCHAR(100)                PRIMARY KEY REFERENCES migration,
    aborted   BOOLEAN                     NOT NULL,
    since     TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    actor     VARCHAR(200)
);
