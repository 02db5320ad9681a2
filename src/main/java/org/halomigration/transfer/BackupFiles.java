package org.halomigration.transfer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Source.BackupDirectory;

/** What stands in the backup directories, and since when unchanged. They belong to SQL Server: they are only read. */
final class BackupFiles {
    private final Journal journal;

    BackupFiles(Journal journal) {
        this.journal = journal;
    }

    /**
     * @param asSqlServerSeesIt its path as the source SQL Server writes it, as msdb knows it
     * @param since when this size and modification time were first seen
     * @param verdict what was made of it before, and still holds; or null
     */
    public record SeenFile(Path path, String asSqlServerSeesIt, long size, OffsetDateTime modified, OffsetDateTime since, String verdict) {
        String name() {
            return path.getFileName().toString();
        }
    }

    /** Looks into each directory; one that is missing or unreadable becomes a finding, the others are looked at all the same. */
    List<SeenFile> look(String migration, List<BackupDirectory> directories) {
        Map<String, Known> before = new HashMap<>();
        journal.sql()
                .sql("SELECT path, size, modified, since, verdict FROM seen_file WHERE migration = ?")
                .params(migration)
                .query(Known.class)
                .list()
                .forEach(known -> before.put(known.path(), known));
        List<SeenFile> files = new ArrayList<>();
        Set<String> unreadable = new HashSet<>();
        for (BackupDirectory directory : directories) {
            try {
                files.addAll(look(migration, directory, before));
                journal.findings().end(migration, "collect", directory.path().toString());
            } catch (IOException e) {
                unreadable.add(directory.path().toString());
                String why = Files.isDirectory(directory.path()) ? "cannot be read: " + words(e) : Files.exists(directory.path()) ? "is a file; expected a directory" : "does not exist";
                journal.findings()
                        .record(
                                migration,
                                new Finding(
                                        "collect",
                                        directory.path().toString(),
                                        Finding.Severity.FAILED,
                                        "The backup directory " + directory.path() + " " + why + ".",
                                        "Check source.backups, the share's mount and this account's rights. Other directories are looked at all the same.",
                                        "customer"));
            }
        }
        Set<String> now = new HashSet<>();
        files.forEach(file -> now.add(file.path().toString()));
        before.keySet().stream()
                .filter(path -> !now.contains(path) && unreadable.stream().noneMatch(path::startsWith))
                .forEach(path -> {
                    journal.sql().sql("DELETE FROM seen_file WHERE migration = ? AND path = ?").params(migration, path).update();
                    forgetRefused(migration, path);
                    journal.findings().end(migration, "collect", path);
                });
        return files;
    }

    /** What the target refused of a file that is gone now needs nobody's attention any more. */
    private void forgetRefused(String migration, String path) {
        journal.sql()
                .sql("SELECT t.set_id FROM transfer t JOIN backup_set s ON s.migration = t.migration AND s.id = t.set_id WHERE t.migration = ? AND t.path = ? AND s.state = 'refused'")
                .params(migration, path)
                .query(String.class)
                .list()
                .forEach(set -> journal.findings().end(migration, "push", set));
    }

    /** The operating system's words; Java puts its own class before them, or nothing but the path. */
    private static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        return e instanceof FileSystemException system && system.getReason() != null ? system.getReason() : String.valueOf(e.getMessage());
    }

    private record Known(String path, long size, OffsetDateTime modified, OffsetDateTime since, String verdict) {}

    private List<SeenFile> look(String migration, BackupDirectory directory, Map<String, Known> before) throws IOException {
        List<SeenFile> files = new ArrayList<>();
        if (!Files.isDirectory(directory.path())) {
            throw new IOException("no directory");
        }
        Files.walkFileTree(directory.path(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(seen(migration, directory, path, attributes, before.get(path.toString())));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (path.equals(directory.path())) {
                    throw e;
                }
                journal.findings().record(migration, new Finding("collect", path.toString(), Finding.Severity.WARNING, path + " cannot be read: " + words(e), "Give this process the right to read it.", "customer"));
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private SeenFile seen(String migration, BackupDirectory directory, Path path, BasicFileAttributes attributes, Known known) {
        OffsetDateTime modified =
                attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
        OffsetDateTime since;
        String verdict = null;
        if (known != null && known.size() == attributes.size() && known.modified().isEqual(modified)) {
            since = known.since();
            verdict = known.verdict();
        } else {
            since = journal.now();
            journal.sql()
                    .sql("MERGE INTO seen_file (migration, path, size, modified, since, verdict) KEY (migration, path) VALUES (?, ?, ?, ?, ?, NULL)")
                    .params(migration, path.toString(), attributes.size(), modified, since)
                    .update();
        }
        String below = directory.path().relativize(path).toString();
        String root = directory.forSqlServer();
        boolean windows = root.contains("\\");
        String separator = windows ? "\\" : "/";
        String asServer = (root.endsWith(separator) ? root : root + separator) + below.replace(path.getFileSystem().getSeparator(), separator);
        return new SeenFile(path, asServer, attributes.size(), modified, since, verdict);
    }

    void judge(String migration, SeenFile file, String verdict) {
        journal.sql().sql("UPDATE seen_file SET verdict = ? WHERE migration = ? AND path = ?").params(verdict, migration, file.path().toString()).update();
    }
}
