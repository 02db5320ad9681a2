package org.halomigration.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.restore.Fingerprint;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Json;

/** What the customer's DBA gets to read next morning: JSON files, one directory an attempt. */
final class Evidence {
    private Evidence() {}

    static long rows(Fingerprint fingerprint) {
        return fingerprint.tables().stream().mapToLong(Fingerprint.Table::rows).sum();
    }

    /** Writes {@code proof.json}: both fingerprints, and every difference between them. */
    static void proof(Journal journal, Path root, Migration migration, Fingerprint source, Fingerprint target, List<String> differences) {
        Path directory = root.resolve(migration.name()).resolve(Integer.toString(journal.phases().attempt(migration.name())));
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("proof.json"),
                    Json.text(Map.of(
                            "migration", migration.name(),
                            "written", journal.now(),
                            "source", source,
                            "target", target,
                            "differences", differences)));
        } catch (IOException e) {
            throw new UncheckedIOException("The proof could not be written to " + directory + ": " + e.getMessage() + ". Check halo.evidence.", e);
        }
    }
}
