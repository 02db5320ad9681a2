package org.halomigration.sandbox.sqlserver;

/** Ordered by a test: the client's connection must be closed without another byte. */
final class ConnectionDropped extends RuntimeException {
    ConnectionDropped() {
        super("connection dropped by order of a test");
    }
}
