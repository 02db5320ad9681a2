package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.halomigration.sandbox.sqlserver.Token.Kind;

/** Splits a batch into statements. A semicolon is optional between most of them, so reserved words that can only begin one do it too. */
final class BatchParser {
    private static final Set<String> STARTERS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "TRUNCATE", "BACKUP",
        "RESTORE", "USE", "SET", "DECLARE", "IF", "WHILE", "BEGIN", "COMMIT", "ROLLBACK", "SAVE", "EXEC", "EXECUTE", "PRINT", "RAISERROR", "DBCC",
        "WAITFOR", "MERGE", "KILL", "GRANT", "DENY", "REVOKE", "RETURN", "CHECKPOINT", "RECONFIGURE");
    private final List<Token> tokens;
    private int at;

    private BatchParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static List<Statement> parse(String batch) {
        BatchParser parser = new BatchParser(Lexer.tokens(batch));
        List<Statement> statements = new ArrayList<>();
        while (parser.skipSemicolons().kind() != Kind.END) {
            statements.add(parser.statement(statements.isEmpty()));
        }
        return statements;
    }

    private Token skipSemicolons() {
        while (peek().is(";")) {
            at++;
        }
        return peek();
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    private Statement statement(boolean first) {
        if (peek().is("IF")) {
            at++;
            List<Token> condition = condition();
            Statement then = statement(false);
            int before = at;
            skipSemicolons();
            if (peek().is("ELSE")) {
                at++;
                return new Statement.If(condition, then, statement(false));
            }
            at = before;
            return new Statement.If(condition, then, null);
        }
        if (peek().is("WHILE")) {
            at++;
            return new Statement.While(condition(), statement(false));
        }
        if (peek().is("BEGIN") && !peek(1).isOneOf("TRAN", "TRANSACTION")) {
            return block();
        }
        boolean procedure = first && peek().isName() && !STARTERS.contains(peek().text().toUpperCase(Locale.ROOT));
        if (!starts() && !peek().is("WITH") && !procedure) {
            throw Refused.syntax(peek());
        }
        return plain();
    }

    private Statement block() {
        Token begin = tokens.get(at++);
        if (peek().is("TRY")) {
            throw Refused.notUnderstood(begin.text() + " TRY");
        }
        List<Statement> statements = new ArrayList<>();
        while (!skipSemicolons().is("END")) {
            if (peek().kind() == Kind.END) {
                throw Refused.syntax(peek());
            }
            statements.add(statement(false));
        }
        at++;
        return new Statement.Block(statements);
    }

    private List<Token> condition() {
        int start = at;
        int depth = 0;
        while (peek().kind() != Kind.END && !(depth == 0 && starts())) {
            depth += peek().is("(") ? 1 : peek().is(")") ? -1 : 0;
            at++;
        }
        return List.copyOf(tokens.subList(start, at));
    }

    /** THROW is no reserved word: a number, a variable or the end must follow. */
    private boolean starts() {
        if (peek().is("THROW")) {
            return peek(1).kind() == Kind.NUMBER || peek(1).kind() == Kind.VARIABLE || peek(1).kind() == Kind.END || peek(1).is(";");
        }
        return peek().kind() == Kind.WORD && STARTERS.contains(peek().text().toUpperCase(Locale.ROOT));
    }

    private Statement plain() {
        int start = at++;
        int depth = 0;
        int cases = 0;
        while (peek().kind() != Kind.END) {
            Token token = peek();
            if (depth == 0) {
                boolean closes = cases == 0 && token.isOneOf("END", "ELSE");
                if (token.is(";") || closes || starts() && !continues(start)) {
                    break;
                }
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            cases += token.is("CASE") ? 1 : token.is("END") ? -1 : 0;
            at++;
        }
        return new Statement.Plain(List.copyOf(tokens.subList(start, at)));
    }

    /** Whether the word here goes on with the statement begun at start, though it could begin one. */
    private boolean continues(int start) {
        Token first = tokens.get(start);
        Token here = peek();
        Token before = tokens.get(at - 1);
        if (first.isOneOf("GRANT", "DENY", "REVOKE", "MERGE")) {
            return true;
        }
        if (here.is("IF") && first.isOneOf("DROP", "ALTER") && peek(1).is("EXISTS")) {
            return true;
        }
        if (here.is("SELECT") && before.isOneOf("UNION", "ALL", "EXCEPT", "INTERSECT")) {
            return true;
        }
        if (first.is("INSERT") && here.isOneOf("SELECT", "EXEC", "EXECUTE")) {
            return !seen(start, "SELECT", "VALUES", "EXEC", "EXECUTE");
        }
        if (first.is("UPDATE") && here.is("SET")) {
            return !seen(start, "SET");
        }
        if (first.is("WITH") && here.isOneOf("SELECT", "INSERT", "UPDATE", "DELETE")) {
            return !seen(start, "SELECT", "INSERT", "UPDATE", "DELETE");
        }
        if (first.isOneOf("CREATE", "ALTER")) {
            return continuesDefinition(start, here, before);
        }
        return false;
    }

    private boolean continuesDefinition(int start, Token here, Token before) {
        Token kind = tokens.get(start + 1);
        if (kind.isOneOf("VIEW", "PROCEDURE", "PROC", "FUNCTION", "TRIGGER")) {
            return true;
        }
        if (before.is("ON") || before.is("WITH") && here.is("ROLLBACK") || here.is("SET") && before.isOneOf("DELETE", "UPDATE")) {
            return true;
        }
        return tokens.get(start).is("ALTER") && !seen(start + 1, "SET", "ADD", "DROP", "ALTER", "MODIFY", "CHECK", "NOCHECK", "WITH");
    }

    /** Whether one of the words stands outside parentheses between the statement's first word and here. */
    private boolean seen(int start, String... words) {
        int depth = 0;
        for (int i = start + 1; i < at; i++) {
            Token token = tokens.get(i);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && token.isOneOf(words)) {
                return true;
            }
        }
        return false;
    }
}
