package org.halomigration.migration;

import java.util.HashMap;
import java.util.Map;
import org.halomigration.backup.TailName;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Source;
import org.halomigration.sheet.Target;

/** What the statements of cutover and backout are filled with: the same for those that run and for those that are only shown. */
public final class NightValues {
    private NightValues() {}

    /** The name of the tail's file. @param simple whether the source is in SIMPLE recovery, where the tail is a differential */
    public static String tailFile(Migration migration, int attempt, boolean simple) {
        return migration.name() + "-tail-" + attempt + (simple ? ".bak" : ".trn");
    }

    /** Of what takes the tail. */
    public static Map<String, Object> tail(Migration migration, int attempt, boolean simple) {
        Source.BackupDirectory directory = migration.source().backups().get(0);
        String separator = directory.forSqlServer().contains("\\") ? "\\" : "/";
        String stem = directory.forSqlServer() + separator + migration.name() + "-tail-" + attempt;
        return Map.of(
                "kind", simple ? "differential" : "log",
                "database", migration.source().database(),
                "file", directory.forSqlServer() + separator + tailFile(migration, attempt, simple),
                "undoFile", stem + ".undo",
                "name", TailName.of(migration.name(), attempt),
                "seconds", 5);
    }

    /** Of what shuts the target's database away in a backout. */
    public static Map<String, Object> fence(Migration migration, int attempt) {
        String database = migration.target().database();
        return Map.of(
                "database", database,
                "lock", lock(database),
                "seconds", 0,
                "newName", database + "_backed_out_" + attempt);
    }

    /** Of what makes the recovered database what the host wants. @param level its compatibility level */
    public static Map<String, Object> settings(Migration migration, int level) {
        Target target = migration.target();
        Map<String, Object> values = new HashMap<>();
        values.put("database", target.database());
        values.put("lock", lock(target.database()));
        values.put("level", level);
        values.put("owner", target.owner());
        values.put("full", target.recoveryModel().equals("full"));
        values.put("bulkLogged", target.recoveryModel().equals("bulk-logged"));
        values.put("simple", target.recoveryModel().equals("simple"));
        return values;
    }

    private static String lock(String database) {
        return "halo-migration/" + database;
    }
}
