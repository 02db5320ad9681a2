package org.halomigration.sandbox;

import java.nio.file.Path;

/** The migration file of a {@link World}: complete, as a customer's would be. */
final class Sheet {
    private Sheet() {}

    static String of(World world, Path secrets) {
        return """
                product: halo
                customer: {name: Acme Ltd, contact: it@acme.example}
                host: {contact: migrations@host.example, support: "https://support.example"}
                source:
                  database: %1$s
                  expected-size: 60MB
                  settle: 1s
                  sql: {url: "%2$s", username: halo_migration, password: "${file:%3$s/sql}"}
                  backups: [{path: '%4$s', as-sql-server-sees-it: '%5$s'}]
                landing-zone:
                  host: %7$s
                  port: %8$d
                  username: %9$s
                  private-key: '%10$s'
                  known-hosts: '%11$s'
                  directory: %20$s
                target:
                  database: %12$s
                  uat-database: %12$s_uat
                  sql: {url: "%13$s", username: halo_migration, password: "${file:%3$s/sql}"}
                  landed-files: {path: '%14$s', as-sql-server-sees-it: '%15$s'}
                  data-directory: 'F:\\Data'
                  log-directory: 'L:\\Log'
                checks: {}
                schedule: {collect: "0/1 * * * * ?"}
                """
                .formatted(
                        World.SOURCE_DATABASE,
                        world.source.jdbcUrl(),
                        secrets,
                        world.backups,
                        world.sourceSees(),
                        "",
                        world.sftp.host(),
                        world.sftp.port(),
                        world.sftp.username(),
                        world.sftp.privateKey(),
                        world.sftp.knownHosts(),
                        World.TARGET_DATABASE,
                        world.target.jdbcUrl(),
                        world.landing,
                        world.targetSees(),
                        "", "", "", "",
                        world.landingZone());
    }
}
