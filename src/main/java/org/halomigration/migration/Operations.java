package org.halomigration.migration;

import java.util.ArrayList;
import java.util.List;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.restore.HeldRestores;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Traffic;
import org.halomigration.transfer.Uploads;

/** The commands of a migration, one meaning for every way they are given. */
public final class Operations {
    private final Migrations migrations;
    private final SourceCutover source;
    private final Traffic traffic;
    private final Uploads uploads;
    private final Uat uat;
    private final HeldRestores held;
    private final Work work;
    private final List<Journal> journals;

    /**
     * @param source null where this process plays no source, as {@code traffic} and {@code uploads}
     * @param uat null where this process plays no target, as {@code held}
     */
    Operations(Migrations migrations, SourceCutover source, Traffic traffic, Uploads uploads, Uat uat, HeldRestores held, Work work, List<Journal> journals) {
        this.migrations = migrations;
        this.source = source;
        this.traffic = traffic;
        this.uploads = uploads;
        this.uat = uat;
        this.held = held;
        this.work = work;
        this.journals = journals;
    }

    /**
     * Gives a command by the name that it has outside.
     *
     * @param by who signs off; null with any other command
     * @throws Refused when it does not fit, with the reason
     */
    public void give(String command, String migration, String by, String actor) {
        switch (command) {
            case "preflight" -> preflight(migration, actor);
            case "collect" -> collect(migration, actor);
            case "transfers/pause" -> pauseTransfers(migration, actor);
            case "transfers/continue" -> continueTransfers(migration, actor);
            case "transfers/abort" -> abortTransfers(migration, actor);
            case "retry" -> retry(migration, actor);
            case "uat" -> uat(migration, actor);
            case "uat/sign-off" -> uatSignOff(migration, by);
            case "uat/drop" -> uatDrop(migration, actor);
            case "cutover" -> cutover(migration, actor);
            case "backout" -> backOut(migration, actor);
            default -> throw new IllegalArgumentException("There is no command '" + command + "'.");
        }
    }

    /** As {@link #give}, but nothing is done: only what would stand in its way is said. */
    public void may(String command, String migration, String by) {
        Migration asked = find(migration);
        switch (command) {
            case "transfers/pause", "transfers/continue", "transfers/abort" -> traffic();
            case "uat" -> uat().mayAsk(asked);
            case "uat/sign-off" -> uat().maySignOff(asked, by);
            case "uat/drop" -> uat().mayDrop(asked);
            case "cutover" -> source().mayBegin(asked);
            case "backout" -> source().mayBackOut(asked);
            default -> {
                // Looking is always possible.
            }
        }
    }

    /** @throws Refused when it does not fit the phase, with the reason */
    public void cutover(String migration, String actor) {
        source().begin(find(migration), actor);
    }

    /** @throws Refused when there is nothing to back out of */
    public void backOut(String migration, String actor) {
        source().backOut(find(migration), actor);
    }

    /** Asks for a UAT copy of what has landed so far. @throws Refused when there can be none, with the reason */
    public void uat(String migration, String actor) {
        uat().ask(find(migration), actor);
    }

    /** @param name who signs the UAT copy off. @throws Refused without one, or without a copy */
    public void uatSignOff(String migration, String name) {
        uat().signOff(find(migration), name);
    }

    /** @throws Refused when there is no UAT copy to drop */
    public void uatDrop(String migration, String actor) {
        uat().askDrop(find(migration), actor);
    }

    /** Asks every check before the migration now, on the sides that this process plays. */
    public void preflight(String migration, String actor) {
        String name = find(migration).name();
        journals.get(0).events().happened(name, null, "preflight.asked", "asked for the preflight checks now", null, actor);
        work.due("preflight-source", name);
        work.due("preflight-target", name);
    }

    /** Tries again now what has failed and waits, and what is not tried again by itself, on the sides that this process plays. */
    public void retry(String migration, String actor) {
        String name = find(migration).name();
        journals.get(journals.size() - 1).events().happened(name, null, "retry.asked", "asked to try again now what has failed", null, actor);
        if (held != null) {
            held.release(name);
        }
        work.tryAgain(name);
    }

    public void collect(String migration, String actor) {
        String name = find(migration).name();
        journals.get(0).events().happened(name, null, "collect.asked", "asked to look into the backup directories now", null, actor);
        work.due("collect", name);
    }

    /** Sends nothing more until {@link #continueTransfers}; what has arrived is kept. */
    public void pauseTransfers(String migration, String actor) {
        traffic().pause(find(migration).name(), actor);
    }

    public void continueTransfers(String migration, String actor) {
        String name = find(migration).name();
        traffic().goOn(name, actor);
        work.due("hurry", name);
        work.due("push", name);
    }

    /** Ends what is being sent, takes away what has arrived of it, and sends nothing more until {@link #continueTransfers}. */
    public void abortTransfers(String migration, String actor) {
        traffic().abort(find(migration).name(), actor);
    }

    /** Whether and how fast files are sent now, for people. */
    public String transfers(String migration) {
        return traffic == null ? "sent by the source" : traffic.state(migration);
    }

    /** A line for each file that is being sent now, with its rate and the time left. */
    public List<String> sending(String migration) {
        return uploads == null ? List.of() : uploads.sending(migration);
    }

    private Traffic traffic() {
        source();
        return traffic;
    }

    public Phase phase(String migration) {
        return journals.get(0).phases().of(migration).phase();
    }

    public int attempt(String migration) {
        return journals.get(0).phases().attempt(migration);
    }

    /** One line a finding that stands now and is not ok. */
    public List<String> findings(String migration) {
        List<String> lines = new ArrayList<>();
        journals.forEach(journal -> journal.findings().open(migration).stream()
                .map(open -> open.finding())
                .filter(finding -> finding.severity() != Finding.Severity.OK)
                .forEach(finding -> lines.add(journal.role() + ": " + finding.severity().text() + ": " + finding.detail()
                        + (finding.advice() == null ? "" : " " + finding.advice()))));
        return lines;
    }

    private SourceCutover source() {
        if (source == null) {
            throw new Refused("This process plays the target; give the command where halo.role is source or both.");
        }
        return source;
    }

    private Uat uat() {
        if (uat == null) {
            throw new Refused("This process plays the source; give the command where halo.role is target or both.");
        }
        return uat;
    }

    private Migration find(String name) {
        return migrations.find(name).orElseThrow(() -> new Refused("There is no migration called '" + name + "' in the configured directory."));
    }
}
