package org.halomigration.sandbox.sqlserver;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The transaction log of a database. A log sequence number is virtual log file, block and slot in one number, the form that headers and msdb
 * show as numeric(25,0): ten digits, ten digits, five digits ("SQL Server transaction log architecture and management guide").
 * Here it fits a long.
 */
final class TransactionLog {
    private static final long BLOCK = 100_000L;
    private static final long FILE = BLOCK * 10_000_000_000L;
    private static final int LAST_BLOCK = 60_000;
    private final List<LogRecord> records = new ArrayList<>();
    private long next = 37 * FILE + 48 * BLOCK + 1;

    /** The number that the next record gets. */
    long next() {
        return next;
    }

    void moveTo(long lsn) {
        next = lsn;
    }

    /** Begins a new block, as a checkpoint or a commit does. */
    void newBlock() {
        long file = next / FILE;
        long block = next % FILE / BLOCK + 8;
        if (block > LAST_BLOCK) {
            file++;
            block = 16;
        }
        next = file * FILE + block * BLOCK + 1;
    }

    /** Writes a committed transaction. */
    void append(List<LogRecord> transaction, boolean keep) {
        long now = System.currentTimeMillis();
        for (LogRecord entry : transaction) {
            if (keep) {
                records.add(entry.at(next, now));
            }
            next++;
            if (next % BLOCK == BLOCK - 1) {
                newBlock();
            }
        }
        newBlock();
    }

    /** Takes over records that were restored, with the numbers they have. */
    void add(LogRecord restored) {
        records.add(restored);
    }

    List<LogRecord> between(long from, long before) {
        return records.stream().filter(r -> r.lsn() >= from && r.lsn() < before).toList();
    }

    void dropBefore(long lsn) {
        records.removeIf(r -> r.lsn() < lsn);
    }

    void clear() {
        records.clear();
    }

    static BigDecimal number(Long lsn) {
        return lsn == null ? null : BigDecimal.valueOf(lsn);
    }
}
