package org.halomigration.sandbox.sqlserver;

/** jTDS, an independent driver that speaks TDS 7.1 and prepares by sp_prepare and sp_execute. */
class TdsServesJtdsTest extends TdsDriverContract {
    @Override
    String url() {
        return "jdbc:jtds:sqlserver://localhost:%d/Halo;appName=halo-migration";
    }
}
