package org.halomigration.sandbox.sqlserver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.LinkedHashMap;

/** Runs SELECT, INSERT, UPDATE, DELETE and TRUNCATE, and works out expressions. */
final class Query {
    private final Session session;
    private final Scope scope;
    private final Answer answer;

    Query(Session session, Scope scope, Answer answer) {
        this.session = session;
        this.scope = scope;
        this.answer = answer;
    }

    boolean isTrue(List<Token> condition) throws SQLException {
        Translator translator = new Translator(scope);
        Object value = single(translator.finish("SELECT CASE WHEN " + translator.emit(condition) + " THEN 1 ELSE 0 END"));
        return ((Number) value).intValue() == 1;
    }

    /** The value of an expression. */
    Object value(List<Token> expression) throws SQLException {
        Token only = expression.size() == 1 ? expression.get(0) : null;
        if (only != null && only.kind() == Token.Kind.STRING) {
            return only.value();
        }
        Translator translator = new Translator(scope);
        return single(translator.finish("SELECT (" + translator.emit(expression) + ")"));
    }

    private Object single(Translation query) throws SQLException {
        Object[] last = {null};
        select(query, new Silent() {
            @Override
            public void row(Object... values) {
                last[0] = values[0];
            }
        });
        return last[0];
    }

    void run(List<Token> tokens) throws SQLException {
        Token first = tokens.get(0);
        if (session.implicitTransactions && session.openTransactions() == 0) {
            session.begin();
        }
        if (first.is("SELECT") || first.is("WITH")) {
            if (tokens.size() > 2 && tokens.get(1).kind() == Token.Kind.VARIABLE && tokens.get(2).is("=")) {
                assign(tokens);
                return;
            }
            checkSelectList(tokens);
            session.rowCount = select(new Translator(scope).translate(tokens), answer);
            answer.count(session.rowCount);
        } else if (first.is("TRUNCATE")) {
            truncate(tokens);
        } else {
            change(tokens);
        }
    }

    /** "SELECT alias = expression" would be a comparison in H2, so it is refused rather than answered wrongly. */
    private static void checkSelectList(List<Token> tokens) {
        int depth = 0;
        for (int i = 1; i + 1 < tokens.size() && !(depth == 0 && tokens.get(i).isOneOf("FROM", "WHERE")); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            boolean item = tokens.get(i - 1).isOneOf("SELECT", ",", "DISTINCT");
            if (depth == 0 && item && tokens.get(i).isName() && tokens.get(i + 1).is("=")) {
                throw Refused.notUnderstood(tokens.get(i).text() + " = in a select list");
            }
            if (depth == 0 && tokens.get(i).is("INTO")) {
                throw Refused.notUnderstood("SELECT INTO");
            }
        }
    }

    private void assign(List<Token> tokens) throws SQLException {
        List<Token> plain = new ArrayList<>(List.of(tokens.get(0)));
        List<String> names = new ArrayList<>();
        int depth = 0;
        boolean list = true;
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            list &= !(depth == 0 && token.is("FROM"));
            boolean target = list && depth == 0 && tokens.get(i - 1).isOneOf("SELECT", ",") && token.kind() == Token.Kind.VARIABLE;
            if (target && i + 1 < tokens.size() && tokens.get(i + 1).is("=")) {
                names.add(token.text());
                i++;
            } else {
                plain.add(token);
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        session.rowCount = select(new Translator(scope).translate(plain), new Silent() {
            @Override
            public void row(Object... row) {
                for (int i = 0; i < names.size(); i++) {
                    values.put(names.get(i), row[i]);
                }
            }
        });
        values.forEach(((SessionScope) scope)::assign);
    }

    private long select(Translation query, Answer to) throws SQLException {
        if (!query.views().isEmpty() || !query.tables()) {
            Database place = query.database() == null ? session.place() : session.server().enter(session, query.database());
            for (String view : query.views()) {
                if (view.startsWith("msdb.") && !session.principal().mayRead(session.server().get("msdb"), view.substring(5))) {
                    throw Refused.of(229, 14, "The SELECT permission was denied on the object '" + view.substring(5) + "', database 'msdb', schema 'dbo'.");
                }
            }
            Catalog.Result result = session.server().catalog().query(query, new CatalogContext(session.server(), session, place));
            to.columns(result.columns());
            result.rows().forEach(to::row);
            return result.rows().size();
        }
        Database read = place(query);
        if (!session.principal().mayRead(read)) {
            throw Refused.of(229, 14, "The SELECT permission was denied on an object in database '" + read.name + "', schema 'dbo'.");
        }
        Branch branch = session.branch(read);
        try (PreparedStatement statement = branch.connection().prepareStatement(query.sql())) {
            query.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return rows(branch, rows, to);
            }
        } finally {
            session.autocommit();
        }
    }

