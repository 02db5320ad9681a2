package org.halomigration.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Nearest;
import org.halomigration.sheet.Problem;
import org.halomigration.sheet.Reading;
import org.halomigration.sheet.Role;
import org.halomigration.sheet.SheetReader;

/** The file of a migration that was named to a command. */
final class SheetFile {
    private SheetFile() {}

    /** @throws UnusableInput where there is no such migration */
    static Path of(String name) {
        Path folder = Folders.migrations();
        Path file = folder.resolve(name + ".yaml");
        if (!name.matches("[a-z0-9][a-z0-9-]*") || !Files.isRegularFile(file)) {
            List<String> names = names(folder);
            String nearest = Nearest.to(name, names).map(" Did you mean %s?"::formatted).orElse("");
            throw new UnusableInput("--migration: expected one of %s, which have a file in %s, found '%s'.%s".formatted(names, folder, name, nearest));
        }
        return file;
    }

    /** @throws UnusableInput where there is no such migration, or its file has problems */
    static Migration read(String name, SheetReader reader, Role role) {
        Reading reading = reader.read(of(name), role);
        return reading.migration()
                .orElseThrow(() -> new UnusableInput(reading.problems().stream().map(Problem::message).collect(Collectors.joining(System.lineSeparator()))));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".yaml")).map(file -> file.replaceFirst("\\.yaml$", "")).sorted().toList();
        } catch (IOException e) {
            throw new UnusableInput("%s: expected the folder of the migrations, found that it cannot be read. Run the command where the product runs.".formatted(folder));
        }
    }
}
