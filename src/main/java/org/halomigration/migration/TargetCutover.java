package org.halomigration.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.journal.Phases;
import org.halomigration.restore.Fingerprint;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Json;

/** The target's part of cutover and backout: the bean {@code targetCutover}. */
public final class TargetCutover {
    private final Journal journal;
    private final Steps steps;
    private final RecoveryGate gate;
    private final Work work;
    private final Instances instances;

    TargetCutover(Journal journal, Work work, Instances instances) {
        this.journal = journal;
        this.steps = new Steps(journal);
        this.gate = new RecoveryGate(journal, steps, instances.evidence());
        this.work = work;
        this.instances = instances;
    }

    /** The source has asked for cutover, and the target is neither recovered nor backing out. */
    private boolean toRecover(String migration) {
        return steps.heard(migration, "cutover").isPresent() && !backingOut(migration) && !steps.did(migration, "recovered");
    }

    /** Asks, as soon as the tail is restored: the question travels with the receipt of the tail. */
    public void askWhetherFrozen(Migration migration) {
        if (toRecover(migration.name())) {
            gate.ask(migration.name());
        }
    }

    /**
     * The gate: the source has asked for cutover, the tail it named is restored, by journal and by the server's own position, and the
     * source has answered since, a moment ago, that it is still frozen.
     *
     * @param position rows of restore-position.sql
     */
    public boolean mayRecover(Migration migration, List<Map<String, Object>> position) {
        String name = migration.name();
        if (!toRecover(name)) {
            return false;
        }
        if (!journal.phases().move(name, Phase.STANDING_BY, Phase.CUTTING_OVER, null)) {
            journal.phases().move(name, Phase.SEEDING, Phase.CUTTING_OVER, null);
        }
        if (!online(position)) {
            return !position.isEmpty() && gate.opens(migration, position.get(0));
        }
        if (!steps.did(name, "gate")) {
            throw new IllegalStateException("The target " + migration.target().database() + " is ONLINE, but this attempt has not recovered it: somebody else did, maybe"
                    + " before the tail was restored. It is not opened. Back out, or drop the database there and let the chain be restored again.");
        }
        // Recovered by the run before this one, which was stopped before it could say so.
        recovered(migration, position);
        return false;
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
        String proved = target.tables().size() + " tables, " + Evidence.rows(target) + " rows, "
                + ("counts".equals(migration.proof()) ? "counts equal to the source, content not read" : "counts and checksums equal to the source");
        journal.findings().record(name, new Finding("proof", migration.target().database(), Finding.Severity.OK, proved, null, null));
        journal.events()
                .happened(
                        name,
                        null,
                        "cutover.proved",
                        "proof: " + proved,
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
            journal.phases().hold(name);
            // Giving up may have begun while the checks were asked: it holds the same row while it decides.
            boolean live = !backingOut(name) && journal.phases().move(name, Phase.VERIFYING, Phase.LIVE, null);
            if (live) {
                steps.mark(name, "healthy", "verdict: healthy, " + findings.size() + " checks");
                steps.say(name, "live", Map.of("checks", findings.size()));
            }
            return live;
        });
    }

    /**
     * Whether the target is to be fenced: the source asked for backout before the target went live. Which of the two was first is decided
     * here and nowhere else, once; a verdict that comes later finds it decided.
     */
    public boolean givesUp(String migration) {
        if (!backingOut(migration) || steps.did(migration, "fenced")) {
            return false;
        }
        return journal.together(() -> {
            boolean gives = !over(journal.phases().hold(migration).phase());
            if (gives) {
                steps.mark(migration, "giving-up", "backing out, as the source asks");
            }
            return gives;
        });
    }

    /** Refuses a backout that was asked for when the target was live already: tickets may have been written to it. @return whether it did */
    public boolean refusesBackOut(String migration) {
        if (!backingOut(migration)) {
            return false;
        }
        return journal.together(() -> {
            Phases.Place place = journal.phases().hold(migration);
            if (!over(place.phase())) {
                return false;
            }
            steps.mark(migration, "back-out-refused", "backout refused: it was asked for after the hosted application went live");
            steps.say(migration, "back-out-refused", Map.of("phase", place.phase().text(), "since", place.since().toString()));
            return true;
        });
    }

    private static boolean over(Phase phase) {
        return phase == Phase.LIVE || phase == Phase.AFTERCARE || phase == Phase.CLOSED;
    }

    public boolean online(List<Map<String, Object>> position) {
        return !position.isEmpty() && "ONLINE".equals(position.get(0).get("state_desc"));
    }

    public Map<String, Object> fenceValues(Migration migration) {
        return NightValues.fence(migration, journal.phases().attempt(migration.name()));
    }

    /** What is said, marked and moved belongs together: half of it would leave the source waiting for a fence that stands. */
    public void fenced(Migration migration) {
        String name = migration.name();
        journal.together(() -> {
            steps.mark(name, "fenced", "target is fenced: no application runs, nobody is let in");
            steps.say(name, "fenced", Map.of("database", migration.target().database()));
            // The source plans by where the target stood last, and that database is gone under its name: every receipt is given again.
            journal.sql().sql("UPDATE delivery SET answered = NULL WHERE migration = ?").params(name).update();
            return journal.phases().move(name, journal.phases().hold(name).phase(), Phase.BACKED_OUT, null);
        });
    }

    private boolean backingOut(String migration) {
        return steps.heard(migration, "back-out").isPresent() && !steps.did(migration, "back-out-refused");
    }
}
