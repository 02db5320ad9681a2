package org.halomigration.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.restore.Fingerprint;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Json;

/** What the customer's DBA gets to read next morning: files, one directory an attempt. */
final class Evidence {
    private Evidence() {}

    static long rows(Fingerprint fingerprint) {
        return fingerprint.tables().stream().mapToLong(Fingerprint.Table::rows).sum();
    }

    /** {@code <root>/<migration>/<attempt>}. */
    static Path directory(Journal journal, Path root, String migration) {
        return root.resolve(migration).resolve(Integer.toString(journal.phases().attempt(migration)));
    }

    /** Writes {@code proof.json}: both fingerprints, and every difference between them. */
    static void proof(Journal journal, Path root, Migration migration, Fingerprint source, Fingerprint target, List<String> differences) {
        write(
                directory(journal, root, migration.name()).resolve("proof.json"),
                Json.text(Map.of(
                        "migration", migration.name(),
                        "written", journal.now(),
                        "source", source,
                        "target", target,
                        "differences", differences)));
    }

    /** Writes {@code gate.json}: why the target was allowed to be recovered. Positions are LSNs. */
    static void gate(Journal journal, Path root, String migration, String tail, Object tailLastLsn, Object position, Object fork, String freezeProof) {
        Map<String, Object> gate = new LinkedHashMap<>();
        gate.put("at", journal.now());
        gate.put("tail", tail);
        gate.put("tailLastLsn", String.valueOf(tailLastLsn));
        gate.put("positionBeforeRecovery", String.valueOf(position));
        gate.put("fork", fork == null ? null : fork.toString());
        gate.put("sourceFrozenAs", freezeProof);
        write(directory(journal, root, migration).resolve("gate.json"), Json.text(gate));
    }

    /** All or nothing: a reader sees the former file or the new one, never half of it. */
    static void write(Path file, String text) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The evidence could not be written to " + file + ": " + e.getMessage() + ". Check halo.evidence.", e);
        }
    }
}
