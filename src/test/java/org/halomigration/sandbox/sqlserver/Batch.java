package org.halomigration.sandbox.sqlserver;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Runs the statements of one batch, with its variables. */
final class Batch {
    private static final Set<String> HARMLESS = Set.of("ANSI_NULLS", "QUOTED_IDENTIFIER", "ANSI_PADDING", "ANSI_WARNINGS", "ARITHABORT", "ARITHIGNORE",
        "CONCAT_NULL_YIELDS_NULL", "NUMERIC_ROUNDABORT", "ANSI_NULL_DFLT_ON", "ANSI_NULL_DFLT_OFF", "TEXTSIZE", "LOCK_TIMEOUT", "TRANSACTION", "LANGUAGE",
        "DATEFORMAT", "DATEFIRST", "CURSOR_CLOSE_ON_COMMIT", "DEADLOCK_PRIORITY", "ANSI_DEFAULTS", "NO_BROWSETABLE");
    private final Session session;
    private final Answer answer;
    private final Map<String, SqlSession.Parameter> variables = new HashMap<>();
    private final Query query;

    Batch(Session session, List<SqlSession.Parameter> parameters, Answer answer) {
        this.session = session;
        this.answer = answer;
        parameters.forEach(p -> variables.put(key(p.name()), p));
        this.query = new Query(session, new SessionScope(session, this::variable, this::set), answer);
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("@") ? lower : "@" + lower;
    }

    SqlSession.Parameter variable(String name) {
        SqlSession.Parameter found = variables.get(key(name));
        if (found == null) {
            throw Refused.of(137, 15, "Must declare the scalar variable \"" + name + "\".");
        }
        return found;
    }

    void set(String name, Object value) {
        SqlSession.Parameter old = variable(name);
        variables.put(key(name), new SqlSession.Parameter(old.name(), old.type(), value));
    }

    Query query() {
        return query;
    }

    Answer answer() {
        return answer;
    }

    Session session() {
        return session;
    }

    /** The words of a statement, whose names and values may be variables. */
    Cursor cursor(List<Token> tokens) {
        return new Cursor(tokens, name -> name.startsWith("@@") ? new SessionScope(session, this::variable, this::set).global(name.substring(2).toUpperCase(Locale.ROOT))
            : variable(name).value());
    }

    void run(String text) throws InterruptedException {
        List<Statement> statements;
        try {
            statements = BatchParser.parse(text);
        } catch (Refused e) {
            e.errors().forEach(answer::error);
            return;
        }
        for (Statement statement : statements) {
            if (!run(statement)) {
                return;
            }
        }
    }

    /** @return false when the batch ends here */
    private boolean run(Statement statement) throws InterruptedException {
        try {
            if (statement instanceof Statement.If branch) {
                Statement chosen = query.isTrue(branch.condition()) ? branch.then() : branch.otherwise();
                return chosen == null || run(chosen);
            }
            if (statement instanceof Statement.While loop) {
                while (query.isTrue(loop.condition())) {
                    if (!run(loop.body())) {
                        return false;
                    }
                }
                return true;
            }
            if (statement instanceof Statement.Block block) {
                for (Statement inside : block.statements()) {
                    if (!run(inside)) {
                        return false;
                    }
                }
                return true;
            }
            List<Token> tokens = ((Statement.Plain) statement).tokens();
            if (tokens.get(0).is("RETURN")) {
                return false;
            }
            plain(tokens);
            return true;
        } catch (SQLException e) {
            return failed(H2Errors.refused(e));
        } catch (Refused e) {
            return failed(e);
        }
    }

    private boolean failed(Refused e) {
        e.errors().forEach(answer::error);
        if (session.xactAbort && session.openTransactions() > 0) {
            try {
                session.rollback();
            } catch (SQLException broken) {
                answer.error(H2Errors.refused(broken).errors().get(0));
            }
        }
        return !e.endsBatch() && !session.xactAbort;
    }

    private void plain(List<Token> tokens) throws SQLException, InterruptedException {
        Token first = tokens.get(0);
        Token second = tokens.size() > 1 ? tokens.get(1) : first;
        Cursor cursor = cursor(tokens);
        switch (first.text().toUpperCase(Locale.ROOT)) {
            case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "TRUNCATE" -> query.run(tokens);
            case "DECLARE" -> declare(tokens);
            case "SET" -> set(cursor, tokens);
            case "PRINT" -> answer.info(0, 0, String.valueOf(query.value(tokens.subList(1, tokens.size()))));
            case "THROW" -> thrown(cursor);
            case "RAISERROR" -> raise(cursor);
            case "BEGIN", "COMMIT", "ROLLBACK" -> transaction(first);
            case "WAITFOR" -> {
                cursor.expect("WAITFOR", "DELAY");
                Thread.sleep(java.time.LocalTime.parse(cursor.string()).toNanoOfDay() / 1_000_000);
            }
            case "BACKUP" -> new BackupStatement(this, cursor).run();
            case "RESTORE" -> new RestoreStatement(this, cursor).run();
            case "USE" -> new DatabaseStatements(this, cursor).use();
            case "KILL" -> new DatabaseStatements(this, cursor).kill();
            case "CHECKPOINT" -> answer.done();
            case "DBCC" -> new Procedures(this).dbcc(cursor);
            case "EXEC", "EXECUTE" -> new Procedures(this).execute(cursor);
            case "GRANT" -> new DatabaseStatements(this, cursor).grant(tokens);
            case "CREATE", "ALTER", "DROP" -> new DatabaseStatements(this, cursor).define(tokens, second);
            default -> other(tokens, first);
        }
    }

