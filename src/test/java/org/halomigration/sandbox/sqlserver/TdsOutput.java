package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes messages packet by packet (MS-TDS "Packet Header"). A full packet leaves at once, so a large result is never held in memory.
 * Once the client is gone everything is swallowed and the writing thread interrupted, as the server aborts what runs for it.
 */
final class TdsOutput {
    private static final int HEADER = 8;
    private OutputStream out;
    private byte[] packet = new byte[4096];
    private int length = HEADER;
    private int packetId = 1;
    private int session;
    private int type = TdsMessage.REPLY;
    private boolean broken;

    TdsOutput(OutputStream out) {
        this.out = out;
    }

    /** Writes to another stream from now on: into TLS and out of it. */
    void to(OutputStream stream) {
        out = stream;
    }

    void type(int messageType) {
        type = messageType;
    }

    /** As the login settled it; takes effect with the next message. */
    void negotiated(int packetSize, int sessionId) {
        packet = new byte[packetSize];
        session = sessionId;
    }

    boolean broken() {
        return broken;
    }

    void u8(int value) {
        if (length == packet.length) {
            send(false);
        }
        packet[length++] = (byte) value;
    }

    void u16(int value) {
        u8(value);
        u8(value >> 8);
    }

    void i32(int value) {
        u16(value);
        u16(value >> 16);
    }

    void i64(long value) {
        i32((int) value);
        i32((int) (value >> 32));
    }

    void bytes(byte... value) {
        bytes(value, 0, value.length);
    }

    void bytes(byte[] value, int from, int count) {
        int at = from;
        int left = count;
        while (left > 0) {
            if (length == packet.length) {
                send(false);
            }
            int part = Math.min(left, packet.length - length);
            System.arraycopy(value, at, packet, length, part);
            length += part;
            at += part;
            left -= part;
        }
    }

    /** B_VARCHAR: a byte with the count of characters, then the characters. */
    void shortText(String text) {
        String cut = text.length() > 255 ? text.substring(0, 255) : text;
        u8(cut.length());
        bytes(cut.getBytes(StandardCharsets.UTF_16LE));
    }

    /** US_VARCHAR: two bytes with the count of characters, then the characters. */
    void text(String text) {
        u16(text.length());
        bytes(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** Sends what is there without ending the message: progress is seen live. */
    void flush() {
        if (length > HEADER) {
            send(false);
        }
    }

    /** Ends the message. */
    void end() {
        send(true);
        packetId = 1;
    }

    private void send(boolean last) {
        packet[0] = (byte) type;
        packet[1] = (byte) (last ? 1 : 0);
        packet[2] = (byte) (length >> 8); // the header is big-endian, the rest of the protocol little-endian
        packet[3] = (byte) length;
        packet[4] = (byte) (session >> 8);
        packet[5] = (byte) session;
        packet[6] = (byte) packetId++;
        packet[7] = 0;
        if (!broken) {
            try {
                out.write(packet, 0, length);
                out.flush();
            } catch (IOException gone) {
                broken = true;
            }
        }
        if (broken) {
            Thread.currentThread().interrupt();
        }
        length = HEADER;
    }
}
