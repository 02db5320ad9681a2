package org.halomigration.migration;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.restore.MoveMap;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Target;

/**
 * What the recovered database becomes: its settings before anybody is let in, and what can wait until the verdict. The bean
 * {@code hosted}.
 */
public final class HostedDatabase {
    private final Journal journal;
    private final Steps steps;

    HostedDatabase(Journal journal) {
        this.journal = journal;
        this.steps = new Steps(journal, "hosted.");
    }

    /** Records which server it is on. @param server rows of server-properties.sql */
    public void on(Migration migration, List<Map<String, Object>> server) {
        Map<String, Object> row = server.get(0);
        steps.mark(migration.name(), "server", "target server: " + row.get("ServerName") + ", version " + row.get("ProductVersion") + ", " + row.get("Edition") + "; it says: "
                + String.valueOf(row.get("Version")).replaceAll("\\s+", " "));
    }

    /** What the statements of the settings need. @param state rows of database-state.sql */
    public Map<String, Object> settings(Migration migration, List<Map<String, Object>> state) {
        return NightValues.settings(migration, level(migration, state));
    }

    /** The configured level; else the one that came, but never below what Halo runs on. */
    private static int level(Migration migration, List<Map<String, Object>> state) {
        Integer wanted = migration.target().compatibilityLevel();
        return wanted == null ? Math.max(Target.LEAST_LEVEL, current(migration, state)) : wanted;
    }

    private static int current(Migration migration, List<Map<String, Object>> state) {
        if (state.isEmpty()) {
            throw new IllegalStateException("The target has no database " + migration.target().database() + "; it was recovered a moment ago. Somebody has renamed or dropped it.");
        }
        return ((Number) state.get(0).get("compatibility_level")).intValue();
    }

    public boolean needsLevel(Migration migration, List<Map<String, Object>> state) {
        return level(migration, state) != current(migration, state);
    }

    /** What map-users.sql needs; null when no user has a login of its name. @param orphans rows of list-orphaned-users.sql */
    public Map<String, Object> toMap(Migration migration, List<Map<String, Object>> orphans) {
        List<Map<String, Object>> users = orphans.stream()
                .filter(row -> row.get("login_name") != null)
                .map(row -> Map.of("user", row.get("user_name"), "login", row.get("login_name")))
                .toList();
        return users.isEmpty() ? null : Map.of("database", migration.target().database(), "users", users);
    }

    /** Records the settings, and each user that has no login here. @param state rows of database-state.sql, read before the settings */
    public void settled(Migration migration, List<Map<String, Object>> state, List<Map<String, Object>> orphans) {
        String name = migration.name();
        Set<String> without = new HashSet<>();
        orphans.stream().filter(row -> row.get("login_name") == null).map(row -> row.get("user_name").toString()).forEach(user -> {
            without.add(user);
            journal.findings().record(name, new Finding("orphaned-user", user, Finding.Severity.WARNING,
                    "user " + user + " of " + migration.target().database() + " has no login on the target",
                    "Create a login of that name and run ALTER USER … WITH LOGIN, or drop the user if nobody uses it.", "host"));
        });
        journal.findings().endOthers(name, "orphaned-user", without);
        long mapped = orphans.stream().filter(row -> row.get("login_name") != null).count();
        steps.mark(name, "settings", "target settings: recovery model " + migration.target().recoveryModel() + ", compatibility level " + level(migration, state)
                + " (came as " + current(migration, state) + "), owner " + (migration.target().owner() == null ? "as restored" : migration.target().owner()) + ", "
                + mapped + " users mapped, " + without.size() + " without a login, TRUSTWORTHY "
                + (SourceState.flag(state.get(0).get("is_trustworthy_on")) ? "on" : "off: a restore turns it off, whatever it was on the source"));
    }

    /** What can wait is done once, and only after the verdict. */
    public boolean toFinish(String migration) {
        Phase phase = journal.phases().of(migration).phase();
        return (phase == Phase.LIVE || phase == Phase.AFTERCARE) && !steps.did(migration, "finished");
    }

    public boolean toBackUp(Migration migration) {
        return migration.target().firstBackupDirectory() != null && !steps.did(migration.name(), "first-backup");
    }

    public boolean toUpdateStatistics(Migration migration) {
        return !steps.did(migration.name(), "statistics");
    }

    public boolean toJoin(Migration migration) {
        return migration.target().availabilityGroup() != null && !steps.did(migration.name(), "joined");
    }

    /** What the statements after the verdict need. */
    public Map<String, Object> values(Migration migration) {
        Target target = migration.target();
        Map<String, Object> values = new HashMap<>(Map.of("database", target.database()));
        if (target.firstBackupDirectory() != null) {
            values.put("file", firstBackup(migration));
            values.put("name", "first full backup of " + target.database());
        }
        if (target.availabilityGroup() != null) {
            values.put("group", target.availabilityGroup());
        }
        return values;
    }

    private String firstBackup(Migration migration) {
        String directory = migration.target().firstBackupDirectory();
        boolean closed = directory.endsWith("/") || directory.endsWith("\\");
        return directory + (closed ? "" : directory.contains("\\") ? "\\" : "/") + MoveMap.fileName(MoveMap.stem(migration.target().database(), journal.phases().attempt(migration.name())))
                + "_first_full.bak";
    }

    public void backedUp(Migration migration) {
        steps.mark(migration.name(), "first-backup", "first full backup of the hosted database: " + firstBackup(migration));
    }

    public void statisticsUpdated(Migration migration) {
        steps.mark(migration.name(), "statistics", "statistics of the hosted database are updated");
    }

    /** How far the replicas have it is told, and waited for by nobody. @param replicas rows of availability-state.sql */
    public void joined(Migration migration, List<Map<String, Object>> replicas) {
        steps.mark(migration.name(), "joined", "hosted database joined " + migration.target().availabilityGroup() + "; replicas: "
                + (replicas.isEmpty() ? "none has it yet" : String.join(", ", replicas.stream()
                        .map(row -> row.get("replica_server_name") + " " + row.get("synchronization_state_desc"))
                        .toList())));
    }

    public void finished(Migration migration) {
        String database = migration.target().database();
        if (migration.target().firstBackupDirectory() == null && !migration.target().dialect().equals("rds")) {
            journal.findings().record(migration.name(), new Finding("first-backup", database, Finding.Severity.WARNING,
                    "nobody has taken a full backup of " + database + " since it went live: target.first-backup-directory is not given",
                    "Take a full backup now: until then nothing written since the cutover can be restored.", "host"));
        }
        steps.mark(migration.name(), "finished", "hosted database: all that could wait is done");
    }
}
