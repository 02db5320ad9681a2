package org.halomigration.sandbox.sqlserver;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * One record of the transaction log.
 *
 * @param time of the commit, milliseconds since 1970
 * @param table schema.name in lower case; null for a definition
 * @param row the row's number inside the sandbox, which no client sees
 * @param values of the visible columns; null for a removed row
 * @param definition the statement that changed tables, indexes or users; else null
 */
record LogRecord(long lsn, long time, String table, long row, Object[] values, String definition) {
    static LogRecord put(String table, long row, Object[] values) {
        return new LogRecord(0, 0, table, row, values, null);
    }

    static LogRecord remove(String table, long row) {
        return new LogRecord(0, 0, table, row, null, null);
    }

    static LogRecord define(String statement) {
        return new LogRecord(0, 0, null, 0, null, statement);
    }

    LogRecord at(long lsn, long time) {
        return new LogRecord(lsn, time, table, row, values, definition);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(lsn);
        out.writeLong(time);
        Values.write(out, definition);
        if (definition == null) {
            Values.write(out, table);
            out.writeLong(row);
            writeRow(out, values);
        }
    }

    static LogRecord read(DataInputStream in) throws IOException {
        long lsn = in.readLong();
        long time = in.readLong();
        String definition = (String) Values.read(in);
        if (definition != null) {
            return new LogRecord(lsn, time, null, 0, null, definition);
        }
        return new LogRecord(lsn, time, (String) Values.read(in), in.readLong(), readRow(in), null);
    }

    static void writeRow(DataOutputStream out, Object[] values) throws IOException {
        out.writeInt(values == null ? -1 : values.length);
        for (int i = 0; values != null && i < values.length; i++) {
            Values.write(out, values[i]);
        }
    }

    static Object[] readRow(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        Object[] values = new Object[length];
        for (int i = 0; i < length; i++) {
            values[i] = Values.read(in);
        }
        return values;
    }
}
