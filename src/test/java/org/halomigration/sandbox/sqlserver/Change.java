package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;

/** An INSERT, UPDATE or DELETE for H2, its OUTPUT clause made a SELECT from what changed. */
final class Change {
    private final String sql;
    private final boolean output;
    private final List<String> table;
    private final List<String> columns;
    private Table explicitIdentity;

    private Change(String sql, boolean output, List<String> table, List<String> columns) {
        this.sql = sql;
        this.output = output;
        this.table = table;
        this.columns = columns;
    }

    static Change of(List<Token> tokens, Translator translator) {
        List<String> table = List.of();
        List<String> columns = List.of();
        List<Token> words = new ArrayList<>(tokens);
        if (tokens.get(0).is("INSERT")) {
            if (!words.get(1).is("INTO")) {
                words.add(1, new Token(Token.Kind.WORD, "INTO", "INTO", 0, 0));
            }
            Cursor cursor = Cursor.of(words);
            cursor.expect("INSERT", "INTO");
            table = cursor.dottedName();
            if (cursor.accept("(")) {
                columns = Cursor.atCommas(cursor.insideParentheses()).stream().map(c -> c.get(0).value()).toList();
            }
        } else if (tokens.get(0).is("DELETE") && !words.get(1).is("FROM")) {
            words.add(1, new Token(Token.Kind.WORD, "FROM", "FROM", 0, 0));
        }
        int at = clause(words, 0, "OUTPUT");
        if (at < 0) {
            return new Change(translator.emit(words), false, table, columns);
        }
        int end = clause(words, at, "VALUES", "SELECT", "WHERE", "DEFAULT");
        end = end < 0 ? words.size() : end;
        List<Token> items = words.subList(at + 1, end);
        if (items.stream().anyMatch(t -> t.is("INTO"))) {
            throw Refused.notUnderstood("OUTPUT INTO");
        }
        boolean deleted = items.stream().anyMatch(t -> t.is("DELETED"));
        if (deleted && items.stream().anyMatch(t -> t.is("INSERTED"))) {
            throw Refused.notUnderstood("OUTPUT of INSERTED beside DELETED");
        }
        List<Token> list = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            boolean prefix = items.get(i).isOneOf("INSERTED", "DELETED") && i + 1 < items.size() && items.get(i + 1).is(".");
            i += prefix ? 2 : 0;
            list.add(items.get(i));
        }
        List<Token> statement = new ArrayList<>(words.subList(0, at));
        statement.addAll(words.subList(end, words.size()));
        String select = "SELECT " + translator.emit(list) + " FROM " + (deleted ? "OLD" : "FINAL") + " TABLE (" + translator.emit(statement) + ")";
        return new Change(select, true, table, columns);
    }

    private static int clause(List<Token> tokens, int from, String... words) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).isOneOf(words)) {
                return i;
            }
        }
        return -1;
    }

    String sql() {
        return sql;
    }

    boolean hasOutput() {
        return output;
    }

    /** The table whose identity column the statement fills by hand, or null. */
    Table explicitIdentity() {
        return explicitIdentity;
    }

    /** @throws Refused 544 without IDENTITY_INSERT */
    void checkIdentity(Store store, Session session) {
        Table found = table.isEmpty() ? null : store.tables.get(Table.key(table));
        if (found == null || found.identity() == null || columns.stream().noneMatch(found.identity().name()::equalsIgnoreCase)) {
            return;
        }
        if (!session.identityInsert.contains(found.key())) {
            throw Refused.of(544, "Cannot insert explicit value for identity column in table '" + found.name + "' when IDENTITY_INSERT is set to OFF.");
        }
        explicitIdentity = found;
    }
}
