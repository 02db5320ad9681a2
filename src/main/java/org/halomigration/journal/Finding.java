package org.halomigration.journal;

/**
 * The answer to one named question about one system.
 *
 * @param check which question: the check's route id, or the stage that met the problem
 * @param subject what it was asked of: a URL, a file, a database
 * @param detail what was found, and what was expected
 * @param advice the next step; null where nothing is to be done
 * @param actor who has to act: {@code customer} or {@code host}; null where nobody has to
 */
public record Finding(String check, String subject, Severity severity, String detail, String advice, String actor) {
    public enum Severity {
        OK,
        WARNING,
        FAILED;

        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
