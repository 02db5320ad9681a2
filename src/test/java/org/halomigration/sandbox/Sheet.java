package org.halomigration.sandbox;

import java.nio.file.Path;

/** The migration file of a {@link World}: complete, as a customer's would be. */
final class Sheet {
    private Sheet() {}

    private static String placed(World world) {
        return """
                  uat-database: %s
                  data-directory: 'F:\\Data'
                  log-directory: 'L:\\Log'
                  owner: sa
                  first-backup-directory: 'G:\\Backup'""".formatted(text(world.uatDatabase())).stripTrailing().indent(2).stripTrailing();
    }

    /** As the file takes a text, whatever it holds. */
    private static String text(Object text) {
        return "'" + text.toString().replace("'", "''").replace("${", "$${") + "'";
    }

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
                  backups: [{path: %s, as-sql-server-sees-it: %s}]
                  application:
                """.formatted(text(world.names.source()), world.source.jdbcUrl(), secrets, text(world.backups), text(world.sourceSees()))
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
                  private-key: %s
                  known-hosts: %s
                  directory: %s
                """.formatted(
                        world.sftp.host(), world.sftp.port(), world.sftp.username(), text(world.sftp.privateKey()), text(world.sftp.knownHosts()), text("/acme" + world.names.ending()))
                + """
                target:
                  database: %1$s
                  sql: {url: "%2$s", username: halo_migration, password: "${file:%3$s/sql}"}
                  landed-files: {path: %4$s, %7$s: %5$s}
                %8$s
                  application:
                    start: [{http: {method: POST, url: "%6$s/start"}}]
                    stop: [{http: {method: POST, url: "%6$s/stop"}}]
                """.formatted(
                        text(world.names.target()), world.target.jdbcUrl(), secrets, text(world.landing), text(world.targetSees()), world.hosted.controlUrl(),
                        world.rds ? "s3-arn" : "as-sql-server-sees-it", world.rds ? "  dialect: rds" : placed(world))
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
