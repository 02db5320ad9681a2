package org.halomigration.tsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** Camel's catalogue checks the component's options, and YAML in explicit form makes an endpoint of them. */
class CamelKnowsTheComponentTest {
    private static final String ROUTE =
            """
            - route:
                id: restore
                from:
                  uri: direct:restore
                  steps:
                    - toD:
                        id: restore-log
                        uri: tsql
                        parameters:
                          statement: use-master,restore-log
                          instance: ${variable.migration}.target
                          dialect: sqlserver
                          stallTimeout: 600000
                          cancel: false
            """;

    @Test
    void theCatalogueRefusesAnUnknownOption() throws Exception {
        DefaultCamelCatalog catalogue = new DefaultCamelCatalog();
        String json = new String(getClass().getResourceAsStream("/META-INF/org/halomigration/tsql/tsql.json").readAllBytes(), StandardCharsets.UTF_8);
        catalogue.addComponent("tsql", TsqlComponent.class.getName(), json);
        Map<String, String> good = Map.of("statement", "use-master", "instance", "acme.target", "stallTimeout", "600000", "cancel", "false");
        assertThat(catalogue.validateProperties("tsql", good).isSuccess()).isTrue();
        EndpointValidationResult bad = catalogue.validateProperties("tsql", Map.of("statement", "use-master", "instance", "a", "timeout", "1"));
        assertThat(bad.getUnknown()).containsExactly("timeout");
        assertThat(catalogue.validateProperties("tsql", Map.of("statement", "use-master")).getRequired()).containsExactly("instance");
    }

    @Test
    void explicitYamlMakesAnEndpointForEachMigration() throws Exception {
        try (CamelContext camel = camel()) {
            assertThatThrownBy(() -> send(camel, Map.of("database", "x")))
                    .hasRootCauseInstanceOf(StatementUnusable.class)
                    .hasRootCauseMessage(
                            "There is no SQL Server named 'acme.target': the migration file needs a login for it, and the name is <migration>.source or <migration>.target");
            TsqlEndpoint endpoint = (TsqlEndpoint) camel.getEndpoints().stream().filter(TsqlEndpoint.class::isInstance).findFirst().orElseThrow();
            assertThat(endpoint.statements()).containsExactly("use-master", "restore-log");
            assertThat(endpoint.getInstance()).isEqualTo("acme.target");
            assertThat(endpoint.getStallTimeout()).isEqualTo(600_000);
            assertThat(endpoint.isCancel()).isFalse();
        }
    }

    @Test
    void aRouteThatNamesAMissingStatementDoesNotStart() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            load(camel, ROUTE.replace("toD", "to").replace("${variable.migration}", "acme").replace(",restore-log", ",nosuch"));
            assertThatThrownBy(camel::start).hasRootCauseMessage(
                    "There is no statement file routes/sql/sqlserver/nosuch.sql: put it there, or correct the name in the route");
        }
    }

    private static CamelContext camel() throws Exception {
        CamelContext camel = new DefaultCamelContext();
        load(camel, ROUTE);
        camel.start();
        return camel;
    }

    private static void load(CamelContext camel, String yaml) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("restore.camel.yaml", yaml));
    }

    private static void send(CamelContext camel, Map<String, Object> body) throws Exception {
        try (var template = camel.createFluentProducerTemplate()) {
            template.withVariable("migration", "acme").withBody(body).to("direct:restore").request();
        }
    }
}
