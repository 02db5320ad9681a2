package org.halomigration.sandbox.sftp;

import java.nio.file.Path;

/** An SFTP server on loopback that a test may upload to, with the one user and key that it knows. */
public interface SftpServer extends AutoCloseable {
    String host();

    int port();

    String username();

    /** The private key that lets the user in: an unencrypted PEM file. */
    Path privateKey();

    /** A known_hosts file with this server's host key and nothing else. */
    Path knownHosts();

    /** The directory that a client is in after login, as this machine sees it; with MINA also the client's {@code /}. */
    Path root();

    @Override
    void close();
}
