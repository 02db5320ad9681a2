package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.restore.Fingerprint;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Headers;
import org.halomigration.transfer.Json;

/** The target's part of cutover and backout: the bean {@code targetCutover}. */
public final class TargetCutover {
    private final Journal journal;
    private final Steps steps;
    private final Work work;
    private final Instances instances;

    TargetCutover(Journal journal, Work work, Instances instances) {
        this.journal = journal;
        this.steps = new Steps(journal);
        this.work = work;
        this.instances = instances;
    }

    private record Tail(String id, BigDecimal lastLsn, String headers) {
        /** The recovery fork it ends on; null where its header does not say. */
        Object fork() {
            return Headers.rows(headers).stream().map(row -> row.get("RecoveryForkID")).filter(Objects::nonNull).findFirst().orElse(null);
        }
    }

    /**
     * The gate: the source has asked for cutover, the tail it named is restored, by journal and by the server's own position, and the
     * source has said after that that it is still frozen. A tail without a record is never restored; the position tells that nothing is
     * missing.
     *
     * @param position rows of restore-position.sql
     */
    public boolean mayRecover(Migration migration, List<Map<String, Object>> position) {
        String name = migration.name();
        if (steps.heard(name, "cutover").isEmpty() || backingOut(name) || steps.did(name, "recovered")) {
            return false;
        }
        if (!journal.phases().move(name, Phase.STANDING_BY, Phase.CUTTING_OVER, null)) {
            journal.phases().move(name, Phase.SEEDING, Phase.CUTTING_OVER, null);
        }
        Optional<JsonNode> proof = steps.heard(name, "freeze-proof");
        Optional<Tail> tail = journal.sql()
                .sql("SELECT id, last_lsn, headers FROM backup_set WHERE migration = ? AND tail AND state IN ('restored', 'left-out') ORDER BY found DESC LIMIT 1")
                .params(name)
                .query(Tail.class)
                .optional();
        if (proof.isEmpty() || tail.isEmpty() || !tail.get().id().equalsIgnoreCase(proof.get().path("tail").asText())) {
            return false;
        }
        if (position.isEmpty()) {
            return false;
        }
        Map<String, Object> row = position.get(0);
        if ("ONLINE".equals(row.get("state_desc"))) {
            if (!steps.did(name, "gate")) {
                throw new IllegalStateException("The target " + migration.target().database() + " is ONLINE, but this attempt has not recovered it: somebody else did, maybe"
                        + " before the tail was restored. It is not opened. Back out, or drop the database there and let the chain be restored again.");
            }
            // Recovered by the run before this one, which was stopped before it could say so.
            recovered(migration, position);
            return false;
        }
        Object redo = row.get("redo_start_lsn");
        if (redo == null || new BigDecimal(redo.toString()).compareTo(tail.get().lastLsn()) < 0) {
            throw new IllegalStateException("The target " + migration.target().database() + " stands at LSN " + redo + ", the tail ends at " + tail.get().lastLsn()
                    + ". It is not recovered: something of the tail is missing.");
        }
        Object fork = row.get("redo_start_fork_guid");
        Object ends = tail.get().fork();
        if (fork != null && ends != null && !fork.toString().equalsIgnoreCase(ends.toString())) {
            throw new IllegalStateException("The target " + migration.target().database() + " is on recovery fork " + fork + ", the tail ends on " + ends
                    + ": the source was restored to an earlier point after backups that the target holds. It is not recovered. Back out and start from a new full backup.");
        }
        Evidence.gate(journal, instances.evidence(), name, tail.get().id(), tail.get().lastLsn(), redo, fork, proof.get().path("how").asText());
        steps.mark(name, "gate", "gate open: tail " + tail.get().id() + " restored to LSN " + redo + ", source " + proof.get().path("how").asText());
        return true;
    }

    /** @throws IllegalStateException unless the server says that the database is online */
    public void recovered(Migration migration, List<Map<String, Object>> position) {
        if (position.isEmpty() || !"ONLINE".equals(position.get(0).get("state_desc"))) {
            throw new IllegalStateException("RESTORE WITH RECOVERY returned, but " + migration.target().database() + " is "
                    + (position.isEmpty() ? "absent" : position.get(0).get("state_desc")) + "; expected ONLINE. Not counted as recovered.");
        }
        journal.together(() -> {
            steps.mark(migration.name(), "recovered", "target " + migration.target().database() + " is recovered");
            steps.say(migration.name(), "recovered", Map.of("database", migration.target().database()));
            return migration;
        });
    }

    /** Recovered, the source's fingerprint is here, and the application was not started yet. */
    public boolean mayOpen(Migration migration) {
        String name = migration.name();
        return !backingOut(name) && steps.did(name, "recovered") && !steps.did(name, "started") && steps.heard(name, "fingerprint").isPresent();
    }

