package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Microsoft's driver with its default, everything encrypted, and a certificate that it trusts. */
class TdsServesMssqlJdbcOverTlsTest extends TdsDriverContract {
    private static final String LOGIN = ";databaseName=Halo;user=" + TdsScriptedEngine.USER + ";password={S3cret ;€'{}}}";

    @Override
    List<String> preparing() {
        return List.of("sp_executesql", "sp_prepexec", "sp_execute", "sp_execute", "sp_execute");
    }

    @Override
    String url() {
        return "jdbc:sqlserver://localhost:%d;encrypt=true;databaseName=Halo;applicationName=halo-migration" + trusted();
    }

    private static String trusted() {
        return ";trustStoreType=PKCS12;trustStore=" + TdsServer.trustStore() + ";trustStorePassword=" + TdsServer.trustStorePassword();
    }

    @Override
    boolean tls() {
        return true;
    }

    @Test
    void isRefusedByAClientThatDoesNotTrustIt() {
        SQLException refused = thrown(() -> open(server, ";encrypt=true"));
        assertFailure(refused).hasMessageContaining("PKIX path building failed");
        assertThat(engine.logins).isEmpty();
    }

    @Test
    void encryptsTheLoginOnlyWhereTheClientWantsNoMore() throws SQLException {
        open(server, ";encrypt=false").close();
        assertThat(engine.logins).hasSize(1);
    }

    @Test
    void mayRequireWhatTheClientDoesNotWant() throws SQLException {
        try (TdsServer strict = TdsServer.start(engine, TdsServer.Encryption.REQUIRED, 0)) {
            assertFailure(thrown(() -> open(strict, ";encrypt=false"))).hasMessageContaining("PKIX path building failed");
            open(strict, ";encrypt=false" + trusted()).close();
        }
    }

    @Test
    void isRefusedByAClientThatWantsWhatItHasNot() {
        try (TdsServer plain = TdsServer.start(engine, false)) {
            assertFailure(thrown(() -> open(plain, ";encrypt=true;trustServerCertificate=true"))).hasMessageContaining("SSL");
        }
        assertThat(engine.logins).isEmpty();
    }

    private static Connection open(TdsServer server, String options) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlserver://localhost:" + server.port() + options + LOGIN);
    }
}
