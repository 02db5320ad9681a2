package org.halomigration.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Preflight;

/** Looks whether the hosted addresses' names resolve, for how long answers are kept, and whether validations are aliases: the bean {@code names}. */
public final class Names {
    private static final Path RESOLVERS = Path.of("/etc/resolv.conf");
    private static final int DNS = 53;

    private final Duration limit;

    /** @param limit for each answer of a name server */
    Names(Duration limit) {
        this.limit = limit;
    }

    public List<Finding> look(String check, Migration migration) {
        Optional<InetSocketAddress> server = server(migration.preflight().nameServer());
        if (server.isEmpty()) {
            return List.of(new Finding(check, "name server", Severity.WARNING, "not asked: which name server to ask is not known",
                    "Give preflight.name-server: host or host:port of a name server that knows the public names.", "host"));
        }
        List<Finding> findings = new ArrayList<>();
        for (String host : hosts(migration)) {
            findings.add(name(check, server.get(), host, migration.preflight().maxTtl()));
        }
        for (Preflight.Validation validation : migration.preflight().validations()) {
            findings.add(validation(check, server.get(), validation));
        }
        return findings.isEmpty() ? List.of(new Finding(check, check, Severity.WARNING, "not looked at: the migration file names no address", "Give checks.agent-app and checks.portals.", "host")) : findings;
    }

    /** Host names of the hosted addresses; addresses in figures have no name to look at. */
    static Set<String> hosts(Migration migration) {
        Set<String> hosts = new LinkedHashSet<>();
        if (migration.checks().agentApp() != null) {
            hosts.add(URI.create(migration.checks().agentApp().url()).getHost());
        }
        migration.checks().portals().forEach(portal -> hosts.add(URI.create(portal.url()).getHost()));
        hosts.removeIf(host -> host.matches("[\\d.]+") || host.startsWith("["));
        return hosts;
    }

    private Finding name(String check, InetSocketAddress server, String host, Duration most) {
        try {
            List<DnsQuery.Answer> answers = DnsQuery.ask(server, host, DnsQuery.ADDRESS, limit);
            if (answers.stream().allMatch(answer -> answer.type() == DnsQuery.ALIAS)) {
                answers = DnsQuery.ask(server, host, DnsQuery.ADDRESS_6, limit);
            }
            if (answers.stream().allMatch(answer -> answer.type() == DnsQuery.ALIAS)) {
                return new Finding(check, host, Severity.FAILED, host + " has no address", "Make its DNS record; it may point to the old application until the cutover.", "customer");
            }
            // What changes at the cutover is the record of the name itself, not what it is an alias of.
            long seconds = answers.stream().filter(answer -> answer.name().equalsIgnoreCase(host)).mapToLong(DnsQuery.Answer::seconds).max().orElse(0);
            if (seconds > most.toSeconds()) {
                return new Finding(check, host, Severity.WARNING, "The record of " + host + " is kept for more than " + most.toMinutes() + " min: so long may users reach the old application after the switch",
                        "Lower its TTL to " + most.toSeconds() + " seconds, a day before the cutover.", "customer");
            }
            return new Finding(check, host, Severity.OK, host + " has an address, kept for at most " + most.toMinutes() + " min", null, null);
        } catch (IOException e) {
            return unanswered(check, host, e);
        }
    }

    private Finding validation(String check, InetSocketAddress server, Preflight.Validation validation) {
        try {
            Optional<String> alias = DnsQuery.ask(server, validation.name(), DnsQuery.ALIAS, limit).stream()
                    .filter(answer -> answer.type() == DnsQuery.ALIAS && answer.name().equalsIgnoreCase(validation.name()))
                    .map(DnsQuery.Answer::value)
                    .findFirst();
            if (alias.isPresent() && alias.get().equalsIgnoreCase(validation.alias().replaceFirst("\\.$", ""))) {
                return new Finding(check, validation.name(), Severity.OK, validation.name() + " is an alias of " + validation.alias(), null, null);
            }
            return new Finding(check, validation.name(), Severity.FAILED, validation.name() + " should be an alias of " + validation.alias() + "; found: " + alias.orElse("no alias"),
                    "Make the CNAME record: without it the host is given no certificate.", "customer");
        } catch (IOException e) {
            return unanswered(check, validation.name(), e);
        }
    }

    private static Finding unanswered(String check, String name, IOException e) {
        return new Finding(check, name, Severity.WARNING, "could not be asked: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
                "Look whether the name server is reached over UDP, or give another as preflight.name-server.", "host");
    }

    private static Optional<InetSocketAddress> server(String given) {
        if (given != null) {
            int colon = given.lastIndexOf(':');
            boolean port = colon > 0 && given.indexOf(':') == colon;
            return Optional.of(port ? new InetSocketAddress(given.substring(0, colon), Integer.parseInt(given.substring(colon + 1))) : new InetSocketAddress(given, DNS));
        }
        try {
            return !Files.isReadable(RESOLVERS) ? Optional.empty() : Files.readAllLines(RESOLVERS).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("nameserver "))
                    .map(line -> new InetSocketAddress(line.substring("nameserver ".length()).strip(), DNS))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