    /**
     * Compares source and target, row for row, before any application has connected.
     *
     * @throws IllegalStateException naming each table that differs; the target is then not opened
     */
    public void prove(Migration migration) throws SQLException, Json.Unreadable {
        String name = migration.name();
        if (steps.did(name, "proved")) {
            return;
        }
        long start = System.nanoTime();
        Fingerprint source = Json.read(steps.heard(name, "fingerprint").orElseThrow().toString(), Fingerprint.class, "the source's fingerprint");
        Fingerprint target;
        try (Connection connection = instances.target(name).connect(migration.target().database())) {
            target = instances.fingerprint(migration, connection);
        }
        List<String> differences = source.differences(target).stream().map(Fingerprint.Difference::toString).toList();
        Evidence.proof(journal, instances.evidence(), migration, source, target, differences);
        if (!differences.isEmpty()) {
            String detail = "source and target differ: " + String.join("; ", differences);
            journal.findings().record(name, new Finding("proof", migration.target().database(), Finding.Severity.FAILED, detail, "Do not go live. Back out: the source is untouched.", "host"));
            throw new IllegalStateException("The target was not opened: " + detail);
        }
        journal.findings().record(name, new Finding("proof", migration.target().database(), Finding.Severity.OK, target.tables().size() + " tables, " + Evidence.rows(target) + " rows: counts and checksums equal", null, null));
        journal.events()
                .happened(
                        name,
                        null,
                        "cutover.proved",
                        "proof: " + target.tables().size() + " tables, " + Evidence.rows(target) + " rows, counts and checksums equal to the source",
                        (System.nanoTime() - start) / 1_000_000,
                        null);
    }

    public void mark(String migration, String step, String text) {
        steps.mark(migration, step, text);
    }

    public void started(Migration migration) {
        journal.together(() -> {
            steps.mark(migration.name(), "started", "hosted application is started");
            return journal.phases().move(migration.name(), Phase.CUTTING_OVER, Phase.VERIFYING, null);
        });
    }

    public boolean verifying(String migration) {
        return journal.phases().of(migration).phase() == Phase.VERIFYING && !backingOut(migration);
    }

    /**
     * All or nothing: any check that is not ok, and the hosted application is not live yet; it is asked again shortly.
     *
     * @param answers of the health checks; null where none is loaded
     */
    public void verdict(Migration migration, List<Finding> answers) {
        String name = migration.name();
        if (!verifying(name)) {
            // Backed out while the checks were asked: their answers are about an application that is being stopped.
            return;
        }
        List<Finding> findings = answers == null ? List.of() : answers;
        findings.forEach(finding -> journal.findings().record(name, finding));
        List<Finding> red = findings.stream().filter(finding -> finding.severity() == Finding.Severity.FAILED).toList();
        if (findings.isEmpty() || !red.isEmpty()) {
            String why = findings.isEmpty() ? "no health check is loaded" : String.join(", ", red.stream().map(Finding::check).toList());
            journal.findings().record(name, new Finding("verdict", name, Finding.Severity.FAILED, "not healthy: " + why, "The checks are asked again. Repair what they name, or back out.", "host"));
            work.dueIn("verify", name, Duration.ofSeconds(5));
            return;
        }
        journal.findings().record(name, new Finding("verdict", name, Finding.Severity.OK, "healthy: " + findings.size() + " checks", null, null));
        journal.together(() -> {
            boolean live = journal.phases().move(name, Phase.VERIFYING, Phase.LIVE, null);
            if (live) {
                steps.mark(name, "healthy", "verdict: healthy, " + findings.size() + " checks");
                steps.say(name, "live", Map.of("checks", findings.size()));
            }
            return live;
        });
    }

    /** The source asked for backout and the target is not fenced yet. */
    public boolean toBeFenced(String migration) {
        return backingOut(migration) && !steps.did(migration, "fenced");
    }

    public boolean online(List<Map<String, Object>> position) {
        return !position.isEmpty() && "ONLINE".equals(position.get(0).get("state_desc"));
    }

    public Map<String, Object> fenceValues(Migration migration) {
        String database = migration.target().database();
        return Map.of(
                "database", database,
                "lock", "halo-migration/" + database,
                "seconds", 0,
                "newName", database + "_backed_out_" + journal.phases().attempt(migration.name()));
    }

    /** What is said, marked and moved belongs together: half of it would leave the source waiting for a fence that stands. */
    public void fenced(Migration migration) {
        String name = migration.name();
        journal.together(() -> {
            steps.mark(name, "fenced", "target is fenced: no application runs, nobody is let in");
            steps.say(name, "fenced", Map.of("database", migration.target().database()));
            // The source plans by where the target stood last, and that database is gone under its name: every receipt is given again.
            journal.sql().sql("UPDATE delivery SET answered = NULL WHERE migration = ?").params(name).update();
            // A verdict may come in between.
            return journal.phases().move(name, journal.phases().of(name).phase(), Phase.BACKED_OUT, null)
                    || journal.phases().move(name, Phase.LIVE, Phase.BACKED_OUT, null);
        });
    }

    private boolean backingOut(String migration) {
        return steps.heard(migration, "back-out").isPresent();
    }
}
