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
                  database: %s
                  expected-size: 60MB
                  settle: 1s
                  sql: {url: "%s", username: halo_migration, password: "${file:%s/sql}"}
                  backups: [{path: '%s', as-sql-server-sees-it: '%s'}]
                  application:
                """.formatted(World.SOURCE_DATABASE, world.source.jdbcUrl(), secrets, world.backups, world.sourceSees())
                + """
                    stop: [{http: {method: POST, url: "%1$s/stop"}}]
                    start: [{http: {method: POST, url: "%1$s/start"}}]
                    stopped-when: [{http: {method: GET, url: "%1$s/state"}, expect: stopped}]
                """.formatted(world.onPremises.controlUrl()).indent(4)
                + """
                landing-zone:
                  host: %s
                  port: %d
                  username: %s
                  private-key: '%s'
                  known-hosts: '%s'
                  directory: /acme
                """.formatted(
                        world.sftp.host(), world.sftp.port(), world.sftp.username(), world.sftp.privateKey(), world.sftp.knownHosts())
                + """
                target:
                  database: %1$s
                  uat-database: %1$s_uat
                  sql: {url: "%2$s", username: halo_migration, password: "${file:%3$s/sql}"}
                  landed-files: {path: '%4$s', as-sql-server-sees-it: '%5$s'}
                  data-directory: 'F:\\Data'
                  log-directory: 'L:\\Log'
                  owner: sa
                  first-backup-directory: 'G:\\Backup'
                  application:
                    start: [{http: {method: POST, url: "%6$s/start"}}]
                    stop: [{http: {method: POST, url: "%6$s/stop"}}]
                """.formatted(
                        World.TARGET_DATABASE, world.target.jdbcUrl(), secrets, world.landing, world.targetSees(), world.hosted.controlUrl())
                + """
                checks:
                  agent-app: {url: "%1$s", expect: Halo, api: {client-id: "%2$s", client-secret: "${file:%3$s/api}"}}
                  portals: [{url: "%1$s/portal", expect: Sign in}]
                  email:
                    inbound:
                      mailbox: %4$s
                      smtp: {host: %6$s, port: %7$d, tls: none, username: %5$s, password: "${file:%3$s/mail}"}
                    outbound:
                      mailbox: %5$s
                      imap: {host: %6$s, port: %8$d, tls: none, username: %5$s, password: "${file:%3$s/mail}"}
                  integrator: {url: "%1$s/integrator", not-older-than: 15m}
                uat:
                  agent-app: {url: "%9$s", expect: Halo}
                  portals: [{url: "%9$s/portal", expect: Sign in}]
                  application:
                    start: [{http: {method: POST, url: "%10$s/start"}}]
                    stop: [{http: {method: POST, url: "%10$s/stop"}}]
                schedule: {collect: "0/1 * * * * ?"}
                """.formatted(
                        world.hosted.url(), world.hosted.clientId(), secrets, world.helpdesk.address(), world.checker.address(), world.mail.host(),
                        world.mail.smtpPort(), world.mail.imapPort(), world.tested.url(), world.tested.controlUrl());
    }
}
