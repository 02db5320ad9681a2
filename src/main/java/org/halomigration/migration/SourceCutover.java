package org.halomigration.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.halomigration.backup.TailName;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Messages.Message;
import org.halomigration.journal.Phase;
import org.halomigration.restore.Fingerprint;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Traffic;

/** The source's part of cutover and backout: the bean {@code sourceCutover}. */
public final class SourceCutover {
    private final Journal journal;
    private final Steps steps;
    private final Work work;
    private final Instances instances;
    private final Traffic traffic;

    SourceCutover(Journal journal, Work work, Instances instances, Traffic traffic) {
        this.journal = journal;
        this.steps = new Steps(journal);
        this.work = work;
        this.instances = instances;
        this.traffic = traffic;
    }

    /** Begins the cutover; the downtime clock starts. Asked twice, it happens once. @throws Refused unless the target stands by and files may be sent */
    public void begin(Migration migration, String actor) {
        String name = migration.name();
        if (mayBegin(migration)) {
            begun(name, actor);
        } else {
            journal.events().happened(name, null, "cutover.asked-again", "cutover of " + name + " was asked for again: it is under way since "
                    + journal.phases().of(name).since() + ", " + (steps.did(name, "frozen") ? "the source is frozen" : "the source is not frozen yet") + "; it goes on", null, actor);
        }
    }

    /** @return whether it would be begun now; not where it is already @throws Refused unless the target stands by and files may be sent */
    boolean mayBegin(Migration migration) {
        String name = migration.name();
        Phase phase = journal.phases().of(name).phase();
        if (phase == Phase.CUTTING_OVER) {
            return false;
        }
        if (migration.source().sql() == null) {
            throw new Refused("Cutover of " + name + " needs source.sql: without a login the tail can be neither taken nor undone. Give one in " + migration.file() + ".");
        }
        if (phase != Phase.STANDING_BY) {
            throw new Refused("Cutover of " + name + " needs phase standing-by, it is " + phase.text() + ": the target must have restored everything that was sent.");
        }
        traffic.heldBy(name).ifPresent(held -> {
            throw new Refused("Cutover of " + name + " needs its transfers, which are " + held + ": the source would be frozen, and its tail not sent. Continue transfers first.");
        });
        return true;
    }

    private void begun(String name, String actor) {
        journal.together(() -> {
            boolean moved = journal.phases().move(name, Phase.STANDING_BY, Phase.CUTTING_OVER, actor);
            if (moved) {
                journal.events().happened(name, null, "cutover.started", "cutover started: the downtime clock runs", null, actor);
                steps.say(name, "cutover", Map.of("startedBy", String.valueOf(actor)));
            }
            return moved;
        });
        work.due("quiesce", name);
        work.due("hurry", name);
        work.due("push", name);
    }

    /** Asks the target to fence itself; when it has, the source comes back. @throws Refused when there is nothing to back out of */
    public void backOut(Migration migration, String actor) {
        if (mayBackOut(migration)) {
            askForBackout(migration.name(), actor);
        }
    }

    /** @return whether it would be asked for now; not where it is done already @throws Refused when there is nothing to back out of */
    boolean mayBackOut(Migration migration) {
        String name = migration.name();
        Phase phase = journal.phases().of(name).phase();
        if (phase == Phase.BACKED_OUT) {
            return false;
        }
        if (phase != Phase.CUTTING_OVER && phase != Phase.VERIFYING) {
            throw new Refused("Nothing to back out of: " + name + " is " + phase.text() + ", and the source serves or is no longer the one that counts.");
        }
        return true;
    }

    private void askForBackout(String name, String actor) {
        journal.together(() -> {
            if (!backingOut(name)) {
                journal.events().happened(name, null, "cutover.backout-asked", "backout asked for", null, actor);
            }
            steps.say(name, "back-out", Map.of("askedBy", String.valueOf(actor)));
            return name;
        });
        work.due("push", name);
        work.due("backout", name);
    }

    /** Whether that part of the cutover is still to be done. */
    public boolean toDo(String migration, String step) {
        return switch (step) {
            case "proved" -> cuttingOver(migration) && steps.did(migration, "frozen") && !steps.did(migration, step);
            default -> journal.phases().of(migration).phase() == Phase.CUTTING_OVER && !backingOut(migration) && !steps.did(migration, step);
        };
    }

    public void mark(String migration, String step, String text) {
        steps.mark(migration, step, text);
    }

    /**
     * What the tail's statements need, or null when the tail of this attempt exists already: it is never taken twice.
     *
     * @param state rows of database-state.sql
     * @param sets rows of list-backup-sets.sql
     */
    public Map<String, Object> tail(Migration migration, List<Map<String, Object>> state, List<Map<String, Object>> sets) {
        String name = tailName(migration);
        if (sets.stream().anyMatch(row -> name.equals(row.get("BackupName")))) {
            return null;
        }
        boolean simple = SourceState.of(migration, state).recoveryModel().equals("SIMPLE");
        return NightValues.tail(migration, journal.phases().attempt(migration.name()), simple);
    }

