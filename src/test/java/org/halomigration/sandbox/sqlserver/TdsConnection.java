package org.halomigration.sandbox.sqlserver;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client, from its first byte to its last. This thread only reads; what is asked runs in {@link TdsWorker}. */
final class TdsConnection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TdsConnection.class);
    private static final int LOGIN_MILLIS = 30_000;
    private static final int LONGEST_MESSAGE = 256 * 1024 * 1024;
    private final Socket client;
    private final SqlEngine engine;
    private final TdsServer.Encryption encryption;
    private final Consumer<TdsConnection> gone;
    private TdsInput in;
    private TdsOutput out;
    private TdsTokens tokens;

    TdsConnection(Socket client, SqlEngine engine, TdsServer.Encryption encryption, Consumer<TdsConnection> gone) {
        this.client = client;
        this.engine = engine;
        this.encryption = encryption;
        this.gone = gone;
    }

    @Override
    public void run() {
        try (client) {
            client.setTcpNoDelay(true);
            client.setSoTimeout(LOGIN_MILLIS);
            InputStream bareIn = new BufferedInputStream(client.getInputStream(), 32 * 1024);
            in = new TdsInput(bareIn);
            out = new TdsOutput(client.getOutputStream());
            tokens = new TdsTokens(out, engine.serverName());
            TdsLogin login = new TdsHandshake(client, bareIn, in, out, encryption, engine.majorVersion()).login();
            client.setSoTimeout(0);
            if (login != null) {
                logIn(login);
            }
        } catch (IOException e) {
            LOG.debug("Connection from port {} ended: {}", client.getPort(), e.toString());
        } finally {
            gone.accept(this);
        }
    }

    private void logIn(TdsLogin login) throws IOException {
        tokens.version(login.version());
        SqlSession session;
        try {
            if (login.integrated()) {
                throw new SqlError(18452, 14, "Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.");
            }
            session = engine.login(login.login());
        } catch (SqlError refused) {
            tokens.message(refused.number(), Math.max(refused.severity(), 11), refused.getMessage());
            tokens.done(TdsTokens.DONE, TdsTokens.ERROR, 0, 0);
            out.end();
            return;
        }
        try (session) {
            welcome(login, session);
            if (out.broken()) {
                Thread.interrupted(); // nothing runs here that it would have to stop
                return;
            }
            serve(session);
        }
    }

    private void welcome(TdsLogin login, SqlSession session) {
        tokens.changed(1, session.database(), "master");
        tokens.message(5701, 0, "Changed database context to '" + session.database() + "'.");
        if (login.version().atLeast(TdsVersion.V7_1)) {
            tokens.changed(7, TdsTokens.COLLATION, new byte[0]);
        }
        tokens.changed(2, "us_english", "");
        tokens.message(5703, 0, "Changed language setting to us_english.");
        tokens.loginAck(engine.majorVersion());
        tokens.changed(4, String.valueOf(login.packetSize()), "4096");
        if (login.extended()) {
            tokens.noFeatures();
        }
        tokens.done(TdsTokens.DONE, 0, 0, 0);
        out.end();
        in.limits(login.packetSize(), LONGEST_MESSAGE);
        out.negotiated(login.packetSize(), session.id());
    }

    private void serve(SqlSession session) throws IOException {
        String name = Thread.currentThread().getName() + " session " + session.id();
        TdsWorker worker = new TdsWorker(name, new TdsRequests(session, tokens.version()), tokens, this::close);
        try {
            for (TdsMessage message = in.read(); message != null; message = in.read()) {
                switch (message.type()) {
                    case TdsMessage.ATTENTION -> worker.attention(message);
                    case TdsMessage.SQL_BATCH, TdsMessage.RPC, TdsMessage.TRANSACTION -> worker.submit(message);
                    default -> throw new TdsProtocolException("A message of type " + message.type() + " is not served here.");
                }
            }
        } finally {
            worker.end();
        }
    }

    /** The client reads what was sent, then the end. */
    void close() {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("Closing failed: {}", e.toString());
        }
    }

    /** The client's next read or write fails with "Connection reset". */
    void drop() {
        try {
            client.setSoLinger(true, 0);
        } catch (SocketException e) {
            LOG.debug("Already closed: {}", e.toString());
        }
        close();
    }
}
