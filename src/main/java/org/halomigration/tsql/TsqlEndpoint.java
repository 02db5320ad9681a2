package org.halomigration.tsql;

import java.util.Arrays;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Run statement files on a SQL Server, each to its very end: every result is read, messages are heard as they come, the first cause is
 * thrown, nothing is retried.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "tsql",
        title = "T-SQL",
        syntax = "tsql:statement",
        producerOnly = true,
        category = Category.DATABASE)
public class TsqlEndpoint extends DefaultEndpoint {
    @UriPath(description = "Names of statement files without .sql, run one after the other on one dedicated connection, separated by commas")
    @Metadata(required = true)
    private String statement;

    @UriParam(description = "Name of the instance in the registry, such as acme.target; never a URL or a password")
    @Metadata(required = true)
    private String instance;

    @UriParam(description = "Folder of the statement files below the component's directory", defaultValue = "sqlserver")
    private String dialect = "sqlserver";

    @UriParam(
            label = "watchdog",
            description = "After so long without progress (messages, percent, reads, writes, wait type) an alarm is raised, in milliseconds",
            defaultValue = "300000")
    private long alarmAfter = 300_000;

    @UriParam(
            label = "watchdog",
            description = "After so long without progress, seen on the server, the statement is cancelled, in milliseconds. 0: never",
            defaultValue = "0")
    private long stallTimeout;

    @UriParam(
            label = "watchdog",
            description = "Whether the watchdog may cancel at all. A tail backup and a recovery are never cancelled, whatever this says",
            defaultValue = "true")
    private boolean cancel = true;

    @UriParam(
            label = "watchdog",
            description = "How often the server is asked for its progress on a second connection, in milliseconds. 0: never",
            defaultValue = "5000")
    private long progressInterval = 5_000;

    public TsqlEndpoint(String uri, TsqlComponent component) {
        super(uri, component);
    }

    @Override
    public TsqlComponent getComponent() {
        return (TsqlComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        return new TsqlProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("tsql: cannot start a route; use a timer or quartz and call tsql: from there");
    }

    /** The names in {@code statement}, in their order. */
    List<String> statements() {
        return Arrays.stream(statement.split(",")).map(String::strip).toList();
    }

    public String getStatement() {
        return statement;
    }

    public void setStatement(String statement) {
        this.statement = statement;
    }

    public String getInstance() {
        return instance;
    }

    public void setInstance(String instance) {
        this.instance = instance;
    }

    public String getDialect() {
        return dialect;
    }

    public void setDialect(String dialect) {
        this.dialect = dialect;
    }

    public long getAlarmAfter() {
        return alarmAfter;
    }

    public void setAlarmAfter(long alarmAfter) {
        this.alarmAfter = alarmAfter;
    }

    public long getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    public boolean isCancel() {
        return cancel;
    }

    public void setCancel(boolean cancel) {
        this.cancel = cancel;
    }

    public long getProgressInterval() {
        return progressInterval;
    }

    public void setProgressInterval(long progressInterval) {
        this.progressInterval = progressInterval;
    }
}
