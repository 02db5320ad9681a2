package org.halomigration.migration;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.restore.Chain;
import org.halomigration.restore.Fingerprint;
import org.halomigration.restore.MoveMap;
import org.halomigration.restore.Step;
import org.halomigration.sheet.Migration;
import org.halomigration.tsql.Advised;
import org.halomigration.tsql.Retry;

/**
 * Makes the copy for the customer's tests, step by step as the route has it: the bean {@code uatCopy}. The copy is restored, muted and
 * checked under a name that nothing is configured for, and gets its own name only then. A run that was cut off begins anew, or goes on
 * where the copy already has its name.
 */
public final class UatCopy {
    /** The health checks of a copy: its mail is off, and so is its integrator. */
    private static final List<String> CHECKS = List.of("check-agent-app", "check-portal");

    private static final Set<Retry> PASSING = Set.of(Retry.RETRY, Retry.REPLAN, Retry.WAIT);

    private final Journal journal;
    private final UatCopies copies;
    private final Chain chain;
    private final Instances instances;

    UatCopy(Journal journal, Chain chain, Instances instances) {
        this.journal = journal;
        this.copies = new UatCopies(journal);
        this.chain = chain;
        this.instances = instances;
    }

    /**
     * The values for dropping what stands under a copy's name; null when nothing does.
     *
     * @param state rows of database-state.sql
     * @throws Refused when the journal did not make it: it is left alone, whatever it is
     */
    public Map<String, Object> toDrop(Migration migration, String database, List<Map<String, Object>> state) {
        if (state.isEmpty()) {
            if (database.equals(migration.target().mutingDatabase())) {
                copies.mutingGone(migration.name());
            }
            return null;
        }
        boolean ours = database.equals(migration.target().mutingDatabase()) && copies.madeMuting(migration.name())
                || copies.knows(migration.name(), text(state.get(0).get("database_guid")));
        if (!ours) {
            throw new Refused("There is a database " + database + " on the target that this product did not make. It is not touched. Rename it, or give another target.uat-database in "
                    + migration.file() + ".");
        }
        return Map.of("database", database, "lock", "halo-migration/" + database, "seconds", 0);
    }

    /** What stands there can be told to leave only while it is open. */
    public boolean open(List<Map<String, Object>> state) {
        return !state.isEmpty() && "ONLINE".equals(state.get(0).get("state_desc"));
    }

    /** The steps of a new copy. From here on the database under the name for muting is ours. */
    public List<Step> steps(Migration migration) {
        copies.made(current(migration).id());
        happened(migration, "started", "UAT copy is restored as " + migration.target().mutingDatabase());
        return chain.copy(migration, migration.target().mutingDatabase());
    }

    /** Where the files of this copy go: each copy has names of its own. @param fileList rows of RESTORE FILELISTONLY */
    public void place(Migration migration, Step step, List<Map<String, Object>> fileList) {
        String stem = migration.target().uatDatabase() + "_" + current(migration).id();
        step.values().put("moves", MoveMap.of(fileList, stem, migration.target().dataDirectory(), migration.target().logDirectory()));
    }

    public void restored(Migration migration, Step step) {
        happened(migration, "restored", step.setId(), "UAT copy: " + step.type() + " restored");
    }

    /**
     * The server is the judge here, too.
     *
     * @param position rows of restore-position.sql
     * @param history rows of restore-history.sql
     * @throws IllegalStateException unless every planned set is in the copy
     */
    public void complete(Migration migration, List<Map<String, Object>> position, List<Map<String, Object>> history) {
        List<Step> steps = chain.copy(migration, migration.target().mutingDatabase());
        Set<String> restored = new HashSet<>();
        history.forEach(row -> restored.add(text(row.get("BackupSetGUID")).toUpperCase(Locale.ROOT)));
        BigDecimal redo = position.isEmpty() || position.get(0).get("redo_start_lsn") == null ? null : new BigDecimal(position.get(0).get("redo_start_lsn").toString());
        // More may have landed since this copy was planned; what it holds is what msdb says.
        BigDecimal expected = steps.stream().filter(step -> restored.contains(step.setId())).map(Step::lastLsn).filter(Objects::nonNull).reduce(BigDecimal::max).orElse(null);
        if (expected == null || redo == null || redo.compareTo(expected) < 0) {
            throw new IllegalStateException("The UAT copy stands at LSN " + redo + "; its newest backup set ends at " + expected + ". It is not recovered.");
        }
    }

    /** @param state rows of database-state.sql. @throws IllegalStateException unless the copy is online */
    public void recovered(Migration migration, List<Map<String, Object>> state) {
        if (!open(state) || state.get(0).get("database_guid") == null) {
            throw new IllegalStateException("RESTORE WITH RECOVERY returned, but the UAT copy is " + (state.isEmpty() ? "absent" : state.get(0).get("state_desc")) + "; expected ONLINE.");
        }
        copies.known(current(migration).id(), text(state.get(0).get("database_guid")).strip());
        happened(migration, "recovered", "UAT copy is recovered");
    }

