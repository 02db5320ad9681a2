package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what a batch answered. */
final class Recorder implements Answer {
    record Info(int number, int severity, String message) {}

    final List<Info> infos = new ArrayList<>();
    final List<SqlError> errors = new ArrayList<>();
    final List<Map<String, Object>> rows = new ArrayList<>();
    final List<Long> counts = new ArrayList<>();
    List<Column> columns = List.of();

    @Override
    public void info(int number, int severity, String message) {
        infos.add(new Info(number, severity, message));
    }

    @Override
    public void error(SqlError error) {
        errors.add(error);
    }

    @Override
    public void columns(List<Column> columns) {
        this.columns = columns;
    }

    @Override
    public void row(Object... values) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(columns.get(i).name(), values[i]);
        }
        rows.add(row);
    }

    @Override
    public void count(long rows) {
        counts.add(rows);
    }

    @Override
    public void done() {}

    @Override
    public void databaseChanged(String from, String to) {
        infos.add(new Info(5701, 10, to));
    }

    List<Integer> numbers() {
        return errors.stream().map(SqlError::number).toList();
    }
}
