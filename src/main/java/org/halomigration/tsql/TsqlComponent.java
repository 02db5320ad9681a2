package org.halomigration.tsql;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code tsql:} runs statement files on a SQL Server, each to its very end. For BACKUP, RESTORE, ALTER and everything else whose failure
 * may come late; single SELECTs can use Camel's own {@code sql:}.
 */
@Component("tsql")
public class TsqlComponent extends DefaultComponent {
    @Metadata(description = "Directory that holds one folder of statement files per dialect", defaultValue = "{{halo.routes:routes}}/sql")
    private String statements = "{{halo.routes:routes}}/sql";

    @Metadata(
            description = "Bean that hears every server message, progress and alarm while a statement runs."
                    + " Default: the only ServerMessages in the registry, else the log.",
            javaType = "org.halomigration.tsql.ServerMessages")
    private ServerMessages serverMessages;

    private StatementFiles files;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        TsqlEndpoint endpoint = new TsqlEndpoint(uri, this);
        endpoint.setStatement(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        files = new StatementFiles(Path.of(getCamelContext().resolvePropertyPlaceholders(statements)));
    }

    StatementFiles files() {
        return files;
    }

    /** Who hears the messages; looked up late, because the application's beans may come after this component. */
    ServerMessages listener() {
        if (serverMessages == null) {
            ServerMessages found = getCamelContext().getRegistry().findSingleByType(ServerMessages.class);
            serverMessages = found == null ? new LoggedMessages() : found;
        }
        return serverMessages;
    }

    public String getStatements() {
        return statements;
    }

    public void setStatements(String statements) {
        this.statements = statements;
    }

    public ServerMessages getServerMessages() {
        return serverMessages;
    }

    public void setServerMessages(ServerMessages serverMessages) {
        this.serverMessages = serverMessages;
    }
}
