package org.halomigration.tsql;

/** Stretches of T-SQL in which nothing has a meaning: comments, 'texts', [names] and "names". */
final class Verbatim {
    private Verbatim() {}

    /** Where the stretch that starts at {@code at} ends; {@code at} itself where none starts, -1 where it is not closed. */
    static int end(CharSequence sql, int at) {
        char c = sql.charAt(at);
        char next = at + 1 < sql.length() ? sql.charAt(at + 1) : 0;
        if (c == '-' && next == '-') {
            int end = at;
            while (end < sql.length() && sql.charAt(end) != '\n') {
                end++;
            }
            return end;
        }
        if (c == '/' && next == '*') {
            return endOfComment(sql, at);
        }
        return switch (c) {
            case '\'', '"' -> endOfQuoted(sql, at, c);
            case '[' -> endOfQuoted(sql, at, ']');
            default -> at;
        };
    }

    /** The statement with every stretch emptied, for looking at its words: {@code RESTORE DATABASE [] FROM DISK = N''}. */
    static String without(CharSequence sql) {
        StringBuilder words = new StringBuilder();
        int at = 0;
        while (at < sql.length()) {
            int end = end(sql, at);
            if (end == at) {
                words.append(sql.charAt(at++));
            } else {
                boolean comment = sql.charAt(at) == '-' || sql.charAt(at) == '/';
                int last = end < 0 ? sql.length() : end;
                words.append(comment ? " " : "" + sql.charAt(at) + sql.charAt(last - 1));
                at = last;
            }
        }
        return words.toString();
    }

    /** Comments nest in T-SQL. */
    private static int endOfComment(CharSequence sql, int at) {
        int depth = 0;
        for (int i = at; i + 1 < sql.length(); i++) {
            if (sql.charAt(i) == '/' && sql.charAt(i + 1) == '*') {
                depth++;
                i++;
            } else if (sql.charAt(i) == '*' && sql.charAt(i + 1) == '/') {
                i++;
                if (--depth == 0) {
                    return i + 1;
                }
            }
        }
        return -1;
    }

    private static int endOfQuoted(CharSequence sql, int at, char close) {
        for (int i = at + 1; i < sql.length(); i++) {
            if (sql.charAt(i) == close) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == close) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        return -1;
    }
}
