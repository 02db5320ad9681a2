package org.halomigration.sandbox.sqlserver;

import java.util.List;

/** jTDS with everything encrypted. */
class TdsServesJtdsOverTlsTest extends TdsDriverContract {
    @Override
    List<String> preparing() {
        return List.of("sp_prepare", "sp_execute", "sp_execute", "sp_execute", "sp_execute", "sp_execute");
    }

    @Override
    String url() {
        return "jdbc:jtds:sqlserver://localhost:%d/Halo;appName=halo-migration;ssl=require";
    }

    @Override
    boolean tls() {
        return true;
    }
}
