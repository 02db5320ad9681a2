package org.halomigration.journal;

import java.util.Optional;

/** Which version of a route, statement or migration file was in force from when. */
public final class Definitions {
    private final Journal journal;

    Definitions(Journal journal) {
        this.journal = journal;
    }

    /**
     * A file was loaded; the same version again adds nothing.
     *
     * @param kind {@code route}, {@code statement} or {@code migration}
     * @param sha256 lower-case hex
     */
    public void loaded(String kind, String file, String sha256) {
        if (!newest(file).equals(Optional.of(sha256))) {
            journal.sql()
                    .sql("INSERT INTO definition (kind, file, sha256, loaded) VALUES (?, ?, ?, ?)")
                    .params(kind, file, sha256, journal.now())
                    .update();
        }
    }

    /** The version in force. */
    public Optional<String> newest(String file) {
        return journal.sql()
                .sql("SELECT sha256 FROM definition WHERE file = ? ORDER BY id DESC LIMIT 1")
                .params(file)
                .query(String.class)
                .optional();
    }
}
