package org.halomigration.journal;

/**
 * How far something long has come: told twice a second and kept nowhere.
 *
 * @param setId the backup set it is about; null where that is not known
 * @param kind {@code push}, or the name of the statement that runs, such as {@code restore-full}
 * @param what which of several at once: the file's name in the landing zone, or the statement's name
 * @param done of {@code total}: bytes of a file, or percents of a statement
 */
public record Measure(String migration, String setId, String kind, String what, long done, long total) {}
