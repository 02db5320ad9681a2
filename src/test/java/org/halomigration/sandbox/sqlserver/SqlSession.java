package org.halomigration.sandbox.sqlserver;

import java.util.List;

/** One logged-in session. One batch at a time; the TDS server interrupts the thread on attention and when the client is gone. */
public interface SqlSession extends AutoCloseable {
    /** @@SPID. */
    int id();

    /** The database the session is in. */
    String database();

    /**
     * Runs one batch to its end, writing what happens to the answer as it happens. Errors of the batch go to the answer, not up.
     *
     * @param parameters values of the batch's {@code @name} variables, as sp_executesql passes them; empty for a plain batch
     * @throws InterruptedException when attention or a lost connection cut it off; what ran is aborted as on the server
     */
    void execute(String batch, List<Parameter> parameters, Answer answer) throws InterruptedException;

    /** Ends the session: open transaction rolled back, session locks released. */
    @Override
    void close();

    /** A variable of a batch; {@code value} is a String, Long, Integer, Short, Boolean, BigDecimal, Double, Float, byte[], UUID, LocalDate, LocalTime, LocalDateTime, OffsetDateTime or null. */
    record Parameter(String name, SqlType type, Object value) {}
}
