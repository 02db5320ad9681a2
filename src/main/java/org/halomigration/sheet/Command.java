package org.halomigration.sheet;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A command of the customer's or host's own; exactly one of exec, ssh, http and sql is set. It succeeded when it ended well (exit code
 * 0, status 2xx) and its answer contains {@code expect}, where that is given.
 *
 * @param exec a command line run on this machine
 * @param sql a query on the source; its first value is the answer
 * @param timeout how long it may take
 */
public record Command(String exec, Ssh ssh, Http http, String sql, String expect, Duration timeout) {

    /** Which kind of command it is: {@code exec}, {@code ssh}, {@code http} or {@code sql}. */
    public String kind() {
        return exec != null ? "exec" : ssh != null ? "ssh" : http != null ? "http" : "sql";
    }

    public record Ssh(
            String host, int port, String username, Path privateKey, Secret password, Path knownHosts, String command) {}

    public record Http(String method, String url, Secret authorization, String body) {}
}
