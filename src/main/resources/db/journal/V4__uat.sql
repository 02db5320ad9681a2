-- One copy for the customer's tests, from the wish for it to its end.
CREATE TABLE uat (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration     VARCHAR(100)                NOT NULL REFERENCES migration,
    attempt       INT                         NOT NULL,
    asked         TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    asked_by      VARCHAR(100),
    -- asked, renamed (muted, checked, under its own name), served, failed, dropping, dropped
    state         VARCHAR(20)                 NOT NULL,
    changed       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    database_name VARCHAR(128)                NOT NULL,
    -- Whether the database under the name for muting is ours: set before the first RESTORE, where there was none.
    made          BOOLEAN                     NOT NULL,
    -- What the server calls the copy, whatever its name; known once it has been recovered.
    database_guid CHAR(36),
    -- What is told to the customer, as JSON.
    report        VARCHAR,
    signed_by     VARCHAR(100),
    signed        TIMESTAMP(3) WITH TIME ZONE
);
CREATE INDEX uat_by_migration ON uat (migration, id);

-- Everything that a server said while a statement ran, percents left out.
CREATE TABLE server_message (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration VARCHAR(100)                NOT NULL,
    attempt   INT                         NOT NULL,
    at        TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    instance  VARCHAR(200)                NOT NULL,
    statement VARCHAR(100)                NOT NULL,
    -- Hash of the statement file, as in definition.
    sha256    CHAR(64)                    NOT NULL,
    session   INT                         NOT NULL,
    number    INT                         NOT NULL,
    severity  INT                         NOT NULL,
    text      VARCHAR                     NOT NULL
);
CREATE INDEX server_message_by_migration ON server_message (migration, id);
