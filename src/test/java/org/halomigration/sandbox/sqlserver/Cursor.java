package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.halomigration.sandbox.sqlserver.Token.Kind;

/** Reads a statement's words one after another; what does not fit is refused with 102, as the server does. */
final class Cursor {
    private final List<Token> tokens;
    private final Function<String, Object> variables;
    private final Token end;
    private int at;

    Cursor(List<Token> tokens, Function<String, Object> variables) {
        this.tokens = tokens;
        this.variables = variables;
        int last = tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).end();
        this.end = new Token(Kind.END, "", "", last, last);
    }

    static Cursor of(List<Token> tokens) {
        return new Cursor(tokens, name -> {
            throw Refused.of(137, 15, "Must declare the scalar variable \"" + name + "\".");
        });
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : end;
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    /** Whether these words come next; if so they are read. */
    boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    void expect(String... words) {
        for (String word : words) {
            if (!accept(word)) {
                throw Refused.syntax(peek());
            }
        }
    }

    void expectEnd() {
        accept(";");
        if (!atEnd()) {
            throw Refused.syntax(peek());
        }
    }

    /** A name, or a variable that holds one. */
    String name() {
        Token token = next();
        if (token.kind() == Kind.VARIABLE) {
            return String.valueOf(variables.apply(token.text()));
        }
        if (!token.isName()) {
            throw Refused.syntax(token);
        }
        return token.value();
    }

    /** The parts of a name with dots; an empty part (as in master..x) is empty. */
    List<String> dottedName() {
        List<String> parts = new ArrayList<>();
        parts.add(name());
        while (accept(".")) {
            parts.add(peek().is(".") ? "" : name());
        }
        return parts;
    }

    /** A string or a variable that holds one. */
    String string() {
        Token token = next();
        if (token.kind() == Kind.VARIABLE) {
            return String.valueOf(variables.apply(token.text()));
        }
        if (token.kind() != Kind.STRING) {
            throw Refused.syntax(token);
        }
        return token.value();
    }

    long number() {
        boolean minus = accept("-");
        Token token = next();
        Object value = token.kind() == Kind.VARIABLE ? variables.apply(token.text()) : token.kind() == Kind.NUMBER ? token.value() : null;
        if (value == null) {
            throw Refused.syntax(token);
        }
        try {
            long number = Long.parseLong(value.toString());
            return minus ? -number : number;
        } catch (NumberFormatException e) {
            throw Refused.syntax(token);
        }
    }

    /** The words up to the closing parenthesis of the one just read, which is read too. */
    List<Token> insideParentheses() {
        int start = at;
        int depth = 1;
        while (!atEnd()) {
            Token token = next();
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0) {
                return tokens.subList(start, at - 1);
            }
        }
        throw Refused.syntax(end);
    }

    List<Token> rest() {
        List<Token> rest = at < tokens.size() ? tokens.subList(at, tokens.size()) : List.of();
        at = tokens.size();
        return rest;
    }

    /** Cuts words at the commas that stand outside parentheses. */
    static List<List<Token>> atCommas(List<Token> tokens) {
        List<List<Token>> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && token.is(",")) {
                parts.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        if (!tokens.isEmpty()) {
            parts.add(tokens.subList(start, tokens.size()));
        }
        return parts;
    }
}
