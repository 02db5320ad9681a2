package org.halomigration.sheet;

import java.nio.file.Path;

/**
 * One thing that is wrong with a sheet. It never holds the value of a secret.
 *
 * @param line first line is 1
 * @param column first column is 1; null where the line says enough
 * @param key such as {@code source.backups[0].path}; empty when it is about the whole file
 * @param expected completes "expected …"
 * @param found completes "found …"
 * @param advice a sentence on what to do; may be empty
 */
public record Problem(Path file, int line, Integer column, String key, String expected, String found, String advice) {

    /** One or two sentences that begin with the place: {@code config/migrations/acme.yaml:14: source.database: expected …}. */
    public String message() {
        return place() + ": " + text();
    }

    /** Where it is: {@code config/migrations/acme.yaml:14}. */
    public String place() {
        return file.toString().replace('\\', '/') + ":" + line + (column == null ? "" : ":" + column);
    }

    /** What is wrong there. */
    public String text() {
        return (key.isEmpty() ? "" : key + ": ") + "expected " + expected + ", found " + found + "." + (advice.isEmpty() ? "" : " " + advice);
    }

    @Override
    public String toString() {
        return message();
    }
}
