package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.halomigration.sandbox.sqlserver.Token.Kind;

/** Writes a Transact-SQL query or expression as H2 (in its SQL Server mode) understands it. One object a statement. */
final class Translator {
    private static final Set<String> CONSTANT = Set.of("SERVERPROPERTY", "DATABASEPROPERTYEX", "SUSER_SNAME", "SUSER_NAME", "ORIGINAL_LOGIN",
        "HOST_NAME", "APP_NAME", "IS_SRVROLEMEMBER", "IS_MEMBER", "IS_ROLEMEMBER", "HAS_PERMS_BY_NAME", "OBJECT_ID", "SCOPE_IDENTITY", "XACT_STATE", "USER_NAME",
        "HAS_DBACCESS", "IDENT_CURRENT", "APPLOCK_MODE", "COL_LENGTH");
    /** Functions of a column become look-ups in the view that holds the answer: view, column asked for, column given. */
    private static final Map<String, String[]> LOOK_UPS = Map.of("DB_ID", new String[] {"databases", "database_id", "name"},
        "DB_NAME", new String[] {"databases", "name", "database_id"}, "SCHEMA_NAME", new String[] {"schemas", "name", "schema_id"},
        "TYPE_NAME", new String[] {"types", "name", "user_type_id"}, "OBJECT_NAME", new String[] {"objects", "name", "object_id"});
    private static final Set<String> BEFORE_TABLE = Set.of("FROM", "JOIN", "INTO", "UPDATE", "TABLE", "INSERT", "DELETE");
    private final Scope scope;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<Object> parameters = new ArrayList<>();
    private final Set<String> views = new LinkedHashSet<>();
    private String database;
    private boolean tables;
    private boolean ownTables;

    Translator(Scope scope) {
        this.scope = scope;
    }

    Translation translate(List<Token> tokens) {
        return finish(emit(tokens));
    }

    /** @param sql made of texts that {@link #emit} returned */
    Translation finish(String sql) {
        boolean elsewhere = database != null && !database.equalsIgnoreCase(scope.database());
        if (elsewhere && ownTables && views.isEmpty()) {
            throw Refused.notUnderstood("tables of two databases in one statement");
        }
        if (!views.isEmpty() && tables) {
            throw Refused.notUnderstood("tables beside system views in one statement");
        }
        return new Translation(sql, parameters, views, elsewhere ? database : null, tables);
    }