    /** @param left rows of check-muted.sql. @throws Refused when something could still reach people: the copy is not served */
    public void muted(Migration migration, List<Map<String, Object>> left) {
        if (!left.isEmpty()) {
            String what = left.stream().map(row -> String.join(" ", row.values().stream().map(UatCopy::text).toList())).collect(Collectors.joining(", "));
            throw new Refused("The UAT copy is not muted: " + what + ". It is not served. Add what is missing to routes/sql/sqlserver/mute-uat.sql, and ask for UAT again.");
        }
        happened(migration, "muted", "UAT copy is muted: no mail, no integrator, no cloud synchronisation");
    }

    public void checked(Migration migration) {
        happened(migration, "checked", "UAT copy: CHECKDB found nothing wrong");
    }

    /** Reads every row once, as the proof of the cutover will: how long that takes is part of the forecast. */
    public void measure(Migration migration) throws SQLException {
        try (Connection connection = instances.target(migration.name()).connect(migration.target().mutingDatabase())) {
            Fingerprint fingerprint = instances.fingerprint(migration, connection);
            happened(migration, "read", "UAT copy: " + fingerprint.tables().size() + " tables, " + Evidence.rows(fingerprint) + " rows");
        }
    }

    public void renamed(Migration migration) {
        UatCopies.Copy copy = current(migration);
        journal.together(() -> {
            copies.mutingGone(migration.name());
            happened(migration, "renamed", "UAT copy has its name " + copy.databaseName());
            return copies.move(copy.id(), "asked", "renamed");
        });
    }

    /** What the statements on the copy need that is not served yet. */
    public Map<String, Object> names(Migration migration) {
        Map<String, Object> values = new HashMap<>(chain.values(migration.target().mutingDatabase()));
        values.put("newName", migration.target().uatDatabase());
        values.put("seconds", 0);
        return values;
    }

    public List<String> checks() {
        return CHECKS;
    }

    /** The copy is the customer's to test. @param answers of the health checks; null where none answered */
    public void served(Migration migration, List<Finding> answers) {
        UatCopies.Copy copy = current(migration);
        List<Finding> findings = answers == null ? List.of() : answers;
        happened(migration, "healthy", "UAT copy: " + findings.size() + " health checks answered");
        List<Finding> red = findings.stream().filter(finding -> finding.severity() == Finding.Severity.FAILED).toList();
        journal.findings().record(migration.name(), red.isEmpty()
                ? new Finding("uat", copy.databaseName(), Finding.Severity.OK, "the UAT copy is served", null, null)
                : new Finding("uat", copy.databaseName(), Finding.Severity.WARNING,
                        "the UAT copy is served, but " + red.stream().map(Finding::detail).collect(Collectors.joining("; ")),
                        "Look at the application on the UAT copy before the customer tests it.", "host"));
        copies.reported(copy.id(), UatReport.of(migration, journal, copy, chain.copy(migration, copy.databaseName()), findings));
        journal.together(() -> {
            happened(migration, "served", "UAT copy " + copy.databaseName() + " is served");
            return copies.move(copy.id(), "renamed", "served");
        });
        UatReport.write(instances.evidence(), migration, journal, copies.newest(migration.name()).orElseThrow());
    }

    public void dropped(Migration migration) {
        UatCopies.Copy copy = current(migration);
        journal.together(() -> {
            happened(migration, "dropped", "UAT copy " + copy.databaseName() + " is dropped");
            return copies.move(copy.id(), "dropping", "dropped");
        });
        journal.findings().endOthers(migration.name(), "uat", Set.of());
    }

    /**
     * What may pass by itself is thrown again, and the engine tries once more; anything else ends this copy, for a restore of hours is not
     * to be repeated every minute.
     */
    public void failed(Migration migration, Exception failure) throws Exception {
        Failure said = Failure.of(failure);
        boolean passes = causes(failure).anyMatch(cause -> cause instanceof Advised advised && PASSING.contains(advised.retry()));
        UatCopies.Copy copy = current(migration);
        if (passes || copy.state().equals("dropping")) {
            throw failure;
        }
        boolean advised = causes(failure).anyMatch(cause -> cause instanceof Advised);
        journal.findings().record(migration.name(), new Finding("uat", copy.databaseName(), Finding.Severity.FAILED, said.message(),
                advised ? said.advice() : "Repair what it names and ask for UAT again. Production is not touched by it.", "host"));
        journal.together(() -> {
            happened(migration, "failed", "UAT copy failed: " + said.message());
            return copies.move(copy.id(), copy.state(), "failed");
        });
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(20);
    }

    private UatCopies.Copy current(Migration migration) {
        return copies.underWay(migration.name()).orElseThrow(() -> new IllegalStateException("No UAT copy of " + migration.name() + " is on its way."));
    }

    private void happened(Migration migration, String what, String text) {
        happened(migration, what, null, text);
    }

    /** Each with the time since the one before it. */
    private void happened(Migration migration, String what, String setId, String text) {
        Long millis = journal.sql()
                .sql("SELECT at FROM event WHERE migration = ? AND kind LIKE 'uat.%' ORDER BY id DESC LIMIT 1")
                .params(migration.name())
                .query(OffsetDateTime.class)
                .optional()
                .map(before -> Duration.between(before, journal.now()).toMillis())
                .orElse(null);
        journal.events().happened(migration.name(), setId, "uat." + what, text, millis, null);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
