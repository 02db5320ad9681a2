package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the tokens of the server's answer (MS-TDS "Packet Data Token Stream Definition"), one method a token. */
final class TdsTokens {
    static final int DONE = 0xFD;
    static final int DONE_PROCEDURE = 0xFE;
    static final int DONE_IN_PROCEDURE = 0xFF;

    // DONE's Status.
    static final int MORE = 0x01;
    static final int ERROR = 0x02;
    static final int COUNT = 0x10;
    static final int ATTENTION = 0x20;

    /** SQL_Latin1_General_CP1_CI_AS ("Collation Rule Definition"). */
    static final byte[] COLLATION = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};

    /** Texts of messages are cut there, as RAISERROR documents it. */
    private static final int LONGEST_MESSAGE = 2047;
    private final TdsOutput out;
    private final String server;
    private TdsVersion version = TdsVersion.V7_4;

    TdsTokens(TdsOutput out, String server) {
        this.out = out;
        this.server = server;
    }

    void version(TdsVersion negotiated) {
        version = negotiated;
    }

    TdsVersion version() {
        return version;
    }

    TdsOutput out() {
        return out;
    }

    void loginAck(int majorVersion) {
        String program = "Microsoft SQL Server";
        out.u8(0xAD);
        out.u16(1 + 4 + 1 + 2 * program.length() + 4);
        out.u8(1); // SQL_TSQL
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.u8(version.acknowledged() >> shift);
        }
        out.shortText(program);
        out.bytes((byte) majorVersion, (byte) 0, (byte) 0x03, (byte) 0xE8);
    }

    /** "FEATUREEXTACK": none of the features asked for is given, which every client accepts. */
    void noFeatures() {
        out.u8(0xAE);
        out.u8(0xFF);
    }

    /** ENVCHANGE of a text: 1 database, 2 language, 4 packet size. */
    void changed(int what, String to, String from) {
        out.u8(0xE3);
        out.u16(1 + 2 + 2 * to.length() + 2 * from.length());
        out.u8(what);
        out.shortText(to);
        out.shortText(from);
    }

    /** ENVCHANGE of bytes: 7 collation, 8 transaction begun, 9 committed, 10 rolled back, 18 connection reset. */
    void changed(int what, byte[] to, byte[] from) {
        out.u8(0xE3);
        out.u16(1 + 2 + to.length + from.length);
        out.u8(what);
        out.u8(to.length);
        out.bytes(to);
        out.u8(from.length);
        out.bytes(from);
    }

    /** INFO (severity to 10) and ERROR (from 11). */
    void message(int number, int severity, String text) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        little(body, number, 4);
        body.write(1); // State
        body.write(severity);
        String cut = text == null ? "" : text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) : text;
        little(body, cut.length(), 2);
        body.writeBytes(cut.getBytes(StandardCharsets.UTF_16LE));
        body.write(server.length());
        body.writeBytes(server.getBytes(StandardCharsets.UTF_16LE));
        body.write(0); // ProcName
        little(body, 1, version.atLeast(TdsVersion.V7_2) ? 4 : 2); // LineNumber
        out.u8(severity > 10 ? 0xAA : 0xAB);
        out.u16(body.size());
        out.bytes(body.toByteArray());
    }

    void columns(List<Answer.Column> columns) {
        out.u8(0x81);
        out.u16(columns.size());
        for (Answer.Column column : columns) {
            userTypeAndFlags(column.nullable() ? 0x09 : 0x08); // fNullable, usUpdateable "unknown"
            TdsTypes.writeInfo(out, column.type(), version);
            TdsTypes.writeTableName(out, column.type(), version);
            out.shortText(column.name());
        }
    }

    void row(List<Answer.Column> columns, List<byte[]> values) {
        out.u8(0xD1);
        for (int i = 0; i < columns.size(); i++) {
            TdsTypes.writeValue(out, columns.get(i).type(), values.get(i));
        }
    }

    void returnStatus(int status) {
        out.u8(0x79);
        out.i32(status);
    }

    /** An output parameter. */
    void returnValue(int ordinal, String name, SqlType type, byte[] value) {
        out.u8(0xAC);
        out.u16(ordinal);
        out.shortText(name);
        out.u8(1);
        userTypeAndFlags(0x01);
        TdsTypes.writeInfo(out, type, version);
        TdsTypes.writeValue(out, type, value);
    }

    void done(int token, int status, int command, long count) {
        out.u8(token);
        out.u16(status);
        out.u16(command);
        if (version.atLeast(TdsVersion.V7_2)) {
            out.i64(count);
        } else {
            out.i32((int) count);
        }
    }

    private void userTypeAndFlags(int flags) {
        out.u16(0);
        if (version.atLeast(TdsVersion.V7_2)) {
            out.u16(0);
        }
        out.u16(flags);
    }

    private static void little(ByteArrayOutputStream body, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            body.write(value >> 8 * i);
        }
    }
}
