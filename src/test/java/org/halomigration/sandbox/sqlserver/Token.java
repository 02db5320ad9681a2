package org.halomigration.sandbox.sqlserver;

/**
 * A word of a batch.
 *
 * @param text as written
 * @param value what it stands for: a name without its brackets, a string without its quotes
 */
record Token(Kind kind, String text, String value, int start, int end) {
    enum Kind { WORD, NAME, STRING, NUMBER, BINARY, VARIABLE, SYMBOL, END }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
    }

    boolean isOneOf(String... words) {
        for (String word : words) {
            if (is(word)) {
                return true;
            }
        }
        return false;
    }

    /** A bare or bracketed name. */
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }
}
