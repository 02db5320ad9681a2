package org.halomigration.sandbox.sqlserver;

/** jTDS with everything encrypted. */
class TdsServesJtdsOverTlsTest extends TdsDriverContract {
    @Override
    String url() {
        return "jdbc:jtds:sqlserver://localhost:%d/Halo;appName=halo-migration;ssl=require";
    }

    @Override
    boolean tls() {
        return true;
    }
}
