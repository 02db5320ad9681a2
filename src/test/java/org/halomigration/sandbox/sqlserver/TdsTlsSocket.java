package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * What lies under the TLS socket: the handshake travels inside PRELOGIN messages, all later records bare (MS-TDS "PRELOGIN", on ENCRYPTION;
 * "Preparing for TLS/SSL Handshake").
 */
final class TdsTlsSocket extends Socket {
    private final Socket client;
    private final InputStream bareIn;
    private final TdsInput wrappedIn;
    private final TdsOutput wrappedOut;
    private final ByteArrayOutputStream flight = new ByteArrayOutputStream();
    private InputStream message = InputStream.nullInputStream();
    private volatile boolean bare;

    TdsTlsSocket(Socket client, InputStream bareIn, TdsInput wrappedIn, TdsOutput wrappedOut) {
        this.client = client;
        this.bareIn = bareIn;
        this.wrappedIn = wrappedIn;
        this.wrappedOut = wrappedOut;
    }

    /** Sends what is left of the handshake; from here on nothing is wrapped. */
    void handshakeDone() {
        sendFlight();
        bare = true;
    }

    /** A whole flight in one message: the client is to answer only when it has all. */
    private void sendFlight() {
        if (flight.size() > 0) {
            wrappedOut.type(TdsMessage.PRELOGIN);
            wrappedOut.bytes(flight.toByteArray());
            wrappedOut.end();
            wrappedOut.type(TdsMessage.REPLY);
            flight.reset();
        }
    }

    private boolean nextMessage() throws IOException {
        sendFlight();
        TdsMessage next = wrappedIn.read();
        if (next != null && next.type() != TdsMessage.PRELOGIN) {
            throw new TdsProtocolException("A message of type " + next.type() + " within the TLS handshake.");
        }
        message = new ByteArrayInputStream(next == null ? new byte[0] : next.data());
        return next != null;
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int count) throws IOException {
                if (bare) {
                    return bareIn.read(into, from, count);
                }
                int read = message.read(into, from, count);
                return read >= 0 || !nextMessage() ? read : message.read(into, from, count);
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                if (bare) {
                    client.getOutputStream().write(bytes, from, count);
                } else {
                    flight.write(bytes, from, count);
                }
            }
        };
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return client.isClosed();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
