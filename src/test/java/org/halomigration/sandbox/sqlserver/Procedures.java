package org.halomigration.sandbox.sqlserver;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The system procedures that are known here, and DBCC CHECKDB. What is only simulated says so in a message. */
final class Procedures {
    private final Batch batch;
    private final Session session;
    private final Answer answer;

    Procedures(Batch batch) {
        this.batch = batch;
        this.session = batch.session();
        this.answer = batch.answer();
    }

    /** EXEC [@result =] procedure arguments, or EXEC ('batch'). */
    void execute(Cursor cursor) throws SQLException, InterruptedException {
        cursor.next();
        if (cursor.accept("(")) {
            String text = String.valueOf(batch.query().value(cursor.insideParentheses()));
            new Batch(session, List.of(), answer).run(text);
            return;
        }
        String result = null;
        if (cursor.peek().kind() == Token.Kind.VARIABLE && cursor.peek(1).is("=")) {
            result = cursor.next().text();
            cursor.next();
        }
        call(cursor, result);
    }

    void call(Cursor cursor, String result) throws SQLException, InterruptedException {
        List<String> name = cursor.dottedName();
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (List<Token> argument : Cursor.atCommas(cursor.rest())) {
            argument(argument, arguments);
        }
        int code = call(name.get(name.size() - 1).toLowerCase(Locale.ROOT), String.join(".", name), arguments);
        if (result != null) {
            batch.set(result, code);
        }
    }

    private void argument(List<Token> argument, Map<String, Object> into) throws SQLException {
        boolean named = argument.size() > 2 && argument.get(0).kind() == Token.Kind.VARIABLE && argument.get(1).is("=");
        List<Token> value = named ? argument.subList(2, argument.size()) : argument;
        if (value.isEmpty()) {
            throw Refused.of(102, 15, "Incorrect syntax near ','.");
        }
        boolean word = value.size() == 1 && value.get(0).isName() && !value.get(0).is("NULL");
        into.put(named ? argument.get(0).text().toLowerCase(Locale.ROOT) : "#" + into.size(), word ? value.get(0).value() : batch.query().value(value));
    }

    private int call(String name, String written, Map<String, Object> arguments) throws SQLException, InterruptedException {
        return switch (name) {
            case "sp_getapplock" -> lock(arguments);
            case "sp_releaseapplock" -> session.server().locks().release(session, session.database(), text(arguments, "@resource", 0));
            case "sp_updatestats" -> {
                // "sp_updatestats", Permissions: sysadmin or owner of the database (dbo)
                if (!session.principal().isDbo(session.place())) {
                    throw Refused.of(15247, "User does not have permission to perform this action.");
                }
                answer.info(15651, 0, "sandbox: simulated. Statistics for all tables have been updated.");
                yield 0;
            }
            case "sp_executesql" -> {
                executeSql(arguments);
                yield 0;
            }
            case "xp_fixeddrives" -> {
                answer.columns(BackupReports.columns("drive char(1), [MB free] int"));
                List<Object[]> drives = session.server().volumes().drives(session.server().mounts());
                drives.forEach(drive -> answer.row(drive[0].toString().substring(0, 1), (int) ((Long) drive[3] / 1_048_576)));
                answer.count(drives.size());
                yield 0;
            }
            default -> rds(name, written, arguments);
        };
    }

    private int rds(String name, String written, Map<String, Object> arguments) {
        Rds rds = session.server().rds;
        Integer result = rds == null ? null : rds.call(name, arguments, session, answer);
        if (result == null) {
            throw Refused.of(2812, "Could not find stored procedure '" + written + "'. (sandbox: or it is not known here)");
        }
        return result;
    }

    private static String text(Map<String, Object> arguments, String name, int position) {
        Object value = arguments.containsKey(name) ? arguments.get(name) : arguments.get("#" + position);
        return value == null ? null : value.toString();
    }

    /** "sp_getapplock": the default owner needs a transaction; a mode other than Shared is taken as Exclusive here. */
    private int lock(Map<String, Object> arguments) throws InterruptedException {
        String owner = text(arguments, "@lockowner", 2);
        String mode = text(arguments, "@lockmode", 1);
        String timeout = text(arguments, "@locktimeout", 3);
        String resource = text(arguments, "@resource", 0);
        if (resource == null || mode == null) {
            return -999;
        }
        if (!"Session".equalsIgnoreCase(owner)) {
            if (session.openTransactions() == 0) {
                throw Refused.of(1934, "You attempted to acquire a transactional application lock without an active transaction.");
            }
            throw Refused.notUnderstood("sp_getapplock @LockOwner = 'Transaction'");
        }
        return session.server().locks().get(session, session.database(), resource, !mode.equalsIgnoreCase("Shared"),
            timeout == null ? -1 : Long.parseLong(timeout));
    }

    private void executeSql(Map<String, Object> arguments) throws SQLException, InterruptedException {
        List<SqlSession.Parameter> parameters = new ArrayList<>();
        String declared = text(arguments, "@params", 1);
        int position = 2;
        for (List<Token> one : declared == null ? List.<List<Token>>of()
                : Cursor.atCommas(Lexer.tokens(declared).stream().filter(t -> t.kind() != Token.Kind.END).toList())) {
            Cursor cursor = Cursor.of(one);
            String name = cursor.next().text();
            SqlType type = Types.read(cursor, 1).type();
            String key = name.toLowerCase(Locale.ROOT);
            parameters.add(new SqlSession.Parameter(name, type, arguments.containsKey(key) ? arguments.get(key) : arguments.get("#" + position)));
            position++;
        }
        new Batch(session, parameters, answer).run(text(arguments, arguments.containsKey("@stmt") ? "@stmt" : "@statement", 0));
    }

    void dbcc(Cursor cursor) throws SQLException {
        cursor.expect("DBCC");
        if (!cursor.accept("CHECKDB")) {
            throw Refused.notUnderstood("DBCC " + cursor.peek().text());
        }
        String database = session.database();
        if (cursor.accept("(")) {
            List<Token> inside = cursor.insideParentheses();
            database = inside.get(0).kind() == Token.Kind.NUMBER ? database : inside.get(0).value();
        }
        Database checked = session.server().enter(session, database);
        if (!session.principal().isDbo(checked)) {
            throw Refused.of(7983, 14, "User '" + session.principal().name() + "' does not have permission to run DBCC checkdb for database '" + database + "'.");
        }
        checked.store();
        checked.lastGoodCheck = java.time.LocalDateTime.now().withNano(0);
        answer.info(8989, 10, "sandbox: simulated. CHECKDB found 0 allocation errors and 0 consistency errors in database '" + checked.name + "'.");
        answer.info(2528, 10, "DBCC execution completed. If DBCC printed error messages, contact your system administrator.");
        answer.done();
    }
}
