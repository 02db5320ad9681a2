package org.halomigration.sandbox.sqlserver;

/** How far a BACKUP or RESTORE is: message 3211 where STATS asks for it, percent_complete, the pace and the failures that a test orders. */
final class Progress {
    private final Session session;
    private final Answer answer;
    private final String command;
    private final int stats;
    private int percent;
    private String file = "";

    /** @param stats percent between two messages; 0 for none */
    Progress(Session session, Answer answer, String command, int stats) {
        this.session = session;
        this.answer = answer;
        this.command = command;
        this.stats = stats;
        session.request(new Request(command, 0));
    }

    /** A file that grows while the statement runs. */
    void writes(String path) {
        file = path;
    }

    void at(long done, long total) throws InterruptedException {
        if (percent == 0) {
            stand();
        }
        int now = (int) (100 * done / Math.max(1, total));
        long pause = session.server().pace.toNanos() / (stats == 0 ? 10 : stats);
        while (percent < now) {
            percent++;
            session.request().at(percent, done);
            if (pause > 0) {
                Thread.sleep(pause / 1_000_000, (int) (pause % 1_000_000));
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (stats > 0 && percent % stats == 0) {
                answer.info(3211, 0, percent + " percent processed.");
            }
            stand();
            fail(session.server().failures().take(command, percent));
        }
    }

    private void stand() throws InterruptedException {
        Held held = session.server().failures().takeHeld(command, percent);
        if (held != null) {
            session.request().waitsFor(held.waitType);
            held.stand();
            session.request().waitsFor(null);
        }
    }

    private void fail(Failures.Kind kind) throws InterruptedException {
        if (kind == Failures.Kind.DROP_CONNECTION) {
            session.server().dropConnections.run();
            throw new InterruptedException("connection dropped by order of a test");
        }
        if (kind == Failures.Kind.DISK_FULL && command.startsWith("RESTORE")) {
            throw Refused.of(5149, "MODIFY FILE encountered operating system error 112(There is not enough space on the disk.) while attempting to expand the physical file '" + file + "'.");
        }
        if (kind == Failures.Kind.DISK_FULL) {
            throw Refused.of(3202, "Write on the backup device failed: 112(There is not enough space on the disk.)");
        }
        if (kind == Failures.Kind.READ_ERROR) {
            throw Refused.of(3203, "Read on the backup device failed: 23(Data error (cyclic redundancy check).)");
        }
    }
}
