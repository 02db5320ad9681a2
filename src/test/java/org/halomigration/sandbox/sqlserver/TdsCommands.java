package org.halomigration.sandbox.sqlserver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Guesses DONE's CurCmd, the statement that ended (MS-TDS "DONE"), from the words of the batch. A driver tells by it whether a statement
 * has an update count. The numbers are those that the drivers know; 0 stands for every other statement.
 */
final class TdsCommands {
    static final int SELECT = 0xC1;
    private static final int UPDATE = 0xC5;
    private static final Map<String, Integer> COUNTED = Map.of("INSERT", 0xC3, "DELETE", 0xC4, "UPDATE", UPDATE, "MERGE", 0x117);
    private static final Map<String, Integer> OTHERS = Map.ofEntries(
        Map.entry("CREATE TABLE", 0xC6), Map.entry("DROP TABLE", 0xC7), Map.entry("CREATE INDEX", 0xC8), Map.entry("DROP INDEX", 0xC9),
        Map.entry("CREATE DATABASE", 0xCB), Map.entry("DROP DATABASE", 0xCC), Map.entry("ALTER DATABASE", 0xD7), Map.entry("ALTER TABLE", 0xD8),
        Map.entry("CREATE VIEW", 0xCF), Map.entry("DROP VIEW", 0xD0), Map.entry("CREATE PROCEDURE", 0xDE), Map.entry("DROP PROCEDURE", 0xDF));
    private static final Pattern SKIPPED = Pattern.compile("'(?:[^']|'')*'|\\[(?:[^]]|]])*]|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern STATEMENT = Pattern.compile(
        "\\b(?:(INSERT|DELETE|UPDATE|MERGE|BACKUP|RESTORE|DBCC|USE)|(CREATE|ALTER|DROP)\\s+(?:UNIQUE\\s+|CLUSTERED\\s+)*([A-Z]+))\\b",
        Pattern.CASE_INSENSITIVE);
    private final Deque<String> statements = new ArrayDeque<>();

    TdsCommands(String batch) {
        String start = batch.length() > 100_000 ? batch.substring(0, 100_000) : batch;
        Matcher words = STATEMENT.matcher(SKIPPED.matcher(start).replaceAll(" "));
        while (words.find()) {
            statements.add((words.group(1) != null ? words.group(1) : words.group(2) + " " + words.group(3)).toUpperCase());
        }
    }

    /** The next statement that counts the rows it changed. */
    int counted() {
        while (!statements.isEmpty()) {
            Integer command = COUNTED.get(statements.poll());
            if (command != null) {
                return command;
            }
        }
        return UPDATE;
    }

    /** The next statement that counts nothing. */
    int other() {
        if (!statements.isEmpty() && !COUNTED.containsKey(statements.peek())) {
            return OTHERS.getOrDefault(statements.poll(), 0);
        }
        return 0;
    }
}
