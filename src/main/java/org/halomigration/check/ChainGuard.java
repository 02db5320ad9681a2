package org.halomigration.check;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;

/**
 * Watches whether somebody else has taken a backup that breaks this migration's chain: the bean {@code chainGuard}. The server's own
 * position judges; msdb, whose history can be deleted, only names the culprit.
 */
public final class ChainGuard {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Set<Phase> WATCHED = Set.of(Phase.SEEDING, Phase.STANDING_BY);

    private static final String CHECK = "preflight-backup-chain";
    private static final String ABSENCE = "absence";

    private final Journal journal;
    private final Duration young;
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final Map<String, OffsetDateTime> asked = new ConcurrentHashMap<>();

    /**
     * @param journal of the source
     * @param young how long a set may be on its way from the server to the next look into the backup directories
     */
    public ChainGuard(Journal journal, Duration young) {
        this.journal = journal;
        this.young = young;
    }

    /** A set whose files were found. */
    private record Own(String id, String type, BigDecimal lastLsn) {}

    /** Every minute, from seeding until the cutover. */
    public boolean isDue(String migration) {
        if (!WATCHED.contains(journal.phases().of(migration).phase())) {
            // From the cutover on no log is to come, and nobody asks whether one has.
            if (left.add(migration)) {
                journal.findings().end(migration, CHECK, ABSENCE);
            }
            return false;
        }
        left.remove(migration);
        OffsetDateTime last = asked.get(migration);
        boolean due = (last == null || last.plus(EVERY).isBefore(journal.now()));
        if (due) {
            asked.put(migration, journal.now());
        }
        return due;
    }

    /** Journals what the guard found. @param answer a finding or a list of them */
    public void guarded(String migration, String check, Object answer) {
        List<Finding> findings = answer instanceof Finding one ? List.of(one) : ((List<?>) answer).stream().map(Finding.class::cast).toList();
        journal.findings().answered(migration, check, findings);
    }

