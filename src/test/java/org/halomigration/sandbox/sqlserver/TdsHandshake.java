package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

import javax.net.ssl.SSLSocket;

/** From the first byte to LOGIN7: PRELOGIN and, where both sides agree on it, TLS. */
final class TdsHandshake {
    // "PRELOGIN", ENCRYPTION.
    private static final int OFF = 0;
    private static final int ON = 1;
    private static final int NOT_SUPPORTED = 2;
    private static final int REQUIRED = 3;
    private static final int TERMINATOR = 0xFF;
    private final Socket client;
    private final InputStream bareIn;
    private final TdsInput in;
    private final TdsOutput out;
    private final TdsServer.Encryption encryption;
    private final int majorVersion;

    TdsHandshake(Socket client, InputStream bareIn, TdsInput in, TdsOutput out, TdsServer.Encryption encryption, int majorVersion) {
        this.client = client;
        this.bareIn = bareIn;
        this.in = in;
        this.out = out;
        this.encryption = encryption;
        this.majorVersion = majorVersion;
    }

    /** @return null when the client left before it logged in */
    TdsLogin login() throws IOException {
        TdsMessage message = in.read();
        int agreed = NOT_SUPPORTED;
        if (message != null && message.type() == TdsMessage.PRELOGIN) {
            agreed = agreed(encryptionOf(message.data()));
            answer(agreed);
            if (agreed != NOT_SUPPORTED) {
                startTls();
            }
            message = in.read();
        } else if (message != null && encryption == TdsServer.Encryption.REQUIRED) {
            throw new TdsProtocolException("The client logs in without asking for encryption, which this server requires.");
        }
        if (message == null) {
            return null;
        }
        if (message.type() != TdsMessage.LOGIN) {
            throw new TdsProtocolException("A message of type " + message.type() + " where LOGIN7 is due.");
        }
        if (agreed == OFF) { // only the login is encrypted
            in.from(bareIn);
            out.to(client.getOutputStream());
        }
        return TdsLogin.read(message.data());
    }

    /** The table of "PRELOGIN": what the server answers to the client's wish. */
    private int agreed(int wish) {
        return switch (encryption) {
            case NONE -> NOT_SUPPORTED;
            case OFFERED -> wish == REQUIRED ? ON : wish;
            case REQUIRED -> wish == ON ? ON : REQUIRED;
        };
    }

    /** Options are a token, a position and a length, both big-endian. */
    private static int encryptionOf(byte[] data) throws TdsProtocolException {
        TdsBuffer in = new TdsBuffer(data);
        for (int token = in.u8(); token != TERMINATOR; token = in.u8()) {
            int position = in.u8() << 8 | in.u8();
            in.u16();
            if (token == 1) {
                in.at(position);
                return in.u8() & 0x03;
            }
        }
        return NOT_SUPPORTED;
    }

    private void answer(int agreed) {
        byte[] version = {(byte) majorVersion, 0, 0x03, (byte) 0xE8, 0, 0};
        byte[][] options = {version, {(byte) agreed}, {0}, {}, {0}}; // VERSION, ENCRYPTION, INSTOPT, THREADID, MARS
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        int first = 5 * options.length + 1;
        for (int token = 0; token < options.length; token++) {
            int position = first + values.size();
            out.bytes((byte) token, (byte) (position >> 8), (byte) position, (byte) 0, (byte) options[token].length);
            values.writeBytes(options[token]);
        }
        out.u8(TERMINATOR);
        out.bytes(values.toByteArray());
        out.end();
    }

    private void startTls() throws IOException {
        TdsTlsSocket wrapped = new TdsTlsSocket(client, bareIn, in, out);
        SSLSocket tls = (SSLSocket) TdsCertificate.instance().context().getSocketFactory().createSocket(wrapped, "localhost", client.getPort(), true);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(new String[] {"TLSv1.2"}); // what TDS 7.x knows; TLS 1.3 came with TDS 8.0
        tls.startHandshake();
        wrapped.handshakeDone();
        in.from(tls.getInputStream());
        out.to(tls.getOutputStream());
    }
}
