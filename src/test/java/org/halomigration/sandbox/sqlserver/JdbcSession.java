package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import com.microsoft.sqlserver.jdbc.ISQLServerMessage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A session over the vendor's driver that reads every result of a batch and hears every message, as a test wants to see them. */
final class JdbcSession implements AutoCloseable {
    private final Connection connection;
    private final List<Integer> heard = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> progress = new CompletableFuture<>();

    JdbcSession(String url, String user, String password, String database) throws SQLException {
        connection = DriverManager.getConnection(url + ";databaseName=" + database + ";connectRetryCount=0", user, password);
        connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(this::hear);
    }

    private ISQLServerMessage hear(ISQLServerMessage message) {
        heard.add(message.getErrorNumber());
        if (message.getErrorNumber() == 3211) {
            progress.complete(null);
        }
        return message;
    }

    /** Rows of the last result that has columns, errors in order, numbers of all messages. */
    record Answer(List<Map<String, Object>> rows, List<Integer> errors, List<String> texts, List<Integer> messages) {}

    Answer run(String batch) {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Integer> errors = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        heard.clear();
        try (Statement statement = connection.createStatement()) {
            boolean first = true;
            // After an error the driver still has the results that follow it.
            for (int times = 0; times < 1_000; times++) {
                try {
                    boolean result = first ? statement.execute(batch) : statement.getMoreResults();
                    first = false;
                    if (result) {
                        rows = rows(statement.getResultSet());
                    } else if (statement.getUpdateCount() < 0) {
                        break;
                    }
                } catch (SQLException e) {
                    first = false;
                    for (SQLException each = e; each != null; each = each.getNextException()) {
                        errors.add(each.getErrorCode());
                        texts.add(each.getMessage());
                    }
                    if (connection.isClosed()) {
                        break;
                    }
                }
            }
        } catch (SQLException e) {
            errors.add(e.getErrorCode());
            texts.add(e.getMessage());
        }
        return new Answer(rows, errors, texts, List.copyOf(heard));
    }

    private static List<Map<String, Object>> rows(ResultSet result) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        while (result.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Runs a batch that must succeed. */
    Answer ok(String batch) {
        Answer answer = run(batch);
        assertThat(answer.texts()).as(batch).isEmpty();
        return answer;
    }

    /** Runs a batch that must fail: with the first number first, and the others after it in this order. */
    Answer refused(String batch, Integer... numbers) {
        Answer answer = run(batch);
        assertThat(answer.errors()).as(batch + "\n" + answer.texts()).startsWith(numbers[0]).containsSubsequence(numbers);
        return answer;
    }

    List<Map<String, Object>> rows(String query) {
        return ok(query).rows();
    }

    Map<String, Object> row(String query) {
        List<Map<String, Object>> rows = rows(query);
        assertThat(rows).as(query).hasSize(1);
        return rows.get(0);
    }

    Object value(String query) {
        return row(query).values().iterator().next();
    }

    /** Starts a batch and returns when its first progress message is here. */
    CompletableFuture<Answer> begin(String batch) throws Exception {
        progress = new CompletableFuture<>();
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> run(batch));
        CompletableFuture.anyOf(progress, answer).get(120, TimeUnit.SECONDS);
        assertThat(answer).as("still running: " + batch).isNotDone();
        return answer;
    }

    /** The connection is gone at once, whatever runs on it. */
    void vanish() throws SQLException {
        connection.abort(Runnable::run);
    }

    boolean isAlive() throws SQLException {
        return connection.isValid(5);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