    String emit(List<Token> tokens) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < tokens.size();) {
            at = emit(tokens, at, out);
            out.append(' ');
        }
        return out.toString().trim();
    }

    /** Writes what stands at the position and returns the next one. */
    private int emit(List<Token> tokens, int at, StringBuilder out) {
        Token token = tokens.get(at);
        switch (token.kind()) {
            case STRING -> out.append(literal(token.value()));
            case BINARY -> out.append("X'").append(token.value()).append('\'');
            case VARIABLE -> out.append(variable(token.text()));
            case WORD, NAME -> {
                return name(tokens, at, out);
            }
            default -> out.append(token.is("!=") ? "<>" : token.text());
        }
        return at + 1;
    }

    private String variable(String name) {
        if (name.startsWith("@@")) {
            return literal(scope.global(name.substring(2).toUpperCase(Locale.ROOT)));
        }
        SqlSession.Parameter parameter = scope.variable(name);
        int number = numbers.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> {
            parameters.add(parameter.value());
            return parameters.size();
        });
        return "CAST(?" + number + " AS " + Types.h2(parameter.type()) + ")";
    }

    static String literal(Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof Boolean b) {
            return b ? "TRUE" : "FALSE";
        }
        return "'" + value.toString().replace("'", "''") + "'";
    }

    private int name(List<Token> tokens, int at, StringBuilder out) {
        Token token = tokens.get(at);
        if (at + 1 < tokens.size() && tokens.get(at + 1).is("(") && token.kind() == Kind.WORD) {
            int end = closing(tokens, at + 1);
            String call = call(token.text().toUpperCase(Locale.ROOT), tokens.subList(at + 2, end));
            if (call != null) {
                out.append(call);
                return end + 1;
            }
        }
        if (token.is("CROSS") && at + 1 < tokens.size() && tokens.get(at + 1).is("APPLY")) {
            return volumeStats(tokens, at + 2, out);
        }
        if (token.is("COLLATE")) {
            return at + 2;
        }
        if (token.is("OPTION") && at + 1 < tokens.size() && tokens.get(at + 1).is("(")) {
            return closing(tokens, at + 1) + 1;
        }
        if (token.is("CURRENT_TIMESTAMP")) {
            out.append("CAST(LOCALTIMESTAMP AS TIMESTAMP(3))");
            return at + 1;
        }
        List<String> parts = new ArrayList<>(List.of(token.value()));
        int next = at + 1;
        while (next + 1 < tokens.size() && tokens.get(next).is(".")) {
            boolean empty = tokens.get(next + 1).is(".");
            parts.add(empty ? "" : tokens.get(next + 1).value());
            next += empty ? 1 : 2;
        }
        boolean table = at > 0 && tokens.get(at - 1).kind() == Kind.WORD && BEFORE_TABLE.contains(tokens.get(at - 1).text().toUpperCase(Locale.ROOT))
            && !BEFORE_TABLE.contains(token.text().toUpperCase(Locale.ROOT));
        boolean asWritten = parts.size() == 1 && token.kind() == Kind.WORD && !(table && scope.database().equalsIgnoreCase("msdb"));
        if (asWritten) {
            out.append(token.text());
            note(table);
        } else if (table && parts.size() == 2 && parts.get(0).equalsIgnoreCase("sys") && next < tokens.size() && tokens.get(next).is("(")) {
            // a table-valued function of one database, whose id is its first argument
            int end = closing(tokens, next);
            String id = emit(Cursor.atCommas(tokens.subList(next + 1, end)).get(0));
            out.append("(SELECT * FROM ").append(qualified(parts, true)).append(" WHERE database_id = ").append(id).append(')');
            return end + 1;
        } else {
            out.append(qualified(parts, table));
        }
        return next;
    }

    /** CROSS APPLY sys.dm_os_volume_stats(database, file) AS alias: the only table-valued function there is here becomes a join. */
    private int volumeStats(List<Token> tokens, int at, StringBuilder out) {
        int open = at;
        while (open < tokens.size() && !tokens.get(open).is("(")) {
            open++;
        }
        if (open != at + 3 || !tokens.get(at + 2).is("dm_os_volume_stats")) {
            throw Refused.notUnderstood("CROSS APPLY");
        }
        int end = closing(tokens, open);
        List<List<Token>> arguments = Cursor.atCommas(tokens.subList(open + 1, end));
        int alias = tokens.get(end + 1).is("AS") ? end + 2 : end + 1;
        String name = tokens.get(alias).value();
        out.append("JOIN ").append(view("sys.dm_os_volume_stats")).append(" AS ").append(name).append(" ON ").append(name).append(".database_id = ")
            .append(emit(arguments.get(0))).append(" AND ").append(name).append(".file_id = ").append(emit(arguments.get(1)));
        return alias + 1;
    }

    private void note(boolean table) {
        tables |= table;
        ownTables |= table;
    }

    private String qualified(List<String> parts, boolean table) {
        String last = parts.get(parts.size() - 1);
        String first = parts.get(0).toLowerCase(Locale.ROOT);
        if ((first.equals("sys") || first.equals("information_schema")) && parts.size() >= 2) {
            return view(first + "." + parts.get(1)) + (parts.size() == 3 ? "." + column(last) : "");
        }
        if (parts.size() == 3 && !table && !first.equals("msdb") && !parts.get(1).equalsIgnoreCase("sys")) {
            return parts.stream().map(Translator::column).collect(Collectors.joining("."));
        }
        if (parts.size() >= 3) {
            String schema = parts.get(parts.size() - 2).toLowerCase(Locale.ROOT);
            if (schema.equals("sys") || schema.equals("information_schema")) {
                database = parts.get(0);
                return view(schema + "." + last);
            }
            if (first.equals("msdb")) {
                return view("msdb." + last);
            }
            if (database != null && !database.equalsIgnoreCase(first)) {
                throw Refused.notUnderstood("tables of two databases in one statement");
            }
            database = parts.get(0);
            tables = true;
            ownTables |= first.equalsIgnoreCase(scope.database());
            return Store.quoted(schema.isEmpty() ? "dbo" : parts.get(parts.size() - 2)) + "." + Store.quoted(last);
        }
        if (table && scope.database().equalsIgnoreCase("msdb") && CatalogViews.exists("msdb." + last)) {
            return view("msdb." + last);
        }
        note(table);
        return parts.stream().map(Translator::column).collect(Collectors.joining("."));
    }

    private String view(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        if (!CatalogViews.exists(key)) {
            throw Refused.of(208, "Invalid object name '" + name + "'. (sandbox: or this system view is not known here)");
        }
        views.add(key);
        return CatalogViews.quoted(key);
    }

    private static String column(String part) {
        return part.equals("*") ? "*" : Store.quoted(part);
    }

    static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw Refused.syntax(tokens.get(tokens.size() - 1));
    }

    /** A function whose name or arguments H2 has otherwise; null when it is written as it is. */
    private String call(String name, List<Token> inside) {
        List<List<Token>> arguments = Cursor.atCommas(inside);
        if (CONSTANT.contains(name) || LOOK_UPS.containsKey(name) && (arguments.isEmpty() || isConstant(arguments.get(0)))) {
            return literal(scope.function(name, arguments.stream().map(this::constant).toList()));
        }
        if (LOOK_UPS.containsKey(name)) {
            String[] lookUp = LOOK_UPS.get(name);
            return "(SELECT l." + lookUp[1] + " FROM " + view("sys." + lookUp[0]) + " AS l WHERE l." + lookUp[2] + " = " + emit(arguments.get(0)) + ")";
        }
        return switch (name) {
            case "CAST" -> cast(inside);
            case "CONVERT" -> convert(arguments);
            case "GETDATE" -> "CAST(LOCALTIMESTAMP AS TIMESTAMP(3))";
            case "SYSDATETIME" -> "CAST(LOCALTIMESTAMP(7) AS TIMESTAMP(7))";
            case "GETUTCDATE" -> "CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS TIMESTAMP(3))";
            case "SYSUTCDATETIME" -> "CAST(CURRENT_TIMESTAMP(7) AT TIME ZONE 'UTC' AS TIMESTAMP(7))";
            case "SYSDATETIMEOFFSET" -> "CURRENT_TIMESTAMP(7)";
            case "NEWID", "NEWSEQUENTIALID" -> "RANDOM_UUID()";
            case "COUNT_BIG" -> "COUNT(" + emit(inside) + ")";
            case "DATALENGTH" -> "SANDBOX_LENGTH(" + emit(inside) + ")";
            case "REPLICATE" -> "REPEAT(" + emit(inside) + ")";
            case "IIF" -> "CASE WHEN " + emit(arguments.get(0)) + " THEN " + emit(arguments.get(1)) + " ELSE " + emit(arguments.get(2)) + " END";
            default -> null;
        };
    }

    private static boolean isConstant(List<Token> argument) {
        return argument.size() == 1 && !argument.get(0).isName();
    }

    private Object constant(List<Token> argument) {
        Token token = argument.get(0);
        if (argument.size() != 1 || token.isName() && !token.is("NULL")) {
            throw Refused.notUnderstood(token.text());
        }
        return switch (token.kind()) {
            case VARIABLE -> token.text().startsWith("@@") ? scope.global(token.text().substring(2).toUpperCase(Locale.ROOT)) : scope.variable(token.text()).value();
            case NUMBER -> Long.valueOf(token.value());
            case STRING -> token.value();
            default -> null;
        };
    }

    private String cast(List<Token> inside) {
        int depth = 0;
        for (int i = inside.size() - 1; i >= 0; i--) {
            depth += inside.get(i).is(")") ? 1 : inside.get(i).is("(") ? -1 : 0;
            if (depth == 0 && inside.get(i).is("AS")) {
                return to(Types.read(Cursor.of(inside.subList(i + 1, inside.size())), 30).type(), emit(inside.subList(0, i)), "0");
            }
        }
        throw Refused.syntax(inside.get(0));
    }

    private String convert(List<List<Token>> arguments) {
        if (arguments.size() < 2) {
            throw Refused.of(102, 15, "Incorrect syntax near 'CONVERT'.");
        }
        return to(Types.read(Cursor.of(arguments.get(0)), 30).type(), emit(arguments.get(1)), arguments.size() > 2 ? emit(arguments.get(2)) : "0");
    }

    private static String to(SqlType type, String value, String style) {
        if (Types.TEXTS.contains(type.kind())) {
            return "SANDBOX_TEXT(" + value + ", " + type.length() + ", " + style + ")";
        }
        if (Types.BYTES.contains(type.kind())) {
            return "SANDBOX_BYTES(" + value + ", " + type.length() + ")";
        }
        return "CAST(" + value + " AS " + Types.h2(type) + ")";
    }
}
