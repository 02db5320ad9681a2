package org.halomigration.sheet;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A command of the customer's or host's own; exactly one of exec, ssh, http and sql is set. It succeeded when it ended well (exit code
 * 0, status 2xx) and its answer contains {@code expect}, where that is given. Secrets may stand in its texts: {@code toString} says only
 * what kind it is, and what it answers is shown through {@link SheetReader#mask}.
 *
 * @param exec a command line run on this machine
 * @param sql a query on the SQL Server of the side it stands under; its first value is the answer
 * @param timeout how long it may take
 */
public record Command(
        @Key(value = "A command line run on the machine of this process; success is exit code 0", masked = true,
                        example = "\"powershell -NoProfile -File config/hooks/stop-iis.ps1 -Site Halo -Pool Halo\"")
                String exec,
        @Key("A command line run on another machine over SSH; success is exit code 0") Ssh ssh,
        @Key("A web request; success is a status from 200 to 299") Http http,
        @Key(value = "A query on the SQL Server of the side it stands under; its first value is the answer", masked = true,
                        example = "\"SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name LIKE 'Halo%'\"")
                String sql,
        @Key(value = "Text that the answer must contain", example = "stopped") String expect,
        @Key(value = "How long it may take", byDefault = "2m", example = "2m") Duration timeout,
        @Key(value = "What is run, asked or fetched (GET) in its place beforehand, to see that it would work; it must change nothing", masked = true,
                        example = "\"powershell -NoProfile -Command Get-IISSite Halo\"")
                String dryRun)
        implements Ruled {

    /** Which kind of command it is: {@code exec}, {@code ssh}, {@code http} or {@code sql}. */
    public String kind() {
        return exec != null ? "exec" : ssh != null ? "ssh" : http != null ? "http" : "sql";
    }

    /** What is run in its place beforehand: the same kind of command with the dry run's text. */
    public Command rehearsed() {
        return switch (kind()) {
            case "exec" -> new Command(dryRun, null, null, null, null, timeout, null);
            case "ssh" -> new Command(null, new Ssh(ssh.host(), ssh.port(), ssh.username(), ssh.privateKey(), ssh.password(), ssh.knownHosts(), dryRun), null, null, null, timeout, null);
            case "http" -> new Command(null, null, new Http("GET", dryRun, http.authorization(), null), null, null, timeout, null);
            default -> new Command(null, null, null, dryRun, null, timeout, null);
        };
    }

    /** The program of an {@code exec} command. */
    public String executable() {
        return words().get(0);
    }

    /** What the program of an {@code exec} command is called with; double quotes hold words together. */
    public List<String> arguments() {
        return words().subList(1, words().size());
    }

    private List<String> words() {
        List<String> words = new java.util.ArrayList<>();
        java.util.regex.Matcher word = java.util.regex.Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(exec);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words;
    }

    @Override
    public List<Breach> breaches(Role role) {
        long set = Arrays.asList(exec, ssh, http, sql).stream().filter(Objects::nonNull).count();
        return set == 1
                ? List.of()
                : List.of(new Breach(kind(), "exactly one of exec, ssh, http and sql", set == 0 ? "none" : set + " of them"));
    }

    @Override
    public String toString() {
        return kind() + " command";
    }

    public record Ssh(
            @Key(value = "The machine", need = Need.ALWAYS, format = Format.HOST, example = "web01.acme.example") String host,
            @Key(value = "Its port", byDefault = "22", example = "22") int port,
            @Key(value = "The login's name", need = Need.ALWAYS, example = "halo") String username,
            @Key(value = "The file with the private key; this or `password`", format = Format.FILE, example = "/run/secrets/acme_web01_key") String privateKey,
            @Key(value = "The login's password, where it has no key", example = "\"${ACME_WEB01_PASSWORD}\"") Secret password,
            @Key(value = "The file with the host keys that are trusted; no other is", byDefault = "config/known_hosts", format = Format.FILE,
                            example = "config/known_hosts")
                    String knownHosts,
            @Key(value = "The command line", need = Need.ALWAYS, masked = true, example = "powershell -File C:/halo/stop-iis.ps1")
                    String command)
            implements Ruled {

        @Override
        public List<Breach> breaches(Role role) {
            return privateKey != null || password != null
                    ? List.of()
                    : List.of(new Breach("private-key", "a private-key or a password", "neither"));
        }

        @Override
        public String toString() {
            return "ssh " + host + ":" + port;
        }
    }

    public record Http(
            @Key(value = "GET, POST, PUT, PATCH or DELETE", oneOf = {"GET", "POST", "PUT", "PATCH", "DELETE"}, byDefault = "POST",
                            example = "POST")
                    String method,
            @Key(value = "The address", need = Need.ALWAYS, format = Format.URL, masked = true, example = "https://ops.host.example/acme/start")
                    String url,
            @Key(value = "The value of the header Authorization", example = "\"Bearer ${ACME_OPS_TOKEN}\"") Secret authorization,
            @Key(value = "What is sent, as it stands", masked = true, example = "'{\"instance\": \"acme\"}'") String body) {

        @Override
        public String toString() {
            return "http " + method;
        }
    }
}
