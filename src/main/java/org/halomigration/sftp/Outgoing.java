package org.halomigration.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A file to be sent, as it was found: if it is another when it is read, it is not sent. The body of a message to {@code sftp:} may be one. */
public interface Outgoing {
    Path path();

    /** In bytes. */
    long size();

    /** To the millisecond. */
    Instant modified();

    /** Whether it goes before what is not urgent, on connections that both share. */
    default boolean urgent() {
        return false;
    }

    /** The file as it is now. */
    static Outgoing of(Path path) throws IOException {
        record AsItIs(Path path, long size, Instant modified) implements Outgoing {}
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return new AsItIs(path, now.size(), modified(now));
    }

    static Instant modified(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS);
    }
}
