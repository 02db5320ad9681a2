package org.halomigration.transfer;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Findings;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.LandingZone;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Source;
import org.halomigration.sheet.SqlLogin;

/** The source's half with a real journal and real files, and what its msdb would say of them. */
final class SourceSide implements AutoCloseable {
    static final String FULL = "F0000000-0000-4000-8000-000000000001";
    static final String LOG_1 = "A0000000-0000-4000-8000-000000000001";
    static final String LOG_2 = "A0000000-0000-4000-8000-000000000002";
    static final String TAIL = "A0000000-0000-4000-8000-000000000009";
    static final String FORK = "E0000000-0000-4000-8000-000000000001";
    static final Duration SETTLE = Duration.ofSeconds(10);

    final SettableClock clock = new SettableClock();
    long sequence;
    final Path directory;
    final Journal journal;
    final Receipts receipts;
    final Backups backups;
    final Traffic traffic;
    final Outbox outbox;
    /** What the sheet says of the landing zone; null: nothing. */
    LandingZone zone;

    SourceSide(Path home) throws IOException {
        directory = Files.createDirectories(home.resolve("backups"));
        journal = new Journal("source", home, clock);
        journal.phases().register("acme");
        receipts = new Receipts(journal);
        backups = new Backups(journal, receipts);
        traffic = new Traffic(journal, migration -> Optional.ofNullable(zone));
        outbox = new Outbox(journal, traffic);
    }

    Migration migration(boolean login, Path... directories) {
        List<Source.BackupDirectory> all = new ArrayList<>();
        for (Path each : directories.length == 0 ? new Path[] {directory} : directories) {
            all.add(new Source.BackupDirectory(each, null));
        }
        return migration(login, all);
    }

    Migration migration(boolean login, List<Source.BackupDirectory> directories) {
        Source source = new Source(
                "Halo",
                null,
                login ? new SqlLogin("jdbc:sqlserver://sql01", null, null) : null,
                directories,
                new Source.Application(List.of(), List.of(), List.of()),
                new Source.BackupJobs(List.of(), List.of()),
                SETTLE,
                null);
        return new Migration(
                "acme", Path.of("acme.yaml"), "0".repeat(64), "halo", null, null, "stable", null, source, null, null, null, null, null, null, List.of(), null, null, "checksums", "warn");
    }

    Path file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** One look of the collect route. @param rows what msdb says; null where there is no login @param owners database by file, as msdb knows it */
    void collect(Migration migration, List<Map<String, Object>> rows, Map<Path, String> owners) {
        Backups.Look look = backups.look(migration, rows);
        for (BackupFiles.SeenFile file : look.unknown()) {
            String owner = owners.get(file.path());
            backups.unknown(migration, file, rows == null ? null : owner == null ? List.of() : List.of(Map.of("DatabaseName", owner)));
        }
        backups.queue(migration, look);
    }

    void collect(Migration migration, List<Map<String, Object>> rows) {
        collect(migration, rows, Map.of());
    }

    /** Takes what is due for sent, as the push route does, if it can be read. @return names in the landing zone, in their order */
    List<String> push() throws IOException {
        List<String> sent = new ArrayList<>();
        for (List<OutgoingFile> next = next(); next != null; next = next()) {
            for (OutgoingFile file : next) {
                if (Files.exists(file.path())) {
                    outbox.sent(file, LandedDirectory.sha256(Files.readString(file.path())));
                    sent.add(file.name());
                } else {
                    outbox.failed(file, new IOException(file.path() + " cannot be opened"));
                }
            }
        }
        return sent;
    }

    /** What is due, the urgent before all else. */
    List<OutgoingFile> next() {
        List<OutgoingFile> urgent = outbox.next("acme", true);
        return urgent != null ? urgent : outbox.next("acme", false);
    }

    List<Manifest> announce() {
        List<Manifest> manifests = outbox.manifests("acme");
        manifests.forEach(manifest -> outbox.delivered("acme", manifest));
        return manifests;
    }

    /** The target's answer. */
    void answer(String id, String state, String reason, boolean resend) {
        clock.pass(Duration.ofSeconds(1));
        Receipt.Position position = new Receipt.Position("acme_halo", "absent", null, null, null, null);
        Receipt receipt = new Receipt(Receipt.FORMAT, 1, id, "acme", 1, ++sequence, state, reason, resend ? true : null, null, position, journal.now());
        receipts.take("acme", receipt.fileName(), Json.text(receipt));
    }

    List<String> queued() {
        return journal.sql().sql("SELECT id FROM backup_set WHERE migration = 'acme' AND state = 'found' ORDER BY id").query(String.class).list();
    }

    String state(String id) {
        return journal.sql().sql("SELECT state FROM backup_set WHERE migration = 'acme' AND id = ?").params(id).query(String.class).single();
    }

    Phase phase() {
        return journal.phases().of("acme").phase();
    }

    /** Details of what is wrong now. */
    List<String> findings() {
        return journal.findings().open("acme").stream()
                .map(Findings.Open::finding)
                .filter(finding -> finding.severity() != Finding.Severity.OK && !finding.check().equals("login"))
                .map(Finding::detail)
                .toList();
    }

    static List<Map<String, Object>> full(Path... stripes) {
        return set(FULL, "D", 100, 110, "nightly", stripes);
    }

    static List<Map<String, Object>> log(String guid, long first, long last, Path file) {
        return set(guid, "L", first, last, "hourly", file);
    }

    /** Rows of list-backup-sets.sql. */
    static List<Map<String, Object>> set(String guid, String type, long first, long last, String name, Path... stripes) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Path stripe : stripes) {
            Map<String, Object> row = new HashMap<>();
            row.put("BackupSetGUID", guid);
            row.put("BackupTypeCode", type);
            row.put("Position", 1);
            row.put("BackupName", name);
            row.put("DatabaseName", "Halo");
            row.put("ServerName", "SQL01");
            row.put("FirstLSN", BigDecimal.valueOf(first));
            row.put("LastLSN", BigDecimal.valueOf(last));
            row.put("CheckpointLSN", BigDecimal.valueOf(first));
            row.put("DatabaseBackupLSN", BigDecimal.valueOf(type.equals("D") ? 0 : 100));
            row.put("FamilyGUID", "D0000000-0000-4000-8000-000000000001");
            row.put("FirstRecoveryForkID", FORK);
            row.put("RecoveryForkID", FORK);
            for (String flag : List.of("IsCopyOnly", "IsDamaged", "HasIncompleteMetaData", "IsForceOffline", "BeginsLogChain", "HasBulkLoggedData", "IsReadOnly", "IsSingleUser", "IsSnapshot")) {
                row.put(flag, false);
            }
            row.put("HasBackupChecksums", true);
            row.put("RecoveryModel", "FULL");
            row.put("SoftwareVersionMajor", 15);
            row.put("DatabaseVersion", 904);
            row.put("CompatibilityLevel", 150);
            row.put("BackupSize", BigDecimal.valueOf(1000));
            row.put("BackupStartDate", LocalDateTime.of(2026, 11, 20, 9, 0));
            row.put("BackupFinishDate", LocalDateTime.of(2026, 11, 20, 9, 5));
            row.put("PhysicalDeviceName", stripe.toString());
            row.put("FamilySequenceNumber", rows.size() + 1);
            row.put("FamilyCount", stripes.length);
            rows.add(row);
        }
        return rows;
    }

    @SafeVarargs
    static List<Map<String, Object>> msdb(List<Map<String, Object>>... sets) {
        return List.of(sets).stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {
        journal.close();
    }
}