    /**
     * @param position rows of chain-position.sql
     * @param rows of list-backup-sets.sql
     */
    public List<Finding> judge(String check, Migration migration, List<Map<String, Object>> position, List<Map<String, Object>> rows) {
        List<Own> own = own(migration.name());
        if (position.isEmpty() || own.stream().noneMatch(set -> set.type().equals("full"))) {
            return List.of(new Finding(check, check, Severity.OK, "No full backup has been found yet: there is no chain to guard", null, null));
        }
        Map<String, Object> at = position.get(0);
        Set<String> ours = own.stream().map(set -> set.id().toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
        List<Map<String, Object>> others = rows.stream().filter(row -> !ours.contains(text(row, "BackupSetGUID"))).toList();
        List<Finding> findings = new ArrayList<>();
        base(check, at, ours, others).ifPresent(findings::add);
        if (!"SIMPLE".equals(at.get("recovery_model_desc"))) {
            findings.addAll(logs(check, at, own, others));
            absence(check, migration).ifPresent(findings::add);
        }
        return findings.isEmpty() ? List.of(new Finding(check, check, Severity.OK, "Nobody else has taken a backup that the chain needs", null, null)) : findings;
    }

    /** Differentials build on the newest full that was not copy-only, whoever took it. */
    private Optional<Finding> base(String check, Map<String, Object> at, Set<String> ours, List<Map<String, Object>> others) {
        String base = text(at, "differential_base_guid");
        Optional<Map<String, Object>> culprit = others.stream().filter(row -> text(row, "BackupSetGUID").equals(base)).findFirst();
        if (base.isEmpty() || ours.contains(base) || culprit.map(row -> young(row, at)).orElse(false)) {
            return Optional.empty();
        }
        boolean simple = "SIMPLE".equals(at.get("recovery_model_desc"));
        String detail = "Differentials now build on a full backup that never came here: " + culprit.map(ChainGuard::named).orElse("msdb does not say which");
        return Optional.of(simple
                ? new Finding(check, "base", Severity.FAILED, detail, "Put its files into a backup directory, or stop that job and take a new full there: no differential fits the one that was sent.", "customer")
                : new Finding(check, "base", Severity.WARNING, detail, "The logs carry the migration on. Stop that job: a differential would no longer fit.", "customer"));
    }

    private List<Finding> logs(String check, Map<String, Object> at, List<Own> own, List<Map<String, Object>> others) {
        BigDecimal next = number(at.get("last_log_backup_lsn"));
        if (next == null) {
            return List.of(new Finding(check, "log chain", Severity.FAILED, "The log chain is broken: the server can take no log backup until the next full or differential",
                    "Somebody has set SIMPLE meanwhile, or the log was thrown away. Take a differential, or a full, into the backup directory.", "customer"));
        }
        BigDecimal data = reach(own.stream().filter(set -> !set.type().equals("log")));
        List<Map<String, Object>> missing = others.stream()
                .filter(row -> text(row, "BackupTypeCode").equals("L") && !flag(row.get("IsCopyOnly")) && number(row.get("LastLSN")).compareTo(data) > 0)
                .toList();
        if (missing.stream().anyMatch(row -> !young(row, at))) {
            return missing.stream()
                    .filter(row -> !young(row, at))
                    .map(row -> new Finding(check, "log " + text(row, "LastLSN"), Severity.FAILED, "A log backup was taken whose file never came here: " + named(row),
                            "Put the file into a backup directory, or take a differential there, and stop whoever else takes log backups.", "customer"))
                    .toList();
        }
        if (missing.isEmpty() && next.compareTo(reach(own.stream())) > 0) {
            return List.of(new Finding(check, "log chain", Severity.FAILED, "A log backup was taken that never came here, and msdb does not say which",
                    "Find out who takes log backups and stop it; put the file into a backup directory, or take a differential there.", "customer"));
        }
        return List.of();
    }

    /** Nothing has come for a while: the jobs may have stopped, or write elsewhere. The words stay until something comes. */
    private Optional<Finding> absence(String check, Migration migration) {
        if (!WATCHED.contains(journal.phases().of(migration.name()).phase())) {
            return Optional.empty();
        }
        OffsetDateTime newest = journal.sql().sql("SELECT MAX(found) FROM backup_set WHERE migration = ?").params(migration.name()).query(OffsetDateTime.class).single();
        Duration limit = migration.source().absence();
        return newest.plus(limit).isAfter(journal.now())
                ? Optional.empty()
                : Optional.of(new Finding(check, ABSENCE, Severity.WARNING, "No log backup for " + limit.toMinutes() + " minutes: the last backup came at " + newest.withNano(0).withOffsetSameInstant(ZoneOffset.UTC).toLocalTime() + " UTC",
                        "Look whether the log backup job runs and still writes into the backup directories; source.absence says after how long this is told.", "customer"));
    }

    private static BigDecimal reach(Stream<Own> sets) {
        return sets.map(Own::lastLsn).max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
    }

    private List<Own> own(String migration) {
        return journal.sql()
                .sql("SELECT id, type, last_lsn FROM backup_set WHERE migration = ? AND last_lsn IS NOT NULL AND state <> 'refused'")
                .params(migration)
                .query(Own.class)
                .list();
    }

    private boolean young(Map<String, Object> row, Map<String, Object> at) {
        LocalDateTime finished = time(row.get("BackupFinishDate"));
        return finished != null && finished.isAfter(time(at.get("server_time")).minus(young));
    }

    private static String named(Map<String, Object> row) {
        LocalDateTime finished = time(row.get("BackupFinishDate"));
        return row.get("PhysicalDeviceName") + " of " + (finished == null ? "an unknown time" : finished.withNano(0).toString().replace('T', ' '))
                + (flag(row.get("IsSnapshot")) ? ", a snapshot by another tool" : "");
    }

    private static String text(Map<String, Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString().strip().toUpperCase(Locale.ROOT);
    }

    private static boolean flag(Object value) {
        return Boolean.TRUE.equals(value) || value instanceof Number number && number.intValue() == 1;
    }

    private static BigDecimal number(Object value) {
        return value == null ? null : new BigDecimal(value.toString());
    }

    private static LocalDateTime time(Object value) {
        return value instanceof Timestamp time ? time.toLocalDateTime() : (LocalDateTime) value;
    }
}
