package org.halomigration.sandbox.sqlserver;

import java.util.List;

/** jTDS, an independent driver that speaks TDS 7.1 and prepares by sp_prepare and sp_execute. */
class TdsServesJtdsTest extends TdsDriverContract {
    @Override
    List<String> preparing() {
        return List.of("sp_prepare", "sp_execute", "sp_execute", "sp_execute", "sp_execute", "sp_execute");
    }

    @Override
    String url() {
        return "jdbc:jtds:sqlserver://localhost:%d/Halo;appName=halo-migration";
    }
}
