package org.halomigration.sandbox.halo;

import java.util.List;

/**
 * What a {@link HaloApplication} is connected to.
 *
 * @param mail null for one without a mailbox
 * @param heartbeat null for one without an integrator
 * @param prepare statements that bring the database up to this application's version, as a new version's first start does
 */
public record HaloOptions(Database database, Mail mail, Heartbeat heartbeat, List<String> prepare) {

    public HaloOptions {
        prepare = List.copyOf(prepare);
    }

    public HaloOptions(Database database, Mail mail, Heartbeat heartbeat) {
        this(database, mail, heartbeat, List.of());
    }

    public record Database(String url, String username, String password) {
        @Override
        public String toString() {
            return url;
        }
    }

    /** The mailbox whose mails become tickets, and where answers are handed in. */
    public record Mail(MailSandbox server, MailSandbox.Mailbox mailbox) {}

    /** Where the integrator writes when it ran last, in UTC; the table has one row. */
    public record Heartbeat(String table, String column) {
        /** Where Halo's own database keeps it. */
        public static final Heartbeat IN_CONTROL = new Heartbeat("dbo.CONTROL", "integratorlastrun");
    }
}
