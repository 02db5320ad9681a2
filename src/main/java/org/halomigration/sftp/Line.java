package org.halomigration.sftp;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * The socket of one SSH connection. It knows when the server was last heard and why the line broke, and can be cut from outside: a
 * writer that hangs in it holds the locks that every gentler way of ending needs.
 */
final class Line implements SocketFactory {
    private final int connectTimeout;
    private final String bindAddress;
    private volatile Socket socket;
    private volatile long heard = System.nanoTime();
    private volatile IOException broken;

    /**
     * @param connectTimeout in milliseconds; 0: as long as the operating system tries
     * @param bindAddress the local address to connect from; null for any
     */
    Line(int connectTimeout, String bindAddress) {
        this.connectTimeout = connectTimeout;
        this.bindAddress = bindAddress;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket made = new Socket();
        socket = made;
        try {
            if (bindAddress != null && !bindAddress.isBlank()) {
                made.bind(new InetSocketAddress(InetAddress.getByName(bindAddress), 0));
            }
            made.connect(new InetSocketAddress(host, port), connectTimeout);
        } catch (IOException e) {
            made.close();
            throw e;
        }
        return made;
    }

    @Override
    public InputStream getInputStream(Socket from) throws IOException {
        return new FilterInputStream(from.getInputStream()) {
            @Override
            public int read() throws IOException {
                return heard(super.read());
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    return heard(super.read(buffer, offset, length));
                } catch (java.net.SocketTimeoutException e) {
                    throw e;
                } catch (IOException e) {
                    broke(e);
                    throw e;
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream(Socket to) throws IOException {
        return to.getOutputStream();
    }

    private int heard(int read) {
        if (read >= 0) {
            heard = System.nanoTime();
        } else {
            broke(new IOException("The server closed the connection"));
        }
        return read;
    }

    private void broke(IOException why) {
        if (broken == null) {
            broken = why;
        }
    }

    /** Nanoseconds since the server last said anything. */
    long silence() {
        return System.nanoTime() - heard;
    }

    /** Why it broke, the first cause; null where it did not, or was ended from here. */
    IOException broken() {
        return broken;
    }

    /** Ends it at once, whoever waits in it. */
    void cut(String why) {
        broke(new IOException(why));
        Socket made = socket;
        if (made != null) {
            try {
                made.close();
            } catch (IOException e) {
                // It is closed all the same.
                broken.addSuppressed(e);
            }
        }
    }
}
