package org.halomigration.sandbox.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a server that can hang: what stands keeps standing, and nothing comes through any more. New connections go through. */
public final class HangingLink implements SftpServer {
    private final SftpServer behind;
    private final ServerSocket listening;
    private final Path knownHosts;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    /** Connections up to this number hang. */
    private volatile int hanging;

    /** @param home an existing directory for its known_hosts */
    public HangingLink(SftpServer behind, Path home) {
        this.behind = behind;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            knownHosts = Files.writeString(home.resolve("known_hosts_link"), Files.readString(behind.knownHosts()).replace(":" + behind.port(), ":" + port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        begin(this::accept);
    }

    /** From now on nothing passes over the connections that stand, which stay open. */
    public void hang() {
        hanging = connections.get();
    }

    /** How many connections were ever made. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                int number = connections.incrementAndGet();
                Socket server = new Socket(behind.host(), behind.port());
                sockets.add(client);
                sockets.add(server);
                begin(() -> pass(client, server, number));
                begin(() -> pass(server, client, number));
            }
        } catch (IOException closed) {
            // The end of the test, or the server behind is gone and with it the use of this.
            return;
        }
    }

    private void pass(Socket from, Socket to, int number) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n; (n = in.read(buffer)) >= 0; ) {
                if (number <= hanging) {
                    return;
                }
                out.write(buffer, 0, n);
            }
            to.close();
        } catch (IOException ended) {
            shut(to);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "hanging link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public String username() {
        return behind.username();
    }

    @Override
    public Path privateKey() {
        return behind.privateKey();
    }

    @Override
    public Path knownHosts() {
        return knownHosts;
    }

    @Override
    public Path root() {
        return behind.root();
    }

    /** Ends the link; the server behind stays. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(HangingLink::shut);
    }
}
