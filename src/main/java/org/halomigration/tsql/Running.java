package org.halomigration.tsql;

/**
 * A statement that runs.
 *
 * @param migration name of the migration it runs for; null where the exchange names none
 * @param set the backup set it works on; null where the exchange names none
 * @param sha256 hash of the statement file
 * @param sql what was sent; values of bound parameters are not in it
 * @param bytes how much it has to work through; null where the exchange does not say
 * @param session the server's id of the session, {@code @@SPID}
 */
public record Running(
        String exchangeId, String migration, String set, String instance, String statement, String sha256, String sql, Long bytes, int session) {
    @Override
    public String toString() {
        return statement + " on " + instance + (set == null ? "" : " (set " + set + ")");
    }
}
