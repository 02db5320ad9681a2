package org.halomigration.migration;

import java.util.ArrayList;
import java.util.List;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Traffic;
import org.halomigration.transfer.Uploads;

/** The commands of a migration, one meaning for every way they are given. */
public final class Operations {
    private final Migrations migrations;
    private final SourceCutover source;
    private final Traffic traffic;
    private final Uploads uploads;
    private final Work work;
    private final List<Journal> journals;

    /** @param source null where this process plays no source, as {@code traffic} and {@code uploads} */
    Operations(Migrations migrations, SourceCutover source, Traffic traffic, Uploads uploads, Work work, List<Journal> journals) {
        this.migrations = migrations;
        this.source = source;
        this.traffic = traffic;
        this.uploads = uploads;
        this.work = work;
        this.journals = journals;
    }

    /** @throws Refused when it does not fit the phase, with the reason */
    public void cutover(String migration, String actor) {
        source().begin(find(migration), actor);
    }

    /** @throws Refused when there is nothing to back out of */
    public void backOut(String migration, String actor) {
        source().backOut(find(migration), actor);
    }

    /** Asks every check before the migration now, on the sides that this process plays. */
    public void preflight(String migration, String actor) {
        String name = find(migration).name();
        journals.get(0).events().happened(name, null, "preflight.asked", "asked for the preflight checks now", null, actor);
        work.due("preflight-source", name);
        work.due("preflight-target", name);
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

    private Migration find(String name) {
        return migrations.find(name).orElseThrow(() -> new Refused("There is no migration called '" + name + "' in the configured directory."));
    }
}
