package org.halomigration.backup;

/**
 * One file of a backup set: a media family, in SQL Server's words.
 *
 * @param file the path or address that the restoring server reads it by
 * @param sequence FamilySequenceNumber, from 1; null where it is not known
 */
public record Stripe(String file, Integer sequence) {
    /** The file's name without its directory, Windows' or Unix'. */
    public String fileName() {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }
}
