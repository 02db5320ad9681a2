package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads messages packet by packet (MS-TDS "Packet Header") and refuses what is too long, so that garbage cannot fill the memory. */
final class TdsInput {
    private static final int HEADER = 8;
    private static final int END_OF_MESSAGE = 0x01;
    private static final int IGNORE = 0x02;
    private DataInputStream in;
    private int packetLimit = 32767;
    private int messageLimit = 128 * 1024;

    TdsInput(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** Reads from another stream from now on: into TLS and, for login-only encryption, out of it. */
    void from(InputStream stream) {
        in = new DataInputStream(stream);
    }

    /** Bytes that a packet and a message may have; tight before the login. */
    void limits(int packet, int message) {
        packetLimit = packet;
        messageLimit = message;
    }

    /** @return null when the client has closed the connection between two messages */
    TdsMessage read() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int type = -1;
        int status;
        do {
            int packetType = in.read();
            if (packetType < 0 && type < 0) {
                return null;
            }
            if (packetType < 0) {
                throw new EOFException("The client left within a message of type " + type + ".");
            }
            if (type >= 0 && packetType != type) {
                throw new TdsProtocolException("Packet of type " + packetType + " within a message of type " + type + ".");
            }
            type = packetType;
            status = in.readUnsignedByte();
            body.write(packetBody(body.size()));
        } while ((status & END_OF_MESSAGE) == 0);
        if ((status & IGNORE) != 0 && type != TdsMessage.ATTENTION) {
            return read();
        }
        return new TdsMessage(type, body.toByteArray());
    }

    private byte[] packetBody(int before) throws IOException {
        int length = in.readUnsignedShort();
        if (length < HEADER || length > packetLimit) {
            throw new TdsProtocolException("A packet says that it has " + length + " bytes; allowed are " + HEADER + " to " + packetLimit + ".");
        }
        if (before + length - HEADER > messageLimit) {
            throw new TdsProtocolException("A message has more than the allowed " + messageLimit + " bytes.");
        }
        in.readInt(); // SPID, PacketID, Window: the server has no use for them
        byte[] body = new byte[length - HEADER];
        in.readFully(body);
        return body;
    }
}
