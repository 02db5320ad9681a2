package org.halomigration.transfer;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sftp.Held;
import org.halomigration.sftp.Outgoing;
import org.halomigration.sftp.Throttle;
import org.halomigration.sheet.LandingZone;

/**
 * Whether and how fast a migration's files may be sent now, as an operator and the sheet say: the bean {@code traffic}. It is asked
 * while files are sent, too, so a pause, a window that closes and another limit take effect within a second.
 */
public final class Traffic implements Throttle {
    private final Journal journal;
    private final Function<String, Optional<LandingZone>> zones;

    /** @param zones a migration's landing zone, as the sheet has it now */
    public Traffic(Journal journal, Function<String, Optional<LandingZone>> zones) {
        this.journal = journal;
        this.zones = zones;
    }

    private record Hold(boolean aborted, String actor) {
        String text() {
            return (aborted ? "aborted" : "paused") + " by " + actor;
        }
    }

    /** Holds its files until they are continued; what has arrived stays, and is not sent again. Nothing where they are held already. */
    public void pause(String migration, String actor) {
        if (hold(migration, false, actor)) {
            say(migration, "push.paused", "transfers paused; what has arrived is kept", actor);
        }
    }

    /** As {@link #pause}, and what has arrived of files that are being sent is taken away: they are sent from their start later. */
    public void abort(String migration, String actor) {
        if (hold(migration, true, actor)) {
            say(migration, "push.aborted", "transfers aborted: what is being sent now is taken away again, and nothing is sent until they are continued", actor);
        }
    }

    /** Lets them be sent again. */
    public void goOn(String migration, String actor) {
        if (journal.sql().sql("DELETE FROM transfers_held WHERE migration = ?").params(migration).update() > 0) {
            say(migration, "push.continued", "transfers continued", actor);
        }
    }

    private boolean hold(String migration, boolean aborted, String actor) {
        return journal.together(() -> {
            Optional<Hold> before = held(migration);
            if (before.isPresent() && (before.get().aborted() || !aborted)) {
                return false;
            }
            journal.sql().sql("DELETE FROM transfers_held WHERE migration = ?").params(migration).update();
            journal.sql()
                    .sql("INSERT INTO transfers_held (migration, aborted, since, actor) VALUES (?, ?, ?, ?)")
                    .params(java.util.Arrays.asList(migration, aborted, journal.now(), actor))
                    .update();
            return true;
        });
    }

    private void say(String migration, String kind, String text, String actor) {
        journal.events().happened(migration, null, kind, text, null, actor);
    }

    private Optional<Hold> held(String migration) {
        List<Hold> holds = journal.sql().sql("SELECT aborted, actor FROM transfers_held WHERE migration = ?").params(migration).query(Hold.class).list();
        return holds.stream().findFirst();
    }

    /** How it stands, for people: {@code as fast as it goes}, {@code at most 20.0 MB/s}, {@code paused by ada}. */
    public String state(String migration) {
        try {
            long most = bytesPerSecond(migration, true);
            return most == 0 ? "as fast as it goes" : "at most " + org.halomigration.journal.Durations.bytes(most) + "/s";
        } catch (Held e) {
            return e.getMessage();
        }
    }

    /** How an operator holds them, {@code paused by ada}; empty where nobody does. */
    public Optional<String> heldBy(String migration) {
        return held(migration).map(Hold::text);
    }

    /** @param urgent whether the tail and logs are asked for */
    boolean open(String migration, boolean urgent) {
        try {
            bytesPerSecond(migration, urgent);
            return true;
        } catch (Held e) {
            return false;
        }
    }

    @Override
    public long bytesPerSecond(Outgoing file) throws Held {
        OutgoingFile asked = (OutgoingFile) file;
        return bytesPerSecond(asked.migration(), asked.urgent());
    }

    private long bytesPerSecond(String migration, boolean urgent) throws Held {
        Optional<Hold> hold = held(migration);
        if (hold.isPresent()) {
            throw new Held(hold.get().text(), hold.get().aborted());
        }
        LandingZone zone = zones.apply(migration).orElse(null);
        if (zone == null) {
            return 0;
        }
        LandingZone.Allowed now = zone.allowed(journal.now().toInstant());
        // With the source frozen, users wait for the tail and the logs before it.
        boolean waitedFor = urgent && journal.phases().of(migration).phase() == Phase.CUTTING_OVER;
        if (!now.open() && !waitedFor) {
            throw new Held("outside the windows of landing-zone.windows", false);
        }
        return now.bytesPerSecond();
    }
}
