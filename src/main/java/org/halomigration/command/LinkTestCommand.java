package org.halomigration.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.halomigration.journal.Durations;
import org.halomigration.sftp.LinkTest;
import org.halomigration.sheet.LandingZone;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Role;
import org.halomigration.sheet.SheetReader;
import org.halomigration.sheet.Secret;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How fast files get to a migration's landing zone, and what the server there can do: tried out, with a file that is taken away again. */
@Command(
        name = "link-test",
        description = "Sends a file to a migration's landing zone as the product sends backups, reads it back, removes it, and says how fast that was and what limited it.")
final class LinkTestCommand implements Callable<Integer> {
    private static final int PIECE = 1024 * 1024;

    @Option(names = "--migration", required = true, paramLabel = "NAME", description = "The migration whose landing zone is tried.")
    private String migration;

    @ArgGroup
    private What what = new What();

    @Option(names = "--connections", paramLabel = "N", defaultValue = "4", description = "How many connections send it together, 1 to 8; without it, 4.")
    private int connections;

    @Option(names = "--json", description = "Print JSON and nothing else.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private static final class What {
        @Option(names = "--size", paramLabel = "SIZE", converter = Size.class, description = "How much is sent, such as 200m or 1g (of 1024s), from a file of random bytes that is made for it; without it, 256m.")
        private long size = 256L * PIECE;

        @Option(names = "--file", paramLabel = "FILE", description = "What is sent instead, such as a backup.")
        private Path file;
    }

    @Override
    public Integer call() throws Exception {
        if (connections < 1 || connections > 8) {
            throw new UnusableInput("--connections: expected 1 to 8, found %d.".formatted(connections));
        }
        if (what.file != null && !Files.isReadable(what.file)) {
            throw new UnusableInput("--file: expected a file that can be read, found %s.".formatted(what.file));
        }
        Migration sheet = SheetFile.read(migration, new SheetReader(System::getenv), Role.SOURCE);
        LandingZone zone = sheet.landingZone();
        LinkTest.Server server = new LinkTest.Server(
                zone.host(), zone.port(), zone.username(), zone.privateKey(), revealed(zone.passphrase()), revealed(zone.password()), zone.knownHosts(), zone.path());
        Path made = what.file == null ? random(what.size) : null;
        try {
            LinkTest.Result result = new LinkTest(server, connections, zone.rateLimit() == null ? 0 : zone.rateLimit()).run(made == null ? what.file : made);
            print(server, result, sheet.source().expectedSize());
            return result.same() ? ExitCode.FINE : ExitCode.FAILED;
        } catch (LinkTest.Unreachable e) {
            spec.commandLine().getErr().println(e.getMessage() + ". Check landing-zone of " + sheet.file() + ", and that the server's host key is in " + zone.knownHosts() + ".");
            return ExitCode.UNREACHABLE;
        } finally {
            if (made != null) {
                Files.delete(made);
            }
        }
    }

    private static String revealed(Secret secret) {
        return secret == null ? null : secret.reveal();
    }

    /** @param database its size in bytes; null where the sheet does not say */
    private void print(LinkTest.Server server, LinkTest.Result result, Long database) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        Long millis = database == null ? null : database * 1000 / Math.max(1, result.bytesPerSecond());
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("migration", migration);
            all.put("server", server.toString());
            all.put("bytes", result.bytes());
            all.put("seconds", result.seconds());
            all.put("bytesPerSecond", result.bytesPerSecond());
            all.put("roundTripMillis", result.roundTripMillis());
            all.put("connections", result.connections());
            all.put("connectionsAsked", result.asked());
            all.put("posixRename", result.posixRename());
            all.put("largestWriteBytes", result.largestWriteBytes());
            all.put("limitedBy", result.limitedBy());
            all.put("readBackAsSent", result.same());
            all.put("notices", result.notices());
            all.put("databaseBytes", database);
            all.put("databaseSeconds", millis == null ? null : millis / 1000);
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
            return;
        }
        out.printf("%s to %s in %.1f s: %s/s, hashing and %d connection(s) included.%n",
                Durations.bytes(result.bytes()), server, result.seconds(), Durations.bytes(result.bytesPerSecond()), result.connections());
        out.printf("Round trip %.1f ms. Limited by %s.%n", result.roundTripMillis(), result.limitedBy());
        out.printf("The server %s a file in one step%s.%n", result.posixRename() ? "replaces" : "cannot replace", result.tellsLimits() ? ", and takes " + result.largestWriteBytes() / 1024 + " KiB in one write" : "");
        result.notices().forEach(out::println);
        out.println(result.same() ? "What was read back is what was sent. It is removed again." : "What was read back is NOT what was sent: something on the way or the server's disk changes files. It is removed again.");
        out.println("100 GB take " + Durations.text(100_000_000_000_000L / Math.max(1, result.bytesPerSecond())) + " at this rate"
                + (millis == null ? "." : "; the database, " + Durations.bytes(database) + ", takes " + Durations.text(millis) + "."));
    }

    /** Of bytes that nothing on the way can make less of. */
    private static Path random(long size) throws IOException {
        Path file = Files.createTempFile("halo-migration-link-test", ".bin");
        byte[] piece = new byte[PIECE];
        Random random = new Random();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= piece.length) {
                random.nextBytes(piece);
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        } catch (IOException e) {
            Files.delete(file);
            throw new UnusableInput("%s cannot hold a file of %d bytes to send (%s). Say a smaller --size, or a --file.".formatted(file.getParent(), size, e.getMessage()));
        }
        return file;
    }

    private static final class Size implements ITypeConverter<Long> {
        private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)");

        @Override
        public Long convert(String text) {
            Matcher size = SIZE.matcher(text.toLowerCase(java.util.Locale.ROOT));
            if (!size.matches()) {
                throw new TypeConversionException("expected a size such as 200m or 1g, found '%s'".formatted(text));
            }
            return Long.parseLong(size.group(1)) << (size.group(2).isEmpty() ? 0 : 10 * ("kmg".indexOf(size.group(2)) + 1));
        }
    }
}
