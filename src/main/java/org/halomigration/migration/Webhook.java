package org.halomigration.migration;

/** What a webhook answers: the bean {@code webhook}. */
public final class Webhook {
    /** @throws NotTold unless it has taken what it was told */
    public void judge(Integer status) throws NotTold {
        if (status == null || status < 200 || status > 299) {
            throw new NotTold("it answered with status " + status);
        }
    }

    /** A webhook was reached and has not taken what it was told. */
    public static final class NotTold extends Exception {
        NotTold(String message) {
            super(message);
        }
    }
}
