package org.halomigration.sandbox.sqlserver;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** A session as a test uses it, straight on the engine. */
final class Console implements AutoCloseable {
    private final SqlSession session;

    Console(SqlEngine server) {
        this(server, "sa", "master");
    }

    Console(SqlEngine server, String user, String database) {
        try {
            session = server.login(new SqlEngine.Login(user, "secret", database, "test", "host"));
        } catch (SqlError e) {
            throw new AssertionError(e.number() + " " + e.getMessage(), e);
        }
    }

    SqlSession session() {
        return session;
    }

    Recorder run(String batch, SqlSession.Parameter... parameters) {
        Recorder answer = new Recorder();
        try {
            session.execute(batch, List.of(parameters), answer);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        return answer;
    }

    /** Runs a batch that must succeed. */
    Recorder ok(String batch, SqlSession.Parameter... parameters) {
        Recorder answer = run(batch, parameters);
        assertThat(answer.errors).extracting(e -> e.number() + " " + e.getMessage()).as(batch).isEmpty();
        return answer;
    }

    /** Runs a batch that must fail with these numbers, in this order. */
    Recorder refused(String batch, Integer... numbers) {
        Recorder answer = run(batch);
        assertThat(answer.numbers()).as(batch + "\n" + answer.errors).containsExactly(numbers);
        return answer;
    }

    Object value(String query) {
        List<Map<String, Object>> rows = ok(query).rows;
        assertThat(rows).as(query).hasSize(1);
        return rows.get(0).values().iterator().next();
    }

    List<Map<String, Object>> rows(String query, SqlSession.Parameter... parameters) {
        return ok(query, parameters).rows;
    }

    Map<String, Object> row(String query, SqlSession.Parameter... parameters) {
        List<Map<String, Object>> rows = rows(query, parameters);
        assertThat(rows).as(query).hasSize(1);
        return rows.get(0);
    }

    static SqlSession.Parameter text(String name, String value) {
        return new SqlSession.Parameter(name, SqlType.of(SqlType.Kind.NVARCHAR, 4000), value);
    }

    @Override
    public void close() {
        session.close();
    }
}
