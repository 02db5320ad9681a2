package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Brings the last values of output parameters back. The engine has no channel for them, so the batch ends with a SELECT of the variables,
 * and that one result is kept from the client.
 */
final class TdsOutputs implements Answer {
    private static final String MARK = "tds output ";
    private final Answer client;
    private final List<SqlSession.Parameter> wanted = new ArrayList<>();
    private final List<Integer> ordinals = new ArrayList<>();
    private List<Object> last;
    private boolean reading;

    /** @param offset ordinal of the first argument in the call */
    TdsOutputs(Answer client, List<SqlSession.Parameter> variables, List<TdsRpc.Argument> arguments, int offset) {
        this.client = client;
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).output()) {
                wanted.add(variables.get(i));
                ordinals.add(offset + i);
            }
        }
    }

    /** Brings one variable back under the ordinal -1: the return status of a procedure. */
    void also(SqlSession.Parameter variable) {
        wanted.add(variable);
        ordinals.add(-1);
    }

    String extended(String batch) {
        return wanted.isEmpty() ? batch : batch + IntStream.range(0, wanted.size()).mapToObj(i -> wanted.get(i).name() + " AS [" + MARK + i + "]")
            .collect(Collectors.joining(", ", "\n;SELECT ", ""));
    }

    /** Null values where the batch did not come to its end. */
    List<TdsAnswer.Output> values() {
        List<TdsAnswer.Output> values = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            values.add(new TdsAnswer.Output(ordinals.get(i), wanted.get(i).name(), wanted.get(i).type(), last == null ? null : last.get(i)));
        }
        return values;
    }

    @Override
    public void columns(List<Column> columns) {
        reading = !wanted.isEmpty() && !columns.isEmpty() && columns.get(0).name().startsWith(MARK);
        if (!reading) {
            client.columns(columns);
        }
    }

    @Override
    public void row(Object... values) {
        if (reading) {
            last = Arrays.asList(values);
        } else {
            client.row(values);
        }
    }

    @Override
    public void count(long rows) {
        if (!reading) {
            client.count(rows);
        }
        reading = false;
    }

    @Override
    public void done() {
        if (!reading) {
            client.done();
        }
        reading = false;
    }

    @Override
    public void info(int number, int severity, String message) {
        client.info(number, severity, message);
    }

    @Override
    public void error(SqlError error) {
        client.error(error);
    }

    @Override
    public void databaseChanged(String from, String to) {
        client.databaseChanged(from, to);
    }
}
