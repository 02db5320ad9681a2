package org.halomigration.tsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Runs the endpoint's statements for one exchange, on one connection. */
final class TsqlProducer extends DefaultProducer {
    /** Exchange variable with every {@link ServerMessage} of the last call, also of one that failed. */
    static final String MESSAGES = "serverMessages";

    TsqlProducer(TsqlEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public TsqlEndpoint getEndpoint() {
        return (TsqlEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        // A missing or malformed file shows when the route starts, not in the night.
        for (String statement : getEndpoint().statements()) {
            files().read(getEndpoint().getDialect(), statement);
        }
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        SqlServer server = server();
        Values values = new ExchangeValues(exchange);
        List<StatementFile> read = new ArrayList<>();
        List<RenderedStatement> statements = new ArrayList<>();
        // All are rendered before any is sent: a missing value of the second must not leave the first one done.
        for (String name : getEndpoint().statements()) {
            StatementFile file = files().read(getEndpoint().getDialect(), name);
            read.add(file);
            statements.add(file.render(values));
        }
        List<ServerMessage> messages = new ArrayList<>();
        exchange.setVariable(MESSAGES, messages);
        List<Map<String, Object>> rows = null;
        try (DedicatedConnection connection = DedicatedConnection.open(server, getEndpoint().getComponent().listener(), messages)) {
            for (int i = 0; i < statements.size(); i++) {
                Running running = running(exchange, values, read.get(i), statements.get(i), connection.session());
                List<Map<String, Object>> result = connection.run(running, statements.get(i), watch(server));
                rows = result == null ? rows : result;
            }
        } catch (StatementFailed e) {
            throw e.occupied() ? e.saying(new Occupants(server, files(), getEndpoint().getDialect()).of(values)) : e;
        }
        if (rows != null) {
            exchange.getMessage().setBody(rows);
        }
    }

    private SqlServer server() {
        String name = getEndpoint().getInstance();
        SqlServer server = getEndpoint().getCamelContext().getRegistry().lookupByNameAndType(name, SqlServer.class);
        if (server == null) {
            throw new StatementUnusable("There is no SQL Server named '%s': the migration file needs a login for it, and the name is <migration>.source or <migration>.target"
                    .formatted(name));
        }
        return server;
    }

    private Watchdog.Settings watch(SqlServer server) {
        TsqlEndpoint endpoint = getEndpoint();
        return new Watchdog.Settings(
                endpoint.getAlarmAfter(),
                endpoint.isCancel() ? endpoint.getStallTimeout() : 0,
                endpoint.getProgressInterval(),
                new ServerProgress(server, files(), endpoint.getDialect()));
    }

    private Running running(Exchange exchange, Values values, StatementFile file, RenderedStatement statement, int session) {
        return new Running(
                exchange.getExchangeId(),
                ExchangeValues.name(exchange.getVariable("migration")),
                ExchangeValues.name(values.get("set")),
                getEndpoint().getInstance(),
                file.name(),
                file.sha256(),
                statement.sql(),
                values.get("bytes") instanceof Number bytes ? bytes.longValue() : null,
                session);
    }

    private StatementFiles files() {
        return getEndpoint().getComponent().files();
    }
}
