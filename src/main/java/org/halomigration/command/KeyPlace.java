package org.halomigration.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a private key is: the file itself, or {@code landing-zone.private-key} of a migration, whose file may otherwise be unfinished: a key is what it begins with. */
final class KeyPlace {
    @Parameters(index = "0", arity = "1", paramLabel = "FILE", description = "The private key's file. The public one stands beside it and ends in .pub.")
    private Path file;

    @Option(names = "--migration", required = true, paramLabel = "NAME", description = "A migration: the key is the one of its landing-zone.private-key.")
    private String migration;

    /** @throws UnusableInput where the migration's file names none */
    Path file() {
        return file != null ? file : ofMigration();
    }

    /** What the public key's line says of whose it is. */
    String comment() {
        return migration == null ? "halo-migration" : "halo-migration-" + migration;
    }

    static Path publicKey(Path file) {
        return Path.of(file + ".pub");
    }

    private Path ofMigration() {
        Path sheet = SheetFile.of(migration);
        String key = text(sheet);
        if (key == null || key.isBlank() || key.contains("${")) {
            throw new UnusableInput("%s: expected landing-zone.private-key, the private key's file, found %s. Write it there, or give the file instead of --migration."
                    .formatted(sheet, key == null || key.isBlank() ? "nothing" : key));
        }
        try {
            return Path.of(key);
        } catch (InvalidPathException e) {
            throw new UnusableInput("%s: expected landing-zone.private-key, the private key's file, found '%s', which is no path. Correct it.".formatted(sheet, key));
        }
    }

    private static String text(Path sheet) {
        try (Reader reader = Files.newBufferedReader(sheet)) {
            Object all = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return all instanceof Map<?, ?> keys && keys.get("landing-zone") instanceof Map<?, ?> zone && zone.get("private-key") != null ? zone.get("private-key").toString() : null;
        } catch (IOException | YAMLException e) {
            throw new UnusableInput("%s: expected a migration's file in YAML, found that it cannot be read: %s".formatted(sheet, e.getMessage()));
        }
    }
}
