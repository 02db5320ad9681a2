package org.halomigration.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.halomigration.journal.Journal;
import org.halomigration.migration.SupportBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The support bundle of a process that runs or does not: a copy of each journal is read, because a running process holds the original.
 * What no process has loaded is not judged: the bundle of the running process also says which files are wrong.
 */
@Command(
        name = "support-bundle",
        description = "Writes versions, the configuration without secrets, findings, the latest of the journals and the log into one ZIP file for support.")
final class SupportBundleCommand implements Callable<Integer> {
    private static final List<String> ROLES = List.of("source", "target");

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "What to write; without it, halo-migration-support-<date>.zip here. It must not exist yet.")
    private Path file;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path to = file == null ? Path.of("halo-migration-support-" + LocalDate.now() + ".zip") : file;
        Path home = Folders.home();
        Path copies = Files.createTempDirectory("halo-migration-support");
        List<String> problems = new ArrayList<>();
        List<Journal> journals = new ArrayList<>();
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (String role : ROLES) {
                open(role, home, copies, journals, problems);
            }
            new SupportBundle(SupportBundleCommand::settings, () -> problems, journals, home.resolve("halo-migration.log")).write(out);
        } catch (FileAlreadyExistsException e) {
            throw new UnusableInput(to + " exists already. Name another file, or remove it.");
        } finally {
            journals.forEach(Journal::close);
            remove(copies);
        }
        spec.commandLine().getOut().println("Written: " + to.toAbsolutePath());
        problems.forEach(spec.commandLine().getErr()::println);
        return problems.isEmpty() ? ExitCode.FINE : ExitCode.FAILED;
    }

    private static void open(String role, Path home, Path copies, List<Journal> journals, List<String> problems) {
        Path original = home.resolve(role + ".mv.db");
        if (!Files.isRegularFile(original)) {
            return;
        }
        try {
            Files.copy(original, copies.resolve(original.getFileName()));
            journals.add(new Journal(role, copies, Clock.systemUTC()));
        } catch (IOException | RuntimeException e) {
            problems.add("The journal " + original + " is not in the bundle: its copy cannot be read (" + e.getMessage() + "). Take the bundle from the running process: /support-bundle.");
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> flat = new TreeMap<>();
        flatten("", Folders.settings(), flat);
        return flat;
    }

    private static void flatten(String key, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> section) {
            section.forEach((name, inner) -> flatten(key.isEmpty() ? name.toString() : key + "." + name, inner, into));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(key + "[" + i + "]", list.get(i), into);
            }
        } else if (value != null) {
            into.put(key, value.toString());
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(directory);
    }
}
