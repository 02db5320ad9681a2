package org.halomigration.migration;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.halomigration.journal.Journal;

/** The copies for the customer's tests, as the target's journal has them. */
final class UatCopies {
    private final Journal journal;

    UatCopies(Journal journal) {
        this.journal = journal;
    }

    /**
     * One copy.
     *
     * @param databaseName the name under which it is served
     * @param made whether the database under the name for muting is this one
     * @param databaseGuid null until it has been recovered
     * @param report as JSON; null until there is one
     */
    record Copy(
            long id, OffsetDateTime asked, String askedBy, String state, OffsetDateTime changed, String databaseName, boolean made, String databaseGuid,
            String report, String signedBy, OffsetDateTime signed) {}

    private static final String COLUMNS = "SELECT id, asked, asked_by, state, changed, database_name, made, database_guid, report, signed_by, signed FROM uat ";

    Optional<Copy> newest(String migration) {
        return journal.sql().sql(COLUMNS + "WHERE migration = ? ORDER BY id DESC LIMIT 1").params(migration).query(Copy.class).optional();
    }

    /** One that is on its way; there is one at most. */
    Optional<Copy> underWay(String migration) {
        return newest(migration).filter(copy -> copy.state().equals("asked") || copy.state().equals("renamed") || copy.state().equals("dropping"));
    }

    void ask(String migration, String database, String actor) {
        journal.sql()
                .sql("INSERT INTO uat (migration, attempt, asked, asked_by, state, changed, database_name, made) VALUES (?, ?, ?, ?, 'asked', ?, ?, FALSE)")
                .params(Arrays.asList(migration, journal.phases().attempt(migration), journal.now(), actor, journal.now(), database))
                .update();
    }

    /** @return whether it stood in {@code from} */
    boolean move(long id, String from, String to) {
        return journal.sql().sql("UPDATE uat SET state = ?, changed = ? WHERE id = ? AND state = ?").params(to, journal.now(), id, from).update() == 1;
    }

    /** The database under the name for muting is that copy's from now on. */
    void made(long id) {
        journal.sql().sql("UPDATE uat SET made = TRUE WHERE id = ?").params(id).update();
    }

    void known(long id, String guid) {
        journal.sql().sql("UPDATE uat SET database_guid = ? WHERE id = ?").params(guid, id).update();
    }

    /** Nothing is under the name for muting any more. */
    void mutingGone(String migration) {
        journal.sql().sql("UPDATE uat SET made = FALSE WHERE migration = ?").params(migration).update();
    }

    void reported(long id, String json) {
        journal.sql().sql("UPDATE uat SET report = ? WHERE id = ?").params(json, id).update();
    }

    void signed(long id, String by) {
        journal.sql().sql("UPDATE uat SET signed_by = ?, signed = ? WHERE id = ?").params(by, journal.now(), id).update();
    }

    /** Whether the journal made the database that stands under the name for muting. */
    boolean madeMuting(String migration) {
        return count("SELECT COUNT(*) FROM uat WHERE migration = ? AND made", migration) > 0;
    }

    /** Whether a database that the server calls so was made here. */
    boolean knows(String migration, String guid) {
        return guid != null && count("SELECT COUNT(*) FROM uat WHERE migration = ? AND database_guid = ?", migration, guid.strip()) > 0;
    }

    private int count(String sql, Object... parameters) {
        return journal.sql().sql(sql).params(parameters).query(Integer.class).single();
    }
}
