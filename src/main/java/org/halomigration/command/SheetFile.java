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

/** The sheet of a migration that a command names. */
final class SheetFile {
    private SheetFile() {}

    /** @param role whose keys must be there @throws UnusableInput where there is no such migration, or its file has problems */
    static Migration read(String name, Role role) {
        Path folder = Folders.migrations();
        Path file = folder.resolve(name + ".yaml");
        if (!name.matches("[a-z0-9][a-z0-9-]*") || !Files.isRegularFile(file)) {
            List<String> names = names(folder);
            String nearest = Nearest.to(name, names).map(" Did you mean %s?"::formatted).orElse("");
            throw new UnusableInput("--migration: expected one of %s, which have a file in %s, found '%s'.%s".formatted(names, folder, name, nearest));
        }
        Reading reading = new SheetReader(System::getenv).read(file, role);
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