    private static long rows(Branch branch, ResultSet rows, Answer to) throws SQLException {
        List<Answer.Column> columns = ResultColumns.of(rows.getMetaData(), (schema, table, column) -> {
            Table found = branch.store().tables.get((schema + "." + table).toLowerCase(Locale.ROOT));
            int index = found == null ? -1 : found.indexOf(column);
            return index < 0 ? null : found.columns.get(index).type();
        });
        to.columns(columns);
        long count = 0;
        while (rows.next()) {
            to.row(ResultColumns.row(rows, columns));
            count++;
        }
        return count;
    }

    private Database place(Translation query) {
        return session.server().enter(session, query.database() == null ? session.database() : query.database());
    }

    private void change(List<Token> tokens) throws SQLException {
        Translator translator = new Translator(scope);
        Change change = Change.of(tokens, translator);
        Translation translation = translator.finish(change.sql());
        Database place = place(translation);
        check(place, tokens.get(0));
        Branch branch = session.branch(place);
        change.checkIdentity(branch.store(), session);
        int mark = branch.mark();
        RowTrigger.capture(branch);
        try (PreparedStatement statement = branch.connection().prepareStatement(translation.sql())) {
            translation.bind(statement);
            if (change.hasOutput()) {
                try (ResultSet rows = statement.executeQuery()) {
                    session.rowCount = rows(branch, rows, answer);
                }
            } else {
                session.rowCount = statement.executeUpdate();
            }
        } catch (SQLException e) {
            branch.backTo(mark);
            throw e;
        } finally {
            RowTrigger.capture(null);
        }
        inserted(branch, change);
        session.autocommit();
        if (session.noCount) {
            answer.done();
        } else {
            answer.count(session.rowCount);
        }
    }

    /** An identity value given by hand moves the counter on, as on the server. */
    private void inserted(Branch branch, Change change) throws SQLException {
        Long identity = branch.takeIdentity();
        if (identity != null) {
            session.scopeIdentity = identity;
            Table table = change.explicitIdentity();
            Long last = table == null ? null : branch.store().lastIdentity(table);
            if (table != null && (last == null || identity > last)) {
                branch.store().restartIdentity(table, identity + table.identity().identity()[1]);
            }
        }
    }

    private void check(Database place, Token verb) {
        if (!place.isWritable()) {
            throw Refused.of(3906, "Failed to update database \"" + place.name + "\" because the database is read-only.");
        }
        if (!session.principal().mayWrite(place)) {
            throw Refused.of(229, 14, "The " + verb.text().toUpperCase(Locale.ROOT) + " permission was denied on an object in database '" + place.name + "', schema 'dbo'.");
        }
    }

    private void truncate(List<Token> tokens) throws SQLException {
        Cursor cursor = Cursor.of(tokens);
        cursor.expect("TRUNCATE", "TABLE");
        List<String> name = cursor.dottedName();
        cursor.expectEnd();
        Database place = session.server().enter(session, name.size() == 3 ? name.get(0) : session.database());
        check(place, tokens.get(0));
        Branch branch = session.branch(place);
        Table table = branch.store().table(Table.key(name));
        RowTrigger.capture(branch);
        try (PreparedStatement statement = branch.connection().prepareStatement("DELETE FROM " + table.quoted())) {
            statement.executeUpdate();
        } finally {
            RowTrigger.capture(null);
        }
        session.autocommit();
        if (table.identity() != null && session.openTransactions() == 0) {
            branch.store().restartIdentity(table, table.identity().identity()[0]);
        }
        answer.done();
    }
}
