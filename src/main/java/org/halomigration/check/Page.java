package org.halomigration.check;

import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;

/** Judges a web page: the bean {@code page}. */
public final class Page {
    private static final int BRIEF = 120;

    /** A page that is to answer with status 200 and, where it is not null, that text. */
    public record Wanted(String url, String expect) {}

    public Wanted wanted(String url, String expect) {
        return new Wanted(url, expect);
    }

    /** What a page has to be, for the beginning of a sentence. */
    public String expected(String url, String expect) {
        return url + " should answer with status 200" + (expect == null ? "" : " and the text '" + expect + "'");
    }

    /** @param answer null counts as empty */
    public Finding judge(String check, String url, String expect, int status, String answer) {
        String text = answer == null ? "" : answer;
        if (status == 200 && (expect == null || text.contains(expect))) {
            return new Finding(check, url, Severity.OK, url + " answers" + (expect == null ? "" : " with '" + expect + "'"), null, null);
        }
        String found = "; found: status " + status + ", " + brief(text);
        String advice = status == 503
                ? "Start the application, and look whether its pool or service stays up."
                : "Open the address in a browser and look into the application's own log.";
        return new Finding(check, url, Severity.FAILED, expected(url, expect) + found, advice, "host");
    }

    /** What a reader would see of it first. */
    static String brief(String html) {
        String text = html.replaceAll("(?is)<(script|style)\\b.*?</\\1>", " ").replaceAll("(?s)<[^>]*>", " ").replaceAll("\\s+", " ").strip();
        if (text.isEmpty()) {
            return "an empty page";
        }
        return "'" + (text.length() > BRIEF ? text.substring(0, BRIEF) + "…" : text) + "'";
    }
}
