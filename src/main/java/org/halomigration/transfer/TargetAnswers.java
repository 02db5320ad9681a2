package org.halomigration.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Messages.Message;
import org.halomigration.sheet.Target.LandedFiles;

/** What the target tells the source: the bean {@code answers} of the answer route. */
public final class TargetAnswers {
    /** Why a delivery is where it is: what became of its set; else what was said when it arrived. A refusal says nothing of a set that is there already. */
    private static final String REASON = "CASE WHEN s.id IS NULL OR s.reason IS NULL AND d.state = 'received' THEN d.reason ELSE s.reason END";

    private final Journal journal;

    public TargetAnswers(Journal journal) {
        this.journal = journal;
    }

    /**
     * Tells the source what became of every delivery whose state it does not know yet, and where the target database stands. One at a
     * time: of two stages that answer at once the slower would write the older state under the greater number.
     *
     * @param position rows of restore-position.sql; empty where there is no such database yet
     */
    public synchronized void receipts(String migration, LandedFiles landed, String database, List<Map<String, Object>> position) throws IOException {
        record Due(String id, Boolean resend, String state, String reason, String setId, String type) {}
        List<Due> due = journal.sql()
                .sql("SELECT d.id, d.resend, COALESCE(s.state, d.state) AS state, " + REASON + " AS reason, s.id AS set_id, s.type "
                        + "FROM delivery d LEFT JOIN backup_set s ON s.migration = d.migration AND s.id = COALESCE(d.set_id, UPPER(d.id)) WHERE d.migration = ? AND d.state <> 'arrived' "
                        + "AND COALESCE(d.answered, '') <> COALESCE(s.state, d.state) || ' ' || COALESCE(" + REASON + ", '')")
                .params(migration)
                .query(Due.class)
                .list();
        Receipt.Position place = position(database, position);
        for (Due delivery : due) {
            List<Receipt.SetState> sets = delivery.setId() == null
                    ? null
                    : List.of(new Receipt.SetState(delivery.setId(), delivery.type(), delivery.state(), delivery.reason()));
            Receipt receipt = new Receipt(
                    Receipt.FORMAT,
                    1,
                    delivery.id(),
                    migration,
                    journal.phases().attempt(migration),
                    next(migration),
                    delivery.state(),
                    delivery.reason(),
                    Boolean.TRUE.equals(delivery.resend()) ? true : null,
                    sets,
                    place,
                    journal.now());
            new LandedDirectory(landed.path()).answer(receipt.fileName(), Json.text(receipt));
            journal.sql()
                    .sql("UPDATE delivery SET sequence = ?, answered = ? WHERE migration = ? AND id = ?")
                    .params(receipt.sequence(), delivery.state() + " " + (delivery.reason() == null ? "" : delivery.reason()), migration, delivery.id())
                    .update();
        }
    }

    /**
     * The next receipt's number. It never falls, also when the clock is set back; that it begins with the time lets a source go on with a
     * target whose journal was lost.
     */
    private long next(String migration) {
        long last = journal.sql().sql("SELECT COALESCE(MAX(sequence), 0) FROM delivery WHERE migration = ?").params(migration).query(Long.class).single();
        return Math.max(last + 1, journal.now().toInstant().toEpochMilli());
    }

    private static Receipt.Position position(String database, List<Map<String, Object>> rows) {
        if (rows == null || rows.isEmpty()) {
            return new Receipt.Position(database, "absent", null, null, null, null);
        }
        Map<String, Object> row = rows.get(0);
        return new Receipt.Position(
                database,
                text(row, "state_desc"),
                text(row, "redo_start_lsn"),
                text(row, "redo_start_fork_guid"),
                text(row, "differential_base_guid"),
                text(row, "family_guid"));
    }

    private static String text(Map<String, Object> row, String column) {
        Object value = row.get(column);
        return value == null ? null : value.toString();
    }

    /** Hands own messages to the source. */
    public void messages(String migration, LandedFiles landed) throws IOException {
        for (Message message : journal.messages().undelivered(migration)) {
            Envelope envelope = Outbox.envelope(message);
            new LandedDirectory(landed.path()).answer(envelope.fileName(), Json.text(envelope));
            journal.messages().delivered(migration, message.id());
        }
    }
}
