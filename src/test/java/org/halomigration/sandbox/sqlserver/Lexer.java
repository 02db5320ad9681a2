package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;

import org.halomigration.sandbox.sqlserver.Token.Kind;

/** Cuts a Transact-SQL batch into words; comments and white space fall away ("Transact-SQL syntax conventions", "Database identifiers"). */
final class Lexer {
    private static final List<String> LONG_SYMBOLS = List.of("<=", ">=", "<>", "!=", "+=", "-=", "*=", "/=", "::", "!<", "!>");
    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** @throws Refused 105 or 113 when a string, name or comment does not end */
    static List<Token> tokens(String batch) {
        Lexer lexer = new Lexer(batch);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        skipBlank();
        int start = at;
        if (at >= text.length()) {
            return new Token(Kind.END, "", "", at, at);
        }
        char c = text.charAt(at);
        if ((c == 'N' || c == 'n') && at + 1 < text.length() && text.charAt(at + 1) == '\'') {
            at++;
            return token(Kind.STRING, start, enclosed('\''));
        }
        if (c == '\'') {
            return token(Kind.STRING, start, enclosed('\''));
        }
        if (c == '[') {
            return token(Kind.NAME, start, enclosed(']'));
        }
        if (c == '"') {
            return token(Kind.NAME, start, enclosed('"'));
        }
        if (c == '0' && at + 1 < text.length() && Character.toLowerCase(text.charAt(at + 1)) == 'x') {
            at += 2;
            while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
                at++;
            }
            return token(Kind.BINARY, start, text.substring(start + 2, at));
        }
        if (Character.isDigit(c) || c == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
            number();
            return token(Kind.NUMBER, start, text.substring(start, at));
        }
        if (c == '@' || isWordStart(c)) {
            at++;
            while (at < text.length() && (isWordStart(text.charAt(at)) || Character.isDigit(text.charAt(at)) || "@$".indexOf(text.charAt(at)) >= 0)) {
                at++;
            }
            return token(c == '@' ? Kind.VARIABLE : Kind.WORD, start, text.substring(start, at));
        }
        at += at + 2 <= text.length() && LONG_SYMBOLS.contains(text.substring(at, at + 2)) ? 2 : 1;
        return token(Kind.SYMBOL, start, text.substring(start, at));
    }

    private static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_' || c == '#';
    }

    private Token token(Kind kind, int start, String value) {
        return new Token(kind, text.substring(start, at), value, start, at);
    }

    private void number() {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponent = (c == 'e' || c == 'E') && at + 1 < text.length() && "+-0123456789".indexOf(text.charAt(at + 1)) >= 0;
            if (exponent) {
                at += 2;
            } else if (Character.isDigit(c) || c == '.') {
                at++;
            } else {
                return;
            }
        }
    }

    /** The text up to the closing character; twice the character stands for itself. */
    private String enclosed(char close) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != close) {
                value.append(c);
            } else if (at < text.length() && text.charAt(at) == close) {
                value.append(c);
                at++;
            } else {
                return value.toString();
            }
        }
        String rest = text.substring(start + 1, Math.min(text.length(), start + 60));
        throw Refused.of(new SqlError(105, 15, "Unclosed quotation mark after the character string '" + rest + "'."));
    }

    private void skipBlank() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\u00a0') {
                at++;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                skipComment();
            } else {
                return;
            }
        }
    }

    /** Block comments nest ("Slash star (block comment)"). */
    private void skipComment() {
        int depth = 0;
        do {
            if (at + 1 >= text.length()) {
                throw Refused.of(new SqlError(113, 15, "Missing end comment mark '*/'."));
            }
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0);
    }
}
