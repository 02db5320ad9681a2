package org.halomigration.check;

import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;

/**
 * What a check's route ends with: the bean {@code finding}. Words should not change from one look to the next while nothing else has:
 * a finding that differs is told again.
 */
public final class Answers {

    public Finding ok(String check, String subject, String detail) {
        return new Finding(check, subject, Severity.OK, detail, null, null);
    }

    /** @param actor who has to act: {@code customer} or {@code host} */
    public Finding warning(String check, String subject, String detail, String advice, String actor) {
        return new Finding(check, subject, Severity.WARNING, detail, advice, actor);
    }

    /** @param actor who has to act: {@code customer} or {@code host} */
    public Finding failed(String check, String subject, String detail, String advice, String actor) {
        return new Finding(check, subject, Severity.FAILED, detail, advice, actor);
    }

    /** That nobody looks, because the migration file does not say at what: never counted as healthy without a word. */
    public Finding absent(String check, String key) {
        return warning(check, key, "not configured: " + key + ", so nobody looks at it", "Add " + key + " to the migration file, or look by hand.", "host");
    }

    /** Whether what was put into the landing zone came back as it was. @param back null where nothing came */
    public Finding probe(String check, String subject, String sent, String back) {
        return sent.equals(back)
                ? ok(check, subject, "The landing zone takes, renames, gives back and deletes a file")
                : failed(check, subject, "The landing zone took a file and did not give it back", "Let the login list, read and delete in landing-zone.directory: answers come that way.", "host");
    }

    /** @param expected the sentence's beginning: who should have done what */
    public Finding broken(String check, String subject, String expected, Throwable thrown) {
        Cause cause = Cause.of(thrown);
        return failed(check, subject, expected + "; found: " + cause.found(), cause.advice(), cause.actor());
    }
}
