package org.halomigration.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Target.LandedFiles;
import org.halomigration.tsql.Advised;
import org.halomigration.tsql.Retry;
import org.halomigration.tsql.StatementFailed;

/** Why SQL Server cannot read a set whose files had arrived whole: the bean {@code damagedSets} of the restore route. */
public final class DamagedSets {
    private static final int READ_FAILED = 3203;

    private final Journal journal;
    private final Landing landing;

    public DamagedSets(Journal journal, Landing landing) {
        this.journal = journal;
        this.landing = landing;
    }

    /**
     * Looks at the files again, where the failure is one of theirs: what is no longer as it was sent is asked for again, what still is
     * would only arrive the same once more.
     *
     * @param files as SQL Server sees them
     * @return the failure to be told
     */
    public Exception judge(String migration, LandedFiles landed, Collection<String> files, Exception failure) {
        if (!(failure instanceof Advised advised) || advised.retry() != Retry.RESEND) {
            return failure;
        }
        String words = advised.words();
        try {
            Optional<Landing.Refused> changed = lookAgain(migration, landed, files);
            if (changed.isPresent()) {
                return new Damaged(words + " It was damaged after it had arrived: " + changed.get().getMessage(), "Look at the target's disk; the set is restored when it has come anew.", Retry.RESEND, failure);
            }
            // A disk that failed to read may read the next time; what it has read as damaged is damaged.
            Retry retry = failure instanceof StatementFailed statement && statement.number() != READ_FAILED ? Retry.NEVER : Retry.RETRY;
            return new Damaged(words + " Its files are as they were sent, by size and SHA-256.",
                    "Sending them again would not help. Look for read errors of the target's disk; if there are none, the backup was damaged before it was sent: run CHECKDB on the source and take a new one.",
                    retry, failure);
        } catch (IOException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    /**
     * What is no longer as it was sent is refused, its sets are forgotten, and the source sends it again.
     *
     * @return why a delivery was refused; empty where all are as they were sent
     */
    private Optional<Landing.Refused> lookAgain(String migration, LandedFiles landed, Collection<String> files) throws IOException {
        Optional<Landing.Refused> first = Optional.empty();
        for (Landing.Delivery delivery : received(migration)) {
            List<String> seen = delivery.files().stream().map(file -> landing.asSqlServerSeesIt(landed, file.name())).toList();
            if (Collections.disjoint(seen, files)) {
                continue;
            }
            try {
                Landing.whole(delivery, landed, LandedDirectory::sha256);
            } catch (Landing.Refused e) {
                landing.refuse(delivery, landed, e);
                first = first.or(() -> Optional.of(e));
            }
        }
        return first;
    }

    private List<Landing.Delivery> received(String migration) {
        List<Landing.Delivery> deliveries = new ArrayList<>();
        for (String text : journal.sql().sql("SELECT manifest FROM delivery WHERE migration = ? AND state = 'received'").params(migration).query(String.class).list()) {
            try {
                deliveries.add(new Landing.Delivery(migration, Json.read(text, Manifest.class, "manifest"), List.of()));
            } catch (Json.Unreadable e) {
                throw new IllegalStateException("The journal holds a manifest that cannot be read: " + e.getMessage(), e);
            }
        }
        return deliveries;
    }

    /** SQL Server's words, and what a look at the files adds to them. */
    static final class Damaged extends Exception implements Advised {
        private final String advice;
        private final Retry retry;

        Damaged(String message, String advice, Retry retry, Throwable cause) {
            super(message, cause);
            this.advice = advice;
            this.retry = retry;
        }

        @Override
        public String advice() {
            return advice;
        }

        @Override
        public Retry retry() {
            return retry;
        }
    }
}
