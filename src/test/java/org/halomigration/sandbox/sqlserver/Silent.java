package org.halomigration.sandbox.sqlserver;

import java.util.List;

/** An answer that nobody reads. */
class Silent implements Answer {
    @Override
    public void info(int number, int severity, String message) {}

    @Override
    public void error(SqlError error) {}

    @Override
    public void columns(List<Column> columns) {}

    @Override
    public void row(Object... values) {}

    @Override
    public void count(long rows) {}

    @Override
    public void done() {}

    @Override
    public void databaseChanged(String from, String to) {}
}