    private void other(List<Token> tokens, Token first) throws SQLException, InterruptedException {
        if (tokens.size() > 1 && !tokens.get(1).is(".") && !first.text().toLowerCase(Locale.ROOT).startsWith("sp_") || first.isOneOf("MERGE", "DENY")) {
            throw first.isOneOf("MERGE", "DENY", "REVOKE", "SAVE", "RECONFIGURE") ? Refused.notUnderstood(first.text()) : Refused.syntax(tokens.get(1));
        }
        Cursor call = cursor(tokens);
        new Procedures(this).call(call, null);
    }

    private void declare(List<Token> tokens) throws SQLException {
        for (List<Token> one : Cursor.atCommas(tokens.subList(1, tokens.size()))) {
            Cursor cursor = cursor(one);
            String name = cursor.next().text();
            cursor.accept("AS");
            SqlType type = Types.read(cursor, 1).type();
            Object value = cursor.accept("=") ? query.value(cursor.rest()) : null;
            cursor.expectEnd();
            variables.put(key(name), new SqlSession.Parameter(name, type, value));
        }
    }

    private void set(Cursor cursor, List<Token> tokens) throws SQLException {
        cursor.expect("SET");
        Token what = cursor.next();
        if (what.kind() == Token.Kind.VARIABLE) {
            cursor.expect("=");
            set(what.text(), query.value(cursor.rest()));
            return;
        }
        String name = what.text().toUpperCase(Locale.ROOT);
        boolean on = tokens.get(tokens.size() - 1).is("ON");
        switch (name) {
            case "NOCOUNT" -> session.noCount = on;
            case "XACT_ABORT" -> session.xactAbort = on;
            case "IMPLICIT_TRANSACTIONS" -> session.implicitTransactions = on;
            case "IDENTITY_INSERT" -> {
                String table = Table.key(cursor.dottedName());
                if (on) {
                    session.identityInsert.add(table);
                } else {
                    session.identityInsert.remove(table);
                }
            }
            case "ROWCOUNT" -> {
                if (cursor.number() != 0) {
                    throw Refused.notUnderstood("SET ROWCOUNT");
                }
            }
            default -> {
                if (!HARMLESS.contains(name)) {
                    throw Refused.notUnderstood("SET " + name);
                }
            }
        }
        answer.done();
    }

    private void thrown(Cursor cursor) throws SQLException {
        cursor.expect("THROW");
        if (cursor.atEnd()) {
            throw Refused.of(10704, 15, "To rethrow an error, a THROW statement must be used inside a CATCH block.");
        }
        List<List<Token>> parts = Cursor.atCommas(cursor.rest());
        if (parts.size() != 3) {
            throw Refused.syntax(parts.get(0).get(0));
        }
        throw Refused.thrown(new SqlError(((Number) query.value(parts.get(0))).intValue(), 16, String.valueOf(query.value(parts.get(1)))));
    }

    private void raise(Cursor cursor) throws SQLException {
        cursor.expect("RAISERROR", "(");
        List<List<Token>> parts = Cursor.atCommas(cursor.insideParentheses());
        String text = String.valueOf(query.value(parts.get(0)));
        int severity = ((Number) query.value(parts.get(1))).intValue();
        for (List<Token> part : parts.subList(Math.min(3, parts.size()), parts.size())) {
            text = text.replaceFirst("%[sdi]", java.util.regex.Matcher.quoteReplacement(String.valueOf(query.value(part))));
        }
        if (severity > 10) {
            throw Refused.of(50000, severity, text);
        }
        answer.info(50000, severity, text);
    }

    private void transaction(Token first) throws SQLException {
        if (first.is("BEGIN")) {
            session.begin();
        } else if (session.openTransactions() == 0) {
            throw Refused.of(first.is("COMMIT") ? 3902 : 3903, "The " + first.text().toUpperCase(Locale.ROOT)
                + " TRANSACTION request has no corresponding BEGIN TRANSACTION.");
        } else if (first.is("COMMIT")) {
            session.commit();
        } else {
            session.rollback();
        }
        answer.done();
    }
}
