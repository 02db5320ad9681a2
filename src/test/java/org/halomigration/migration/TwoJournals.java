package org.halomigration.migration;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Messages.Message;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Source;
import org.halomigration.sheet.SqlLogin;
import org.halomigration.sheet.Target;
import org.halomigration.transfer.SettableClock;
import org.halomigration.transfer.Traffic;

/** What both sides know in a cutover, with a clock each; messages travel when a test says so. */
final class TwoJournals implements AutoCloseable {
    static final String TAIL = "A0000000-0000-4000-8000-000000000009";

    final SettableClock sourceClock = new SettableClock();
    final SettableClock targetClock = new SettableClock();
    final Journal source;
    final Journal target;
    final Traffic traffic;
    final SourceCutover leaving;
    final TargetCutover arriving;
    final Migration migration;

    /** Both are cutting over, and the tail is restored to LSN 300. */
    TwoJournals(Path directory) {
        source = new Journal("source", directory, sourceClock);
        target = new Journal("target", directory, targetClock);
        traffic = new Traffic(source, name -> Optional.empty());
        leaving = new SourceCutover(source, null, null, traffic);
        arriving = new TargetCutover(target, null, new SqlInstances(null, Path.of("routes"), directory.resolve("evidence")));
        migration = migration(null);
        for (Journal journal : List.of(source, target)) {
            journal.phases().register("acme");
            journal.phases().move("acme", Phase.PREPARING, Phase.CUTTING_OVER, null);
            journal.sql()
                    .sql("INSERT INTO backup_set (migration, id, type, last_lsn, tail, headers, state, found, changed) VALUES ('acme', ?, 'log', ?, TRUE, '[]', 'restored', ?, ?)")
                    .params(TAIL, new BigDecimal(300), journal.now(), journal.now())
                    .update();
        }
        new Steps(source).say("acme", "cutover", Map.of("startedBy", "ops"));
        carry();
    }

    Migration migrationWithLogin() {
        return migration(new SqlLogin("jdbc:sqlserver://sql01", null, null));
    }

    private static Migration migration(SqlLogin login) {
        Source at = new Source("Halo", null, login, List.of(), new Source.Application(List.of(), List.of(), List.of()), new Source.BackupJobs(List.of(), List.of()), null, null);
        Target to = new Target("acme_halo", null, "sqlserver", null, null, null, null, null, null, "full", null, null, new Target.Application(List.of(), List.of(), List.of()));
        return new Migration("acme", Path.of("acme.yaml"), "0".repeat(64), "halo", null, null, "stable", null, at, null, to, null, null, null, null, List.of(), null, null, "checksums", "warn");
    }

    /** Every message that is under way arrives. */
    void carry() {
        carry(source, target);
        carry(target, source);
    }

    static void carry(Journal from, Journal to) {
        for (Message message : from.messages().undelivered("acme")) {
            to.messages()
                    .put(new Message("acme", message.id(), message.attempt(), message.kind(), message.sender(), message.body(), message.written(), to.now()));
            from.messages().delivered("acme", message.id());
        }
    }

    /** The quiesce route's part: answers if it is asked. @return whether it was */
    boolean sourceAnswers(Map<String, Object> state) {
        boolean asked = leaving.toConfirm("acme");
        if (asked) {
            leaving.confirmFrozen(migration, List.of(state));
        }
        return asked;
    }

    boolean gateOpens() {
        return arriving.mayRecover(migration, List.of(Map.of("state_desc", "RESTORING", "redo_start_lsn", new BigDecimal(300))));
    }

    static Map<String, Object> frozen() {
        return Map.of("state_desc", "ONLINE", "is_read_only", true, "is_in_standby", true);
    }

    static Map<String, Object> reopened() {
        return Map.of("state_desc", "ONLINE", "is_read_only", false, "is_in_standby", false);
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
