package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speaks TDS 7.0 to 7.4, the protocol of SQL Server's clients (Microsoft's open specification MS-TDS), on loopback and passes what they ask to
 * a {@link SqlEngine}. Made for tests: it can drop its clients and refuse new ones.
 */
public final class TdsServer implements AutoCloseable {
    private final SqlEngine engine;
    private final Encryption encryption;
    private final Set<TdsConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private ServerSocket listener;
    private int port;

    /** What the server answers to a client's wish for encryption. */
    public enum Encryption {
        /** It cannot: a client that wants it gives up. */
        NONE,
        /** As the client wishes: everything, or the login only. */
        OFFERED,
        /** Everything, whatever the client wishes. */
        REQUIRED
    }

    private TdsServer(SqlEngine engine, Encryption encryption, int port) {
        this.engine = engine;
        this.encryption = encryption;
        this.port = port;
    }

    /** Listens on a free port. @param tls whether it offers TLS, with the certificate that {@link #trustStore} knows */
    public static TdsServer start(SqlEngine engine, boolean tls) {
        return start(engine, tls ? Encryption.OFFERED : Encryption.NONE, 0);
    }

    /** @param port 0 for a free one */
    public static TdsServer start(SqlEngine engine, Encryption encryption, int port) {
        if (encryption != Encryption.NONE) {
            TdsCertificate.instance();
        }
        TdsServer server = new TdsServer(engine, encryption, port);
        server.acceptConnections();
        return server;
    }

    /** The same through all refusals. */
    public int port() {
        return port;
    }

    /** A PKCS12 file with the server's certificate, for clients that are to trust it; its names are localhost and 127.0.0.1. */
    public static Path trustStore() {
        return TdsCertificate.instance().trustStore();
    }

    public static String trustStorePassword() {
        return TdsCertificate.PASSWORD;
    }

    /** Clients connected now. One that has closed counts until the server has noticed. */
    public int connections() {
        return connections.size();
    }

    /** Resets all connections, as a crash of the server or a firewall does. What runs is aborted. */
    public void dropConnections() {
        connections.forEach(TdsConnection::drop);
    }

    /** From now on new clients are refused ("Connection refused"); those connected stay. */
    public synchronized void refuseConnections() {
        try {
            if (listener != null) {
                listener.close();
            }
            listener = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens again, on the same port. */
    public synchronized void acceptConnections() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            listener = socket;
            port = socket.getLocalPort();
            daemon(() -> accept(socket), "tds-" + port);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox's SQL Server cannot listen on port " + port + " of loopback: " + e.getMessage(), e);
        }
    }

    /** Refuses new clients and drops those connected. */
    @Override
    public void close() {
        refuseConnections();
        dropConnections();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                TdsConnection connection = new TdsConnection(client, engine, encryption, connections::remove);
                connections.add(connection);
                daemon(connection, "tds-" + port + " connection " + accepted.incrementAndGet());
                if (socket.isClosed()) {
                    connection.drop();
                }
            } catch (IOException e) {
                // closed, or the client left before it was served
            }
        }
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