    /** The name under which msdb and the header know this attempt's tail. */
    private String tailName(Migration migration) {
        return TailName.of(migration.name(), journal.phases().attempt(migration.name()));
    }

    /** @throws IllegalStateException unless the server says that the source can no longer be written to */
    public void frozen(Migration migration, List<Map<String, Object>> state) {
        steps.mark(migration.name(), "frozen", "source is frozen (" + SourceState.of(migration, state).frozen() + ")");
    }

    /** The target has restored the tail and asks whether the source is still frozen. */
    public boolean toConfirm(String migration) {
        return cuttingOver(migration) && !backingOut(migration) && restoredTail(migration).isPresent() && question(migration).isPresent();
    }

    private Optional<Message> question(String migration) {
        return steps.newest(migration, "confirm-frozen").filter(question -> !steps.saidTo(question, "freeze-proof"));
    }

    /** Tells the target that the source, asked just now, is still frozen: the key to its gate. */
    public void confirmFrozen(Migration migration, List<Map<String, Object>> state) {
        SourceState source = SourceState.of(migration, state);
        String how = source.frozen();
        steps.sayTo(
                question(migration.name()).orElseThrow(),
                "freeze-proof",
                Map.of(
                        "tail", restoredTail(migration.name()).orElseThrow(),
                        "state", source.state(),
                        "readOnly", source.readOnly(),
                        "standby", source.standby(),
                        "how", how));
        steps.mark(migration.name(), "confirmed", "source is still frozen (" + how + ")");
    }

    /** Of this attempt: the tail of one that was backed out proves nothing. */
    private Optional<String> restoredTail(String migration) {
        return journal.sql()
                .sql("SELECT s.id FROM backup_set s JOIN attempt a ON a.migration = s.migration AND a.number = ? AND s.found >= a.started "
                        + "WHERE s.migration = ? AND s.tail AND s.state IN ('restored', 'left-out') ORDER BY s.found DESC LIMIT 1")
                .params(journal.phases().attempt(migration), migration)
                .query(String.class)
                .optional();
    }

    /** Fingerprints the frozen source and hands it to the target. */
    public void prove(Migration migration) throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = instances.source(migration.name()).connect(migration.source().database())) {
            Fingerprint fingerprint = instances.fingerprint(migration, connection);
            steps.say(migration.name(), "fingerprint", fingerprint);
            journal.events()
                    .happened(
                            migration.name(),
                            null,
                            "cutover.proved",
                            "source fingerprint: " + fingerprint.tables().size() + " tables, " + Evidence.rows(fingerprint) + " rows",
                            (System.nanoTime() - start) / 1_000_000,
                            null);
        }
    }

    /** Follows what the target says: recovered, live, or that a backout came too late. */
    public void follow(String migration) {
        steps.heard(migration, "back-out-refused").ifPresent(refused -> journal.findings().record(migration, new Finding("backout", migration, Finding.Severity.FAILED,
                "The backout was asked for too late: the target is " + refused.path("phase").asText() + " since " + refused.path("since").asText() + ". Nothing was undone.",
                "The hosted application counts now. Going back would lose what was written to it since; look there first.", "host")));
        if (steps.heard(migration, "recovered").isPresent()) {
            journal.phases().move(migration, Phase.CUTTING_OVER, Phase.VERIFYING, null);
        }
        if (steps.heard(migration, "live").isPresent() && !backingOut(migration)) {
            journal.phases().move(migration, Phase.VERIFYING, Phase.LIVE, null);
        }
    }

    /** The target has said that it is fenced, and the source is not back yet. */
    public boolean toBackOut(String migration) {
        return backingOut(migration) && steps.heard(migration, "fenced").isPresent() && !steps.did(migration, "backed-out");
    }

    /** Whether the source is RESTORING or STANDBY: then recovery brings it back, else READ_WRITE does. */
    public boolean frozenByLog(List<Map<String, Object>> state) {
        return SourceState.byLog(state);
    }

    public Map<String, Object> backoutValues(Migration migration) {
        return Map.of("database", migration.source().database());
    }

    /** The source serves again: this attempt is over, another may follow. */
    public void backedOut(Migration migration, List<Map<String, Object>> state) {
        SourceState.of(migration, state).serves();
        String name = migration.name();
        journal.together(() -> {
            steps.say(name, "backed-out", Map.of("state", "ONLINE"));
            steps.mark(name, "backed-out", "backed out: the source serves as before");
            return journal.phases().move(name, Phase.CUTTING_OVER, Phase.BACKED_OUT, null)
                    || journal.phases().move(name, Phase.VERIFYING, Phase.BACKED_OUT, null);
        });
    }

    private boolean backingOut(String migration) {
        return steps.did(migration, "backout-asked") && steps.heard(migration, "back-out-refused").isEmpty();
    }

    private boolean cuttingOver(String migration) {
        Phase phase = journal.phases().of(migration).phase();
        return phase == Phase.CUTTING_OVER || phase == Phase.VERIFYING;
    }
}
