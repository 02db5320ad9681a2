package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns what the engine says into tokens. DONE is held back until the next token shows whether more follows (MS-TDS "DONE", DONE_MORE).
 */
final class TdsAnswer implements Answer {
    private final TdsTokens tokens;
    private TdsCommands commands = new TdsCommands("");
    private boolean inProcedure;
    private Done held;
    private List<Column> columns = List.of();
    private boolean resultOpen;
    private boolean failedSinceDone;
    private int lastError;
    private boolean fatal;

    TdsAnswer(TdsTokens tokens) {
        this.tokens = tokens;
    }

    private record Done(int token, int status, int command, long count) {}

    /** A text begins to run: as a batch of its own or within a remote procedure call such as sp_executesql. */
    void begins(String batch, boolean procedure) {
        commands = new TdsCommands(batch);
        inProcedure = procedure;
        lastError = 0;
    }

    @Override
    public void info(int number, int severity, String message) {
        release();
        tokens.message(number, Math.min(severity, 10), message);
        tokens.out().flush();
    }

    @Override
    public void error(SqlError error) {
        release();
        tokens.message(error.number(), Math.max(error.severity(), 11), error.getMessage());
        failedSinceDone = true;
        lastError = error.number();
        fatal |= error.severity() >= 20;
    }

    @Override
    public void columns(List<Column> asked) {
        release();
        columns = asked.stream().map(c -> new Column(c.name(), TdsTypes.known(c.type(), tokens.version()), c.nullable())).toList();
        tokens.columns(columns);
        resultOpen = true;
    }

    @Override
    public void row(Object... values) {
        if (!resultOpen || values.length != columns.size()) {
            throw new IllegalStateException("A row of " + values.length + " values for " + (resultOpen ? columns.size() : "no open result's") + " columns.");
        }
        List<byte[]> encoded = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            encoded.add(encoded(columns.get(i), values[i]));
        }
        tokens.row(columns, encoded);
    }

    private static byte[] encoded(Column column, Object value) {
        try {
            return TdsValues.encode(column.type(), value);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("Column " + column.name() + " of type " + column.type() + " cannot carry a "
                + value.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void count(long rows) {
        hold(TdsTokens.COUNT, resultOpen ? TdsCommands.SELECT : commands.counted(), rows);
    }

    @Override
    public void done() {
        hold(0, resultOpen ? TdsCommands.SELECT : commands.other(), 0);
    }

    @Override
    public void databaseChanged(String from, String to) {
        release();
        tokens.changed(1, to, from);
        tokens.message(5701, 0, "Changed database context to '" + to + "'.");
    }

    /** ENVCHANGE 8, 9 or 10 of a transaction; its number is the session's, little-endian. */
    void transaction(int change, byte[] begun, byte[] ended) {
        release();
        tokens.changed(change, begun, ended);
    }

    /** The batch has come to its end; a batch that said nothing still ends with a DONE. */
    void endBatch() {
        if (held == null || resultOpen || failedSinceDone) {
            hold(0, 0, 0);
        }
    }

    /** The procedure has come to its end: "RETURNSTATUS", "RETURNVALUE" for every output, "DONEPROC". */
    void endProcedure(int status, List<Output> outputs) {
        if (resultOpen) {
            done();
        }
        release();
        tokens.returnStatus(status);
        for (Output output : outputs) {
            SqlType type = TdsTypes.known(output.type(), tokens.version());
            tokens.returnValue(output.ordinal(), output.name(), type, TdsValues.encode(type, output.value()));
        }
        held = new Done(TdsTokens.DONE_PROCEDURE, lastError != 0 ? TdsTokens.ERROR : 0, 0xE0, 0);
        failedSinceDone = false;
    }

    record Output(int ordinal, String name, SqlType type, Object value) {}

    /** Number of the batch's last error, 0 without one: the return status of sp_executesql. */
    int lastError() {
        return lastError;
    }

    /** An error of severity 20 and above was sent: the connection has to end. */
    boolean fatal() {
        return fatal;
    }

    /** Ends the message. */
    void finish() {
        endBatch();
        tokens.done(held.token, held.status, held.command, held.count);
        tokens.out().end();
    }

    /** Ends the message as one that was cut off, then acknowledges the attention in a message of its own (MS-TDS "Attention Acknowledgment"). */
    void finishCutOff() {
        release();
        tokens.done(TdsTokens.DONE, TdsTokens.ERROR, 0, 0);
        tokens.out().end();
        acknowledge(tokens);
    }

    static void acknowledge(TdsTokens tokens) {
        tokens.done(TdsTokens.DONE, TdsTokens.ATTENTION, 0, 0);
        tokens.out().end();
    }

    private void hold(int status, int command, long count) {
        release();
        int failed = failedSinceDone ? TdsTokens.ERROR : 0;
        held = new Done(inProcedure ? TdsTokens.DONE_IN_PROCEDURE : TdsTokens.DONE, status | failed, command, count);
        failedSinceDone = false;
        resultOpen = false;
    }

    private void release() {
        if (held != null) {
            tokens.done(held.token, held.status | TdsTokens.MORE, held.command, held.count);
            held = null;
        }
    }
}
