-- The record of everything that happened to the migrations of one role. A source's journal and a target's have the same tables.

CREATE TABLE migration (
    name     VARCHAR(100) PRIMARY KEY,
    phase    VARCHAR(20)                 NOT NULL,
    since    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    attempt  INT                         NOT NULL
);

CREATE TABLE attempt (
    migration VARCHAR(100)                NOT NULL REFERENCES migration,
    number    INT                         NOT NULL,
    started   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    ended     TIMESTAMP(3) WITH TIME ZONE,
    outcome   VARCHAR(20),
    PRIMARY KEY (migration, number)
);

-- What a backup directory was last seen to hold: tells a file that is still being written from one that is not.
CREATE TABLE seen_file (
    migration VARCHAR(100)                NOT NULL REFERENCES migration,
    path      VARCHAR(1000)               NOT NULL,
    size      BIGINT                      NOT NULL,
    modified  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    since     TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    -- What was made of it, as long as it does not change: it is not asked about at every look.
    verdict   VARCHAR(20),
    PRIMARY KEY (migration, path)
);

-- One backup set. On the source id is the BackupSetGUID, or made from the file where msdb does not know it; on the target it is always
-- the BackupSetGUID that the headers give.
CREATE TABLE backup_set (
    migration     VARCHAR(100)                NOT NULL REFERENCES migration,
    id            VARCHAR(36)                 NOT NULL,
    type          VARCHAR(20)                 NOT NULL,
    first_lsn     NUMERIC(25, 0),
    last_lsn      NUMERIC(25, 0),
    tail          BOOLEAN                     NOT NULL,
    headers       VARCHAR                     NOT NULL,
    state         VARCHAR(20)                 NOT NULL,
    reason        VARCHAR,
    found         TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    changed       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (migration, id)
);

-- One file on its way: a row is begun before the first byte leaves and ended when the file has its final name.
CREATE TABLE transfer (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration   VARCHAR(100)                NOT NULL REFERENCES migration,
    set_id      VARCHAR(36)                 NOT NULL,
    sequence    INT                         NOT NULL,
    path        VARCHAR(1000)               NOT NULL,
    size        BIGINT                      NOT NULL,
    modified    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    landed_name VARCHAR(255)                NOT NULL,
    sha256      CHAR(64),
    bytes       BIGINT                      NOT NULL,
    attempts    INT                         NOT NULL,
    started     TIMESTAMP(3) WITH TIME ZONE,
    ended       TIMESTAMP(3) WITH TIME ZONE,
    error       VARCHAR,
    UNIQUE (migration, set_id, sequence)
);
CREATE INDEX transfer_by_name ON transfer (migration, landed_name);

-- One manifest that arrived, and what became of it.
CREATE TABLE delivery (
    migration VARCHAR(100)                NOT NULL REFERENCES migration,
    id        VARCHAR(36)                 NOT NULL,
    sha256    CHAR(64)                    NOT NULL,
    manifest  VARCHAR                     NOT NULL,
    state     VARCHAR(20)                 NOT NULL,
    reason    VARCHAR,
    resend    BOOLEAN,
    -- On the target: the newest backup set in its files, where the manifest could not name it.
    set_id    VARCHAR(36),
    -- On the target: the state and reason that the source was told last.
    answered  VARCHAR,
    arrived   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    changed   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (migration, id)
);

-- One run of a RESTORE. It succeeded when the server says so on a new connection; at most once per set, database and attempt.
CREATE TABLE restore (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration     VARCHAR(100)                NOT NULL REFERENCES migration,
    attempt       INT                         NOT NULL,
    database_name VARCHAR(128)                NOT NULL,
    set_id        VARCHAR(36)                 NOT NULL,
    type          VARCHAR(20)                 NOT NULL,
    statement     VARCHAR,
    started       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    ended         TIMESTAMP(3) WITH TIME ZONE,
    outcome       VARCHAR(20),
    position      NUMERIC(25, 0),
    -- Newest row of msdb's restorehistory when it began: only a later row proves this run.
    history       BIGINT                      NOT NULL,
    error         VARCHAR
);
CREATE INDEX restore_by_set ON restore (migration, set_id);

-- What passes between the sides beside backups: commands, the freeze proof, fingerprints.
CREATE TABLE message (
    migration VARCHAR(100)                NOT NULL REFERENCES migration,
    id        VARCHAR(36)                 NOT NULL,
    attempt   INT                         NOT NULL,
    kind      VARCHAR(30)                 NOT NULL,
    sender    VARCHAR(10)                 NOT NULL,
    body      VARCHAR                     NOT NULL,
    written   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    delivered TIMESTAMP(3) WITH TIME ZONE,
    PRIMARY KEY (migration, id)
);

CREATE TABLE finding (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration VARCHAR(100)                NOT NULL REFERENCES migration,
    check_id  VARCHAR(100)                NOT NULL,
    subject   VARCHAR(1000)               NOT NULL,
    severity  VARCHAR(10)                 NOT NULL,
    detail    VARCHAR                     NOT NULL,
    advice    VARCHAR,
    actor     VARCHAR(20),
    since     TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    until     TIMESTAMP(3) WITH TIME ZONE
);
CREATE INDEX finding_open ON finding (migration, until);

CREATE TABLE event (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    migration VARCHAR(100),
    attempt   INT,
    set_id    VARCHAR(36),
    kind      VARCHAR(40)                 NOT NULL,
    text      VARCHAR                     NOT NULL,
    millis    BIGINT,
    actor     VARCHAR(100)
);
CREATE INDEX event_by_migration ON event (migration, id);

-- Which version of a route, statement or migration file was in force from when: evidence names it.
CREATE TABLE definition (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind   VARCHAR(20)                 NOT NULL,
    file   VARCHAR(1000)               NOT NULL,
    sha256 CHAR(64)                    NOT NULL,
    loaded TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
